"""Atom feeds of new case studies: of all, and of one topic. Addresses in them are absolute and never change."""

import datetime
import re

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.views.decorators.http import conditional_page, require_safe

from casestudies.following import Topic, find_topic
from casestudies.models import Edition
from casestudies.published import listed
from casestudies.querysets import EditionQuerySet

MOST_IN_A_FEED = 30
COLUMNS = {"activity": "activities", "subject": "subjects", "region": "schools__region"}

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def in_xml(text: str) -> str:
    """Without the characters that XML 1.0 has no way to write, which a paste may bring along."""
    return _NOT_IN_XML.sub("", text)


class CaseStudyFeed(Feed):
    """What the feeds have in common: how a case study is told of."""

    feed_type = Atom1Feed
    language = "en-GB"
    author_name = "Independent State School Partnership Forum"
    subtitle = "What state and independent schools did together, and how to do it again."

    def item_title(self, item: Edition) -> str:
        return in_xml(item.title)  # Atom's title is text: it is not escaped twice, as Django's own would be

    def item_description(self, item: Edition) -> str:
        return in_xml(escape(item.summary))  # Atom's summary is HTML

    def item_link(self, item: Edition) -> str:
        return settings.SITE_URL + item.get_absolute_url()

    def item_author_name(self, item: Edition) -> str:
        return in_xml(listed([school["name"] for school in item.content.get("schools", [])]))

    def item_pubdate(self, item: Edition) -> datetime.datetime:
        return item.published_at

    def item_updateddate(self, item: Edition) -> datetime.datetime:
        return item.edition_at

    def item_categories(self, item: Edition) -> list[str]:
        return [entry.name for entry in [*item.activities.all(), *item.subjects.all()]]


class NewCaseStudies(CaseStudyFeed):
    """All case studies, the newest first."""

    title = "New case studies - ISSP Portal"

    def link(self) -> str:
        return settings.SITE_URL + reverse("casestudies:search")

    def feed_url(self) -> str:
        return settings.SITE_URL + reverse("casestudies:feed")

    feed_guid = feed_url

    def items(self) -> list[Edition]:
        return newest(Edition.objects.public())


class NewCaseStudiesAbout(CaseStudyFeed):
    """Those about one activity, one subject, or of one region."""

    def get_object(self, request: HttpRequest, kind: str, slug: str) -> Topic:
        topic = find_topic(kind, slug) if kind in COLUMNS else None
        if topic is None:
            raise Http404
        return topic

    def title(self, topic: Topic) -> str:
        return f"New case studies: {in_xml(topic.name)} - ISSP Portal"

    def link(self, topic: Topic) -> str:
        return f"{settings.SITE_URL}{reverse('casestudies:search')}?{topic.kind}={topic.slug}"

    def feed_url(self, topic: Topic) -> str:
        return settings.SITE_URL + reverse("casestudies:topic_feed", args=[topic.kind, topic.slug])

    feed_guid = feed_url

    def items(self, topic: Topic) -> list[Edition]:
        about = Edition.objects.filter(Q((COLUMNS[topic.kind], topic.thing)))
        return newest(Edition.objects.public().filter(pk__in=about.values("pk")))


def newest(editions: EditionQuerySet) -> list[Edition]:
    """What a feed holds of these: three queries, however many there are."""
    return list(editions.order_by("-published_at", "-pk").to_read()[:MOST_IN_A_FEED])


# A reader that has the feed already is told so (304) by what the answer would be.
new_case_studies = login_not_required(require_safe(conditional_page(NewCaseStudies())))
new_case_studies_about = login_not_required(require_safe(conditional_page(NewCaseStudiesAbout())))
