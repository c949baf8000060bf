"""What search engines are told there is to read: every page that is the same for everybody."""

import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet, Value
from django.urls import reverse

from agreements.models import SharedMou, Template
from casestudies.models import Edition
from casestudies.querysets import EditionQuerySet
from editorial.models import Article, ForumEvent, Guide, ResearchReport
from partnerships.public import only_open
from schools.models import School
from schools.querysets import SchoolQuerySet

A_PAGE = 5_000  # addresses in one answer; 50,000 are allowed, and would be slow


class Pages(Sitemap):
    """Those with a fixed address."""

    def items(self) -> list[str]:
        names = ["home", "about", "contact", "help", "privacy", "cookies", "accessibility", "terms"]
        names += [f"editorial:{name}" for name in ("news", "events", "research", "guides")]
        return [
            *names,
            "casestudies:search",
            "agreements:templates",
            "schools:search",
            "partnerships:register",
            "partnerships:self_check",
        ]

    def location(self, item: str) -> str:
        return reverse(item)


class CaseStudies(Sitemap):
    """Every published one."""

    limit = A_PAGE

    def items(self) -> EditionQuerySet:
        return Edition.objects.public().only("slug", "edition_at")

    def lastmod(self, item: Edition) -> datetime.datetime:
        return item.edition_at

    def get_latest_lastmod(self) -> datetime.datetime | None:
        """By the database: Django would fetch every one of them."""
        return Edition.objects.public().aggregate(latest=Max("edition_at"))["latest"]


class Schools(Sitemap):
    """Those that say something of themselves; the rest of the register is to be read where it comes from."""

    limit = A_PAGE

    def items(self) -> SchoolQuerySet:
        return only_open(School.objects.all()).only("urn").order_by("urn")


class Mous(Sitemap):
    """Templates of memoranda of understanding, and those that schools share."""

    def items(self) -> list[str]:
        return [each.get_absolute_url() for each in (*Template.objects.published(), *SharedMou.objects.public())]

    def location(self, item: str) -> str:
        return item


class Forum(Sitemap):
    """What Forum staff have published."""

    def items(self) -> QuerySet:
        """(name of its page, slug, when it was changed) of each, in one query."""
        published = {
            "article": Article.objects.published(),
            "event": ForumEvent.objects.published(),
            "report": ResearchReport.objects.published(),
            "guide": Guide.objects.published(),
        }
        rows = [
            entries.order_by().annotate(page=Value(page)).values_list("page", "slug", "changed_at")
            for page, entries in published.items()
        ]
        return rows[0].union(*rows[1:], all=True).order_by("page", "slug")

    def location(self, item: tuple[str, str, datetime.datetime]) -> str:
        return reverse(f"editorial:{item[0]}", args=[item[1]])

    def lastmod(self, item: tuple[str, str, datetime.datetime]) -> datetime.datetime:
        return item[2]

    def get_latest_lastmod(self) -> None:
        """Not asked for the index."""


SITEMAPS: dict[str, type[Sitemap]] = {
    "pages": Pages,
    "case-studies": CaseStudies,
    "mou-templates": Mous,
    "schools": Schools,
    "forum": Forum,
}
