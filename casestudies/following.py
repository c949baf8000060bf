"""What can be followed, and what happened there since somebody was last written to."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from casestudies.models import Comment, DigestChoice, Edition, Follow, Replication
from partnerships.models import ActivityType, Subject
from schools.models import Region

STOP_SALT = "digest-stop"
MOST_IN_A_DIGEST = 20  # of each kind; the page has the rest
TOPICS = {"activity": ActivityType, "subject": Subject}  # the kinds that are lists kept by Forum staff


@dataclass(frozen=True, kw_only=True)
class Topic:
    """Something to follow: `kind` is "activity", "subject", "region" or "case-study", `slug` names which."""

    kind: str
    slug: str
    name: str
    thing: models.Model | str

    @property
    def words(self) -> str:
        """As a sentence names it: “Latin across two schools”, Music, London."""
        return f"“{self.name}”" if self.kind == "case-study" else self.name

    @property
    def fields(self) -> dict[str, models.Model | str]:
        """The column of Follow that holds it, with its value."""
        return {self.kind.replace("-", "_"): self.thing}


def find_topic(kind: str, slug: str) -> Topic | None:
    """The topic of these two words; None where there is none. A case study may have been withdrawn since."""
    if kind in TOPICS:
        entry = TOPICS[kind].objects.filter(slug=slug).first()
        return Topic(kind=kind, slug=slug, name=entry.name, thing=entry) if entry else None
    if kind == "region" and slug in Region.values:
        return Topic(kind=kind, slug=slug, name=Region(slug).label, thing=slug)
    if kind == "case-study":
        edition = Edition.objects.filter(slug=slug).select_related("case_study").first()
        return Topic(kind=kind, slug=slug, name=edition.title, thing=edition.case_study) if edition else None
    return None


def topic_of(follow: Follow) -> Topic:
    """The topic that this row follows."""
    if follow.case_study is not None:
        edition = follow.case_study.edition
        return Topic(kind="case-study", slug=edition.slug, name=edition.title, thing=follow.case_study)
    if follow.region:
        return Topic(kind="region", slug=follow.region, name=follow.get_region_display(), thing=follow.region)
    if follow.activity is not None:
        return Topic(kind="activity", slug=follow.activity.slug, name=follow.activity.name, thing=follow.activity)
    assert follow.subject is not None  # noqa: S101  one of the four is set: a constraint of the table
    return Topic(kind="subject", slug=follow.subject.slug, name=follow.subject.name, thing=follow.subject)


def topics_of_edition(edition: Edition, user: User) -> list[tuple[Topic, bool]]:
    """What the reader of a case study may want to follow, and whether they do: the case study, then what it is about.

    Four queries, whatever it is about.
    """
    topics = [Topic(kind="case-study", slug=edition.slug, name="This case study", thing=edition.case_study)]
    topics += [Topic(kind="activity", slug=a.slug, name=a.name, thing=a) for a in edition.activities.all()]
    topics += [Topic(kind="subject", slug=s.slug, name=s.name, thing=s) for s in edition.subjects.all()]
    regions = dict.fromkeys(school.region for school in edition.schools.all() if school.region)
    topics += [Topic(kind="region", slug=r, name=Region(r).label, thing=r) for r in regions]
    return _followed_by(user, topics)


def topics_of_filters(chosen: Mapping[str, Sequence[str]], user: User) -> list[tuple[Topic, bool]]:
    """What somebody who searches may want to follow, and whether they do: of {filter: values} what can be followed.

    Three queries at most, and none where nothing of it is chosen.
    """
    topics: list[Topic] = []
    for kind, model in TOPICS.items():
        entries = model.objects.filter(slug__in=chosen[kind]) if chosen.get(kind) else ()
        topics += [Topic(kind=kind, slug=entry.slug, name=entry.name, thing=entry) for entry in entries]
    topics += [Topic(kind="region", slug=r, name=Region(r).label, thing=r) for r in chosen.get("region", ())]
    return _followed_by(user, topics) if topics else []


def _followed_by(user: User, topics: list[Topic]) -> list[tuple[Topic, bool]]:
    """Each topic, and whether this person follows it; a visitor follows nothing."""
    followed = set()
    if user.is_authenticated:
        for follow in Follow.objects.of(user):
            followed.add((follow.case_study_id, follow.activity_id, follow.subject_id, follow.region))
    return [(topic, _key(topic) in followed) for topic in topics]


def _key(topic: Topic) -> tuple[object, ...]:
    fields = {name: getattr(thing, "pk", thing) for name, thing in topic.fields.items()}
    return fields.get("case_study"), fields.get("activity"), fields.get("subject"), fields.get("region", "")


# --- The digest -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class News:
    """What a digest tells: new case studies, and of those followed the new editions, comments and copies."""

    published: list[Edition]
    renewed: list[Edition]
    comments: list[tuple[Edition, int]]
    copies: list[tuple[Edition, int]]

    def __bool__(self) -> bool:
        return bool(self.published or self.renewed or self.comments or self.copies)


def news_for(user: User, *, since: datetime.datetime, until: datetime.datetime) -> News:
    """What happened in what this person follows, after `since` and up to `until`; not what their own schools did."""
    follows = list(Follow.objects.of(user))
    own = user.memberships.verified().values("school")
    public = Edition.objects.public().exclude(case_study__participants__school__in=own)
    about = (
        Q(activities__in=[f.activity_id for f in follows if f.activity_id])
        | Q(subjects__in=[f.subject_id for f in follows if f.subject_id])
        | Q(schools__region__in=[f.region for f in follows if f.region])
    )
    published = public.filter(pk__in=Edition.objects.filter(about).values("pk"), published_at__range=(since, until))
    followed = [f.case_study_id for f in follows if f.case_study_id]
    editions = {e.case_study_id: e for e in Edition.objects.public().filter(case_study__in=followed)}
    renewed = [e for e in editions.values() if e.number > 1 and since < e.edition_at <= until]
    comments = Comment.objects.shown().exclude(by=user).filter(at__range=(since, until))
    copies = Replication.objects.going().filter(begun_at__range=(since, until))
    return News(
        published=list(published.order_by("-published_at", "-pk")[:MOST_IN_A_DIGEST]),
        renewed=sorted(renewed, key=lambda e: e.title),
        comments=_counted(comments, editions.values()),
        copies=_counted(copies, editions.values()),
    )


def _counted(rows: models.QuerySet, editions: Iterable[Edition]) -> list[tuple[Edition, int]]:
    """(edition, number of rows of its case study) for those that have any."""
    by_case_study = {edition.case_study_id: edition for edition in editions}
    found = rows.filter(case_study__in=by_case_study).order_by().values_list("case_study")
    counts = dict(found.annotate(number=models.Count("pk")))
    return [(edition, counts[pk]) for pk, edition in by_case_study.items() if pk in counts]


# --- Stopping without signing in --------------------------------------------------------------------------------------
def stop_path(user: User) -> str:
    """Where the digest's link leads: whoever has it may stop the letters to this person, and nothing else."""
    return reverse("casestudies:stop", args=[signing.dumps(user.pk, salt=STOP_SALT)])


def user_of_stop(token: str) -> User | None:
    """Whom a link to stop is about: it never gets too old, for a letter is found again years later."""
    try:
        pk = signing.loads(token, salt=STOP_SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=pk, is_active=True).first()


def pace_of(user: User) -> str:
    """How often this person wants the digest; weekly until they say."""
    found = DigestChoice.objects.filter(user=user).first()
    return found.pace if found else DigestChoice.Pace.WEEKLY
