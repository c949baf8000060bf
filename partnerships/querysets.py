"""The vocabulary of registrations, drafts, introductions and partnerships."""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from accounts.models import User


# What a registration says, for pages of many: prefetch these.
LIVE_LINES = ["values", "networks", "needs__activity", "needs__subject", "offers__activity", "offers__subject"]


def schools_of(user: "User") -> models.QuerySet:
    """Ids of the schools where this person is verified, as a subquery."""
    return user.memberships.verified().values("school_id")


def speaks_for(user: "User", *people: str, to: str = "") -> models.Q:
    """The condition on rows with a `school` for which this person acts: where they are verified, or are the person
    named in one of the columns `people` and neither left the school nor were refused there. `to` leads to the row."""
    left = user.memberships.filter(status__in=["refused", "ended"]).values("school_id")
    named = models.Q()
    for person in people:
        named |= models.Q(**{f"{to}{person}": user.pk})
    return models.Q(**{f"{to}school__in": schools_of(user)}) | (named & ~models.Q(**{f"{to}school__in": left}))


class RegistrationQuerySet(models.QuerySet):
    def standing(self) -> "RegistrationQuerySet":
        """Those that stand for their school this year: a second one is not begun beside them."""
        return self.filter(status__in=["waiting", "changes", "live", "paused"])

    def live(self) -> "RegistrationQuerySet":
        """Approved, active and in date: what matching and the public see."""
        return self.filter(status="live", expires_on__gte=timezone.localdate())

    def to_moderate(self) -> "RegistrationQuerySet":
        """What waits for Forum staff, oldest first: new ones, and changes proposed to live ones."""
        waiting = models.Q(status="waiting") | models.Q(proposed_at__isnull=False, status__in=["live", "paused"])
        return self.filter(waiting).order_by("sent_at", "pk")

    def visible_to(self, user: "User") -> "RegistrationQuerySet":
        """Those of the schools where this person is verified, and those they sent, unless they left the school."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(speaks_for(user, "lead"))

    def spoken_for_by(self, user: "User") -> "RegistrationQuerySet":
        """Those for which this person may ask for introductions and answer them."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(speaks_for(user, "lead"))


class DraftQuerySet(models.QuerySet):
    def unfinished(self) -> "DraftQuerySet":
        """Not yet sent."""
        return self.filter(sent_at=None)

    def visible_to(self, user: "User", *, held: Sequence[str] = ()) -> "DraftQuerySet":
        """Those of this person, and those that nobody owns yet of which this browser holds the id."""
        anybodys = models.Q(user=None, pk__in=held)
        return self.filter(anybodys | models.Q(user=user) if user.is_authenticated else anybodys)


class IntroductionQuerySet(models.QuerySet):
    def open(self) -> "IntroductionQuerySet":
        """Still waiting for an answer."""
        return self.filter(status="asked")

    def between(self, one: models.Model, other: models.Model) -> "IntroductionQuerySet":
        """Those of these two registrations, whichever asked."""
        return self.filter(models.Q(asker=one, asked=other) | models.Q(asker=other, asked=one))

    def partnered(self, one: int, other: int) -> "IntroductionQuerySet":
        """Accepted ones between the schools of these keys whose partnership has not ended, and which neither left."""
        pair = models.Q(asker__school=one, asked__school=other) | models.Q(asker__school=other, asked__school=one)
        partners = self.model._meta.get_field("partnership").related_model._meta.get_field("partners").related_model
        left = partners._default_manager.filter(
            partnership__introduction=models.OuterRef("pk"), school__in=[one, other], left_at__isnull=False
        )
        return self.filter(pair, ~models.Exists(left), status="accepted").exclude(partnership__stage="ended")

    def of(self, registration: models.Model) -> "IntroductionQuerySet":
        """Those in which this registration is one side."""
        return self.filter(models.Q(asker=registration) | models.Q(asked=registration))

    def answerable(self, day: datetime.date, *, within: datetime.timedelta) -> "IntroductionQuerySet":
        """Open, with the last day for an answer on `day` or at most `within` after it."""
        return self.open().filter(answer_by__range=(day, day + within))

    def overdue(self, day: datetime.date) -> "IntroductionQuerySet":
        """Open on `day`, though the last day for an answer has passed."""
        return self.open().filter(answer_by__lt=day)

    def declined_by(self, school_id: int, *, to: int) -> "IntroductionQuerySet":
        """Those in which the school of this key said "Not this time" to the school `to`, latest first."""
        by_asked = models.Q(asked__school=school_id, asker__school=to, closed_side="asked")
        by_asker = models.Q(asker__school=school_id, asked__school=to, closed_side="asker")
        return self.filter(by_asked | by_asker, status="declined").order_by("-closed_at")

    def closed_before(self, moment: datetime.datetime) -> "IntroductionQuerySet":
        """Ended without a yes from both, before `moment`."""
        return self.filter(status__in=["declined", "withdrawn", "lapsed"], closed_at__lt=moment)

    def with_words(self) -> "IntroductionQuerySet":
        """Those whose note, reason or match is still kept."""
        return self.exclude(note="", reason="", why={})

    def left_waiting(self) -> "IntroductionQuerySet":
        """Lapsed within the last 90 days, and the two schools have not been introduced since: Forum staff look after
        whoever waited."""
        pair = models.Q(asker=models.OuterRef("asker"), asked=models.OuterRef("asked")) | models.Q(
            asker=models.OuterRef("asked"), asked=models.OuterRef("asker")
        )
        since = self.model._default_manager.filter(
            pair, status__in=["asked", "accepted"], asked_at__gt=models.OuterRef("asked_at")
        )
        recent = timezone.now() - datetime.timedelta(days=90)
        return self.filter(~models.Exists(since), status="lapsed", closed_at__gte=recent)

    def visible_to(self, user: "User") -> "IntroductionQuerySet":
        """Those in which this person acts for one side: a school of theirs, or a registration that they lead."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(speaks_for(user, "lead", to="asker__") | speaks_for(user, "lead", to="asked__"))

    def awaiting(self, user: "User") -> "IntroductionQuerySet":
        """Open, and this person's side has not answered."""
        asker, asked = speaks_for(user, "lead", to="asker__"), speaks_for(user, "lead", to="asked__")
        unanswered = (asker & models.Q(asker_agreed_at=None)) | (asked & models.Q(asked_agreed_at=None))
        return self.open().filter(unanswered)

    def in_reading_order_of(self, user: "User") -> "IntroductionQuerySet":
        """What this person must answer (soonest first), then what they wait for, then the past (newest first).

        The part is annotated as `part`: "answer", "wait" or "past".
        """
        part = models.Case(
            models.When(pk__in=self.model._default_manager.awaiting(user).values("pk"), then=models.Value("answer")),
            models.When(status="asked", then=models.Value("wait")),
            default=models.Value("past"),
        )
        rank = models.Case(
            models.When(part="answer", then=0),
            models.When(part="wait", then=1),
            default=2,
            output_field=models.IntegerField(),
        )
        due = models.Case(models.When(status="asked", then=models.F("answer_by")), default=None)
        return self.annotate(part=part, rank=rank).order_by("rank", due, "-asked_at", "-pk")


class PartnerQuerySet(models.QuerySet):
    def acted_for_by(self, user: "User") -> "PartnerQuerySet":
        """The schools in partnerships for which this person acts: verified there, or its lead or deputy lead."""
        return self.filter(speaks_for(user, "lead", "deputy"))

    def present(self) -> "PartnerQuerySet":
        """Those that have not left."""
        return self.filter(left_at=None)

    def written_for_by(self, user: "User") -> "PartnerQuerySet":
        """Those for which this person writes: their lead or deputy lead, and their headteacher, who may step in.

        A deputy lead who was named before they had an account counts by the address once they are verified there. A
        school of which nobody carries it now (none has an account, or they have left) is written for by anybody
        verified there: otherwise it could name nobody.
        """
        if not user.is_authenticated:
            return self.none()
        left = user.memberships.filter(status__in=["refused", "ended"]).values("school_id")
        carries = (models.Q(lead=user.pk) | models.Q(deputy=user.pk)) & ~models.Q(school__in=left)
        contacts = self.model._meta.get_field("contacts").related_model._default_manager
        named = models.Exists(contacts.filter(partner=models.OuterRef("pk"), email__iexact=user.email))
        heads = user.memberships.verified().filter(role="headteacher").values("school_id")
        nobody = ~self._still("lead") & ~self._still("deputy")
        return self.present().filter(
            carries | models.Q(school__in=heads) | models.Q(named | nobody, school__in=schools_of(user))
        )

    def _still(self, person: str) -> models.Q:
        """The condition that whoever is named in the column `person` has an account and has not left the school."""
        memberships = self.model._meta.get_field("school").related_model._meta.get_field("memberships").related_model
        gone = memberships._default_manager.filter(
            school=models.OuterRef("school"), user=models.OuterRef(person), status__in=["refused", "ended"]
        )
        return models.Q(models.Q(**{f"{person}__is_active": True}), ~models.Exists(gone))


class PartnershipQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "PartnershipQuerySet":
        """Those in which this person acts for a school."""
        if not user.is_authenticated:
            return self.none()
        partners = self.model._meta.get_field("partners").related_model
        return self.filter(pk__in=partners.objects.present().acted_for_by(user).values("partnership"))

    def written_by(self, user: "User") -> "PartnershipQuerySet":
        """Those in which this person writes for a school. In one that has ended nobody does."""
        if not user.is_authenticated:
            return self.none()
        partners = self.model._meta.get_field("partners").related_model
        return self.filter(pk__in=partners.objects.written_for_by(user).values("partnership")).exclude(stage="ended")

    def with_school(self, schools: models.QuerySet | Sequence[models.Model]) -> "PartnershipQuerySet":
        """Those which one of these schools is in, and has not left."""
        partners = self.model._meta.get_field("partners").related_model
        return self.filter(pk__in=partners.objects.present().filter(school__in=schools).values("partnership"))

    def with_present(self) -> "PartnershipQuerySet":
        """With the schools that have not left as `partners.all()`."""
        partners = self.model._meta.get_field("partners").related_model
        return self.prefetch_related(models.Prefetch("partners", partners.objects.present().select_related("school")))


class TaskQuerySet(models.QuerySet):
    def standing(self) -> "TaskQuerySet":
        """Those that nobody took out."""
        return self.filter(removed_at=None)

    def removed(self) -> "TaskQuerySet":
        """Those that somebody took out, the latest first; after a month they are deleted."""
        return self.exclude(removed_at=None).order_by("-removed_at", "-pk")

    def to_do(self) -> "TaskQuerySet":
        """Not done yet, the earliest due first."""
        return self.standing().filter(done_at=None).order_by("due_on", "pk")

    def done(self) -> "TaskQuerySet":
        """Done, the latest first."""
        return self.standing().exclude(done_at=None).order_by("-done_at", "-pk")

    def owned_by(self, user: "User") -> "TaskQuerySet":
        """Those that this person sees to."""
        return self.filter(owner=user.pk)

    def due(self, day: datetime.date) -> "TaskQuerySet":
        """Not done, and due on `day` or before it, of partnerships that have not ended."""
        return self.to_do().filter(due_on__lte=day).exclude(partnership__stage="ended")

    def visible_to(self, user: "User") -> "TaskQuerySet":
        """Those of partnerships in which this person acts for a school."""
        partnerships = self.model._meta.get_field("partnership").related_model
        return self.filter(partnership__in=partnerships.objects.visible_to(user).values("pk"))


class PrivateQuerySet(models.QuerySet):
    """Notes and files."""

    def standing(self) -> "PrivateQuerySet":
        """Those that nobody took out."""
        return self.filter(removed_at=None)

    def removed(self) -> "PrivateQuerySet":
        """Those that somebody took out, the latest first; after a month they are deleted."""
        return self.exclude(removed_at=None).order_by("-removed_at", "-pk")

    def visible_to(self, user: "User") -> "PrivateQuerySet":
        """Those of partnerships in which this person acts for a school, less what another school keeps to itself."""
        if not user.is_authenticated:
            return self.none()
        partners = self.model._meta.get_field("only").related_model.objects.present().acted_for_by(user)
        shared = models.Q(only=None, partnership__in=partners.values("partnership"))
        return self.filter(shared | models.Q(only__in=partners.values("pk")))

    def kept_by(self, user: "User") -> "PrivateQuerySet":
        """Those that this person may change and take out: what their school keeps here, where they write for it."""
        partners = self.model._meta.get_field("only").related_model.objects.written_for_by(user)
        mine = partners.filter(partnership=models.OuterRef("partnership"), school=models.OuterRef("school"))
        return self.filter(models.Exists(mine))


class ProposalQuerySet(models.QuerySet):
    def open(self) -> "ProposalQuerySet":
        """Still waiting for an answer."""
        return self.filter(status="asked")

    def overdue(self, day: datetime.date) -> "ProposalQuerySet":
        """Open on `day`, though the last day for an answer has passed."""
        return self.open().filter(answer_by__lt=day)

    def answerable(self, day: datetime.date, *, within: datetime.timedelta) -> "ProposalQuerySet":
        """Open, with the last day for an answer on `day` or at most `within` after it."""
        return self.open().filter(answer_by__range=(day, day + within))

    def visible_to(self, user: "User") -> "ProposalQuerySet":
        """Those of partnerships in which this person acts for a school, less what another school settles for itself:
        who carries it there, and whether it leaves until that is confirmed. And those that ask whether a school of
        theirs joins, once every school there has said yes."""
        if not user.is_authenticated:
            return self.none()
        partners = self.model._meta.get_field("partnership").related_model._meta.get_field("partners").related_model
        mine = partners.objects.present().acted_for_by(user)
        own = mine.filter(partnership=models.OuterRef("partnership"), school=models.OuterRef("school"))
        told = models.Q(kind__in=["join", "end"]) | models.Q(kind="leave", status="confirmed")
        within = models.Q(partnership__in=mine.values("partnership")) & (told | models.Exists(own))
        return self.filter(within | models.Q(kind="join", invited_at__isnull=False) & answers_for_newcomer(user))

    def with_all(self) -> "ProposalQuerySet":
        """With everything that says who still has to answer (partnerships/proposing.py)."""
        return self.select_related("partnership", "school", "user", "asked_by").prefetch_related(
            "answers__school", "partnership__partners__school"
        )


def answers_for_newcomer(user: "User") -> models.Q:
    """The condition on proposals that a school joins, where this person may say yes for that school: its headteacher
    or co-ordinator, the lead of its live registration, or the verified person whose address was given."""
    verified = user.memberships.verified()
    registrations = user.registrations_led.live().filter(school__in=schools_of(user))
    return (
        models.Q(school__in=verified.filter(role__in=["headteacher", "co-ordinator"]).values("school_id"))
        | models.Q(school__in=registrations.values("school_id"))
        | models.Q(school__in=schools_of(user), email__iexact=user.email)
    )
