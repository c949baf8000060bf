"""What the dashboard says about case studies."""

from collections.abc import Iterator

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from casestudies.models import CaseStudy, Participant, Replication, Section
from casestudies.models.edition import ASKED_BEFORE_DUE
from casestudies.replicating import full_day, next_due, rows_of
from casestudies.writing.sections import missing
from core.queues import PROMISED_WORKING_DAYS
from core.todos import Todo

MOST = 10  # of a kind; the list of case studies has them all

Status = CaseStudy.Status


def case_studies_to_finish(user: User) -> Iterator[Todo]:
    """Each case study that this person began or wrote in and that was not sent, with what is still missing."""
    wrote = Section.objects.filter(changed_by=user).values("case_study")
    mine = CaseStudy.objects.written_by(user).filter(Q(begun_by=user) | Q(pk__in=wrote), status=Status.DRAFT)
    mine = mine.exclude(
        pk__in=Participant.objects.exclude(words="").values("case_study")
    )  # theirs is a line of its own
    for case_study in mine.prefetch_related("sections", "participants")[:MOST]:
        left = missing(case_study)
        words = f"Next: {left[0].short}." if left else "Everything is there: send it."
        yield Todo(
            title=f"Finish “{case_study}”" if left else f"Send “{case_study}”",
            sentence=f"{words} Saved on {timezone.localtime(case_study.saved_at):%-d %B}.",
            url=case_study.get_absolute_url(),
            button="Go on",
        )


def case_studies_to_change(user: User) -> Iterator[Todo]:
    """Each case study of this person's schools for which Forum staff asked for a change."""
    for case_study in CaseStudy.objects.written_by(user).filter(status=Status.CHANGES)[:MOST]:
        yield Todo(
            title=f"Change “{case_study}”",
            sentence="Forum staff ask for a change before it can be published.",
            url=case_study.get_absolute_url(),
            button="See what they ask",
            due=timezone.localdate(case_study.decided_at) if case_study.decided_at else None,
        )


def steps_due(user: User) -> Iterator[Todo]:
    """Of each plan of this person's schools the step that is due next, from a fortnight before; or its missing date."""
    plans = Replication.objects.going().visible_to(user).select_related("case_study__edition")
    for plan in plans.prefetch_related("steps").order_by("begun_at", "pk")[:MOST]:
        title, url = plan.case_study.edition.title, plan.get_absolute_url()
        steps = list(plan.steps.all())
        if plan.starts_on is None and any(step.done_at is None for step in steps):
            yield Todo(
                title=f"Choose when “{title}” starts",
                sentence="Every step of your plan gets its date from the first session.",
                url=reverse("casestudies:replication_start", args=[plan.pk]),
                button="Choose the date",
            )
        row = next_due(rows_of(plan, steps))
        if row is not None and row.due is not None and row.is_soon:
            late = f" It is {row.tag[0]}." if row.days_late else ""
            yield Todo(
                title=row.step.title,
                sentence=f"A step of your plan “{title}”, by {full_day(row.due)}.{late}",
                url=f"{url}#step-{row.step.pk}",
                button="Open the plan",
                due=row.due,
            )


def case_studies_to_confirm(user: User) -> Iterator[Todo]:
    """Each case study that a school of this person's is asked to confirm, or of which their address was given."""
    awaited = Participant.objects.awaited().select_related("case_study", "school").order_by("asked_at", "pk")
    for participant in awaited.spoken_for_by(user)[:MOST]:
        yield Todo(
            title=f"Confirm “{participant.case_study}”",
            sentence=f"It names {participant.school}. Read it, then confirm it or say what should change.",
            url=reverse("casestudies:confirm", args=[participant.case_study_id]),
            button="Read and confirm",
            due=timezone.localdate(participant.asked_at),
        )
    for participant in awaited.invited(user)[:MOST]:
        yield Todo(
            title=f"A case study names {participant.school}",
            sentence="You are asked to confirm it. First say that you work there.",
            url=reverse("casestudies:confirm", args=[participant.case_study_id]),
            button="Say that you work there",
            due=timezone.localdate(participant.asked_at),
        )


def case_studies_objected_to(user: User) -> Iterator[Todo]:
    """Each case study of this person's schools in which a school that is named asks for a change."""
    mine = CaseStudy.objects.written_by(user).filter(status=Status.DRAFT)
    found = Participant.objects.filter(case_study__in=mine.values("pk")).exclude(words="")
    for participant in found.select_related("case_study", "school").order_by("pk")[:MOST]:
        yield Todo(
            title=f"Change “{participant.case_study}”",
            sentence=f"{participant.school} asks for a change before it confirms.",
            url=participant.case_study.get_absolute_url(),
            button="See what they ask",
        )


def case_studies_waited_for(user: User) -> Iterator[Todo]:
    """Each case study of this person's schools that other schools or Forum staff have."""
    mine = CaseStudy.objects.written_by(user).filter(status__in=[Status.PARTNERS, Status.FORUM])
    waiting = Participant.objects.awaited().select_related("school")
    for case_study in mine.prefetch_related(Prefetch("participants", waiting, to_attr="waiting"))[:MOST]:
        with_forum = case_study.status == Status.FORUM
        schools = ", ".join(str(participant.school) for participant in case_study.waiting)
        asked = case_study.sent_at if with_forum else max((one.asked_at for one in case_study.waiting), default=None)
        yield Todo(
            title=f"“{case_study}” is with {'Forum staff' if with_forum else schools}",
            sentence=(
                f"They answer within {PROMISED_WORKING_DAYS} working days."
                if with_forum
                else "They read it and confirm. You can take it back to change it."
            ),
            url=case_study.get_absolute_url(),
            button="See where it is",
            since=timezone.localdate(asked) if asked else None,
            waiting=True,
        )


def case_studies_to_review(user: User) -> Iterator[Todo]:
    """Each published case study of which this person's schools are asked whether it still holds."""
    day = timezone.localdate() + ASKED_BEFORE_DUE
    mine = CaseStudy.objects.visible_to(user).published().filter(edition__review_on__lte=day)
    for case_study in mine.select_related("edition").order_by("edition__review_on", "pk")[:MOST]:
        edition = case_study.edition
        yield Todo(
            title=f"Does “{edition}” still hold?",
            sentence=(
                "Readers are told that it may have changed."
                if edition.is_old
                else f"From {edition.review_on:%-d %B} readers are told that it may have changed."
            ),
            url=reverse("casestudies:still_right", args=[case_study.pk]),
            button="Read it again",
            due=edition.review_on,
        )
