"""A school copies a case study: its plan from the first press to the partnership and the case study it becomes.

Locks are taken in one order: draft or edition, registration, plan.
"""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.querysets import schools_of
from casestudies.following import pace_of
from casestudies.messages import replication as messages
from casestudies.messages.people import MOST_PEOPLE, speaking_for
from casestudies.models import DigestChoice, Edition, Replication, ReplicationStep
from casestudies.replicating import Plan, first_plan, first_steps, is_named, lines_for, to_remind_of
from core import events
from core.errors import ActionRefused, Changed
from core.transitions import lock
from partnerships import kit
from partnerships.actions import draft as drafts
from partnerships.models import Draft, LineKind, Partnership, PartnershipLine, Registration
from schools.models import School, Sector

EARLIEST = datetime.timedelta(days=366)  # before today: somebody writes the plan of what has begun
LATEST = datetime.timedelta(days=3 * 366)
# A little less than a week, so that a job that starts a few minutes earlier than a week ago still writes.
WEEK = datetime.timedelta(days=6, hours=20)
KEEP_ENDED = datetime.timedelta(days=365)


class NotOfSchool(ActionRefused):
    """Only verified people of the school copy for it."""


class OwnWork(ActionRefused):
    """The case study names the school."""


class NotPublished(ActionRefused):
    """Nobody can read the case study any more."""


class GivenUp(ActionRefused):
    """The plan has ended."""


class DateNotFit(ActionRefused):
    """The first session is too far from today."""


class NotInPartnership(ActionRefused):
    """The partnership is not one of the school's, or is the one that is copied."""


@transaction.atomic
def replicate(*, edition: Edition, school: School, by: User) -> Replication:
    """Open the plan of `school` with everything carried over, or give the one there is.

    Raises NotOfSchool, OwnWork, NotPublished.
    """
    edition = lock(edition)  # the lock of all its copies: of two colleagues the second gets the first one's plan
    if not schools_of(by).filter(pk=school.pk).exists():
        raise NotOfSchool(f"Only verified people of {school} can copy this for it.")
    found = Replication.objects.going().filter(case_study=edition.case_study_id, school=school).first()
    if found is not None:
        return found
    if edition.withdrawn_at is not None:
        raise NotPublished("This case study was withdrawn, so it cannot be copied any more.")
    if is_named(edition, school):
        raise OwnWork(f"{school} is named in this case study, so it cannot copy it: the work is its own.")
    replication = Replication.objects.create(
        case_study_id=edition.case_study_id,
        school=school,
        begun_by=by,
        plan=first_plan(edition.content, school),
        registration=_seeking_already(edition, school),
    )
    steps = first_steps(edition.content)
    for step in steps:
        step.replication = replication
    ReplicationStep.objects.bulk_create(steps)
    _count(edition)
    events.record(
        of=replication,
        kind="replication-begun",
        sentence=f"{school} began to copy “{edition.title}”.",
        by=by,
    )
    messages.copied(edition, school)
    return replication


@transaction.atomic
def set_start(*, replication: Replication, starts_on: datetime.date, by: User) -> Replication:
    """Fix the day of the first session, from which the steps' dates count back. Raises DateNotFit and as _open."""
    replication = _open(replication, by)
    if replication.starts_on == starts_on:
        return replication
    today = timezone.localdate()
    if not today - EARLIEST <= starts_on <= today + LATEST:
        raise DateNotFit("Enter a date that is at most a year ago and at most three years away")
    replication.starts_on = starts_on
    replication.save(update_fields=["starts_on"])
    day = f"{starts_on.day} {starts_on:%B %Y}"
    events.record(of=replication, kind="replication-dated", sentence=f"The first session is on {day}.", by=by)
    return replication


@transaction.atomic
def tick_step(*, step: ReplicationStep, done: bool, by: User) -> ReplicationStep:
    """Say that a step is done, or is to do after all; twice changes nothing. Raises as _open."""
    replication = _open(step.replication, by)
    step = lock(step)
    if (step.done_at is not None) == done:
        return step
    step.done_at, step.done_by = (timezone.now(), by) if done else (None, None)
    step.save(update_fields=["done_at", "done_by"])
    sentence = f"“{step.title}” is {'done' if done else 'to do again'}."
    events.record(of=replication, kind="replication-step", sentence=sentence, by=by)
    return step


@transaction.atomic
def save_plan(*, replication: Replication, plan: Plan, seen: int, by: User) -> Replication:
    """Keep who it takes and what it costs. `seen` is the version that the person had read.

    Saving what is there changes nothing. Raises core.errors.Changed and as _open.
    """
    replication = _open(replication, by)
    if replication.plan == plan:
        return replication
    if replication.version != seen:
        raise Changed("A colleague changed this since you opened it. Compare theirs with yours, then save again.")
    replication.plan, replication.version = plan, seen + 1
    replication.save(update_fields=["plan", "version"])
    events.record(of=replication, kind="replication-planned", sentence="Staffing and cost were changed.", by=by)
    return replication


@transaction.atomic
def begin_registration(*, replication: Replication, by: User) -> Draft:
    """A draft of the school's registration, or of changes to the one it has, with the case's need and an offer in it.

    What the school wrote stays as it is, and what this person took out again is not put back. Raises as _open.
    """
    school = replication.school
    standing = Registration.objects.standing().filter(school=school).first()
    held = Draft.objects.unfinished().filter(user=by, school=school, changes=standing).first()
    held = lock(held) if held is not None else None
    known = held is not None and Replication.objects.filter(pk=replication.pk, draft=held).exists()
    if standing is not None:
        draft = drafts.begin_changes(registration=standing, by=by)
    elif held is not None:
        draft = held
    else:
        # Where the register does not know the sector, the form asks for it first.
        answer = None if school.sector == Sector.OTHER else {"urn": school.urn, "sector": str(school.sector)}
        draft = drafts.begin_draft(school=school, answer=answer, by=by)
    edition = Edition.objects.get(case_study=replication.case_study_id)
    if not known:
        needs, offers = lines_for(edition, school)
        draft = drafts.suggest_lines(draft=draft, needs=needs, offers=offers, by=by)
    replication = _open(replication, by)
    if replication.draft_id != draft.pk:
        replication.draft = draft
        replication.registration = replication.registration or _seeking_already(edition, school)
        replication.save(update_fields=["draft", "registration"])
        sentence = f"A registration of interest was prepared from “{edition.title}”."
        events.record(of=replication, kind="replication-registering", sentence=sentence, by=by)
    return draft


def follow_registration(draft: Draft, registration: Registration) -> None:
    """Link the plans from which a registration was prepared to the one that was sent.

    A school has one registration: whichever of its people sends theirs, it is that of every plan of the school for
    which one was prepared. Called inside the transaction that sends (partnerships/listeners.py).
    """
    copies = Replication.objects.going().filter(school=registration.school_id, draft__isnull=False, partnership=None)
    for copy in copies.select_for_update(of=("self",)).exclude(registration=registration).order_by("pk"):
        copy.registration = registration
        copy.save(update_fields=["registration"])
        events.record(
            of=copy,
            kind="replication-registered",
            sentence="The registration of interest was sent.",
            by=registration.lead,
        )


@transaction.atomic
def choose_partnership(*, replication: Replication, partnership: Partnership, by: User) -> Replication:
    """Say by hand with which of the school's partnerships it copies the case study.

    Raises NotInPartnership and as _open.
    """
    replication = _open(replication, by)
    if replication.partnership_id == partnership.pk:
        return replication
    if not partnership.partners.present().filter(school=replication.school_id).exists():
        raise NotInPartnership(f"Choose a partnership of {replication.school}.")
    if partnership.pk == replication.case_study.partnership_id:
        raise NotInPartnership("This is the partnership that wrote the case study. Choose another.")
    _link(replication, partnership, by=by)
    return replication


def follow_partnership(partnership: Partnership) -> None:
    """Link the plans whose registration led to a partnership, where the two schools can do together what is copied.

    Called inside the transaction that opens it (partnerships/listeners.py).
    """
    introduction = partnership.introduction
    if introduction is None:
        return
    sides = [introduction.asker_id, introduction.asked_id]
    copies = Replication.objects.going().filter(registration__in=sides, partnership=None)
    copies = copies.select_for_update(of=("self",)).select_related("case_study__edition", "school")
    shared = _shared_activities(partnership)
    for copy in copies.order_by("pk"):
        if copy.case_study.edition.activities.filter(pk__in=shared).exists():
            _link(copy, partnership, by=None)


@transaction.atomic
def give_up(*, replication: Replication, by: User) -> Replication:
    """End a plan: it no longer counts, and is deleted after a year. Raises NotOfSchool."""
    edition = lock(Edition.objects.get(case_study=replication.case_study_id))
    replication = lock(replication)
    _check_person(replication, by)
    if replication.ended_at is not None:
        return replication
    replication.ended_at = timezone.now()
    replication.save(update_fields=["ended_at"])
    _count(edition)
    sentence = f"{replication.school} gave up copying “{edition.title}”."
    events.record(of=replication, kind="replication-ended", sentence=sentence, by=by)
    return replication


def remind_of_steps() -> int:
    """Write to schools of steps of their plans that are late or due within a week."""
    plans = (
        Replication.objects.going()
        .filter(starts_on__isnull=False, steps__done_at=None)
        .exclude(reminded_at__gt=timezone.now() - WEEK)
    )
    keys = plans.order_by("pk").values_list("pk", flat=True).distinct()
    return sum(_remind_of_steps(pk) for pk in list(keys))


@transaction.atomic
def _remind_of_steps(pk: int) -> int:
    """1 where something was written to anybody: one letter each, with all of the plan's steps that are due."""
    plan = lock(Replication(pk=pk))
    if plan.ended_at is not None or (plan.reminded_at and plan.reminded_at > timezone.now() - WEEK):
        return 0  # another run was quicker
    rows = to_remind_of(plan)
    people = [user for user in speaking_for(plan.school_id) if pace_of(user) != DigestChoice.Pace.NEVER]
    if not rows or not people:
        return 0
    plan.reminded_at = timezone.now()
    plan.save(update_fields=["reminded_at"])
    for user in people[:MOST_PEOPLE]:
        messages.steps_due(plan, rows, user)
    return 1


def purge_ended() -> int:
    """Delete the plans that schools gave up more than a year ago."""
    old = Replication.objects.filter(ended_at__lt=timezone.now() - KEEP_ENDED)
    return old.delete()[1].get(Replication._meta.label, 0)


def _open(replication: Replication, by: User) -> Replication:
    """The plan, locked, for somebody of its school. Raises NotOfSchool, GivenUp."""
    replication = lock(replication)
    _check_person(replication, by)
    if replication.ended_at is not None:
        raise GivenUp("Your school gave this up. Begin again from the case study.")
    return replication


def _check_person(replication: Replication, by: User) -> None:
    if not schools_of(by).filter(pk=replication.school_id).exists():
        raise NotOfSchool(f"Only verified people of {replication.school} can change its plan.")


def _count(edition: Edition) -> None:
    """Keep what the public reads. Not saved through the model: a copy is no change of the text for the history."""
    going = Replication.objects.going().filter(case_study=edition.case_study_id).count()
    Edition.objects.filter(pk=edition.pk).update(replications=going)


def _seeking_already(edition: Edition, school: School) -> Registration | None:
    """The school's standing registration, if it needs or offers what the case study is about without being changed."""
    about = edition.activities.all()
    seeking = Q(needs__activity__in=about) | Q(offers__activity__in=about)
    return Registration.objects.standing().filter(seeking, school=school).distinct().first()


def _link(replication: Replication, partnership: Partnership, *, by: User | None) -> None:
    replication.partnership = partnership
    replication.save(update_fields=["partnership"])
    sentence = f"It is being done as the partnership “{partnership}”."
    events.record(of=replication, kind="replication-partnered", sentence=sentence, by=by)
    source = replication.case_study.partnership
    if source is not None:
        kit.carry(source=source, to=partnership)


def _shared_activities(partnership: Partnership) -> set[int]:
    """Activities that one school of the partnership needs and another offers."""
    lines: list[PartnershipLine] = list(PartnershipLine.objects.filter(partner__partnership=partnership))
    needs = [line for line in lines if line.kind == LineKind.NEED]
    offers = [line for line in lines if line.kind == LineKind.OFFER]
    return {
        need.activity_id
        for need in needs
        for offer in offers
        if need.partner_id != offer.partner_id and need.could_be_met_by(offer)
    }
