"""What the dashboard says about introductions and partnerships."""

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.todos import Todo
from partnerships.candidates import find_partners
from partnerships.introducing import day_words, seen_by
from partnerships.models import Introduction, Partnership, Proposal, Registration, Task
from partnerships.work import SOON
from partnerships.workspace import proposal_rows

MOST = 10  # of a kind; the pages behind them list everything
TALK_WITHIN = datetime.timedelta(days=14)


def introductions_to_answer(user: User) -> Iterator[Todo]:
    """Each introduction that my school has not answered, by its last day."""
    found = Introduction.objects.awaiting(user).select_related("asker__school", "asked__school")
    for seen in seen_by(found.order_by("answer_by", "pk")[:MOST], user):
        last_day = seen.introduction.answer_by
        yield Todo(
            title=(
                f"The Forum suggests that you meet {seen.other.school}"
                if seen.is_brokered
                else f"{seen.other.school} would like to meet you"
            ),
            sentence=f"Read why you match, then say yes or “not this time”. Answer by {day_words(last_day)}.",
            url=seen.introduction.get_absolute_url(),
            button="Read and answer",
            due=last_day,
        )


def introductions_waited_for(user: User) -> Iterator[Todo]:
    """Each introduction that my school said yes to and the other has not answered."""
    found = (
        Introduction.objects.visible_to(user).open().exclude(pk__in=Introduction.objects.awaiting(user).values("pk"))
    )
    found = found.select_related("asker__school", "asked__school")
    for seen in seen_by(found.order_by("asked_at", "pk")[:MOST], user):
        yield Todo(
            title=f"{seen.other.school} has not answered yet",
            sentence=f"They have until {day_words(seen.introduction.answer_by)}. You can remind them, or take it back.",
            url=seen.introduction.get_absolute_url(),
            button="See the introduction",
            since=timezone.localdate(seen.introduction.asked_at),
            waiting=True,
        )


def partnerships_to_begin(user: User) -> Iterator[Todo]:
    """Each partnership opened lately: its schools talk within two weeks."""
    since = timezone.now() - 2 * TALK_WITHIN
    forming = Partnership.objects.visible_to(user).filter(stage=Partnership.Stage.FORMING, created_at__gte=since)
    for partnership in forming.order_by("created_at", "pk")[:MOST]:
        due = timezone.localdate(partnership.created_at) + TALK_WITHIN
        yield Todo(
            title=f"Talk about {partnership}",
            sentence=f"The schools said yes. Talk by {day_words(due)}: the agenda and the contacts are there.",
            url=partnership.get_absolute_url(),
            button="Open the partnership",
            due=due,
        )


def proposals_to_answer(user: User) -> Iterator[Todo]:
    """What was asked in a partnership and waits for an answer that this person may give."""
    found = Proposal.objects.visible_to(user).open().with_all().order_by("answer_by", "pk")
    rows = [row for row in proposal_rows(found, user) if row.schools]
    for row in rows[:MOST]:
        proposal = row.proposal
        yield Todo(
            title=f"{row.title}: yes or no?",
            sentence=f"In “{proposal.partnership}”. Answer by {day_words(proposal.answer_by)}.",
            url=proposal.get_absolute_url(),
            button="Read and answer",
            due=proposal.answer_by,
        )


def proposals_waited_for(user: User) -> Iterator[Todo]:
    """What this person asked in a partnership, and others have yet to answer."""
    found = Proposal.objects.visible_to(user).open().filter(asked_by=user).with_all()
    for row in proposal_rows(found.order_by("asked_at", "pk")[:MOST], user):
        yield Todo(
            title=f"{row.title}: not answered yet",
            sentence=f"In “{row.proposal.partnership}”. {row.stands} You can take it back.",
            url=row.proposal.get_absolute_url(),
            button="See where it stands",
            since=timezone.localdate(row.proposal.asked_at),
            waiting=True,
        )


def matches_to_look_at(user: User) -> Iterator[Todo]:
    """For each of my schools, how many matches it has neither asked to meet nor said no to."""
    mine = Registration.objects.live().spoken_for_by(user).select_related("school__local_authority")
    for registration in mine.order_by("school__name", "pk")[:MOST]:
        met = {pk for pair in Introduction.objects.of(registration).values_list("asker", "asked") for pk in pair}
        found = find_partners(registration)
        new = [match for match in found if match.row.id not in met]
        if new:
            more = "more " if len(new) < len(found) else ""  # the page behind this counts those met already too
            schools = f"1 {more}school matches" if len(new) == 1 else f"{len(new)} {more}schools match"
            first = new[0]
            yield Todo(
                title=f"{schools} {registration.school}",
                sentence=f"{first.school}, {first.miles_words.lower()} away, fits best. See why, and ask to meet.",
                url=f"{reverse('partnerships:matches')}?school={registration.school.urn}",
                button="See the matches",
            )


def tasks_due(user: User) -> Iterator[Todo]:
    """Each task that this person sees to, from a week before it is due."""
    today = timezone.localdate()
    due = Task.objects.visible_to(user).owned_by(user).due(today + datetime.timedelta(days=SOON))
    for task in due.select_related("partnership")[:MOST]:
        late = (today - task.due_on).days
        when = f"It is {late} day{'' if late == 1 else 's'} late" if late > 0 else f"By {day_words(task.due_on)}"
        yield Todo(
            title=task.title,
            sentence=f"{when}. A task of “{task.partnership}”.",
            url=f"{reverse('partnerships:tasks', args=[task.partnership_id])}?show=mine",
            button="See the task",
            due=task.due_on,
        )
