"""Copies: good news for those who wrote the case study, and for the school that copies what is due next.

The first names a school and its place, no person.
"""

from collections.abc import Sequence

from accounts.models import User
from casestudies.following import stop_path
from casestudies.messages.people import schools_of_case, write_to
from casestudies.models import Edition, Replication
from casestudies.replicating import Row, full_day
from notifications import outbox
from partnerships.messages.contacts import link
from schools.models import School


def copied(edition: Edition, school: School) -> int:
    """To the schools that wrote it, once a person and copying school, however often that one begins again."""
    place = school.town or (school.local_authority.name if school.local_authority else "")
    where = f"{school}, {place}," if place else f"{school}"
    return write_to(
        schools_of_case(edition.case_study, writing=True),
        kind="case-study-copied",
        subject=f"{school} is copying “{edition.title}”",
        paragraphs=[
            f"{where} has begun a plan to do what you wrote about in “{edition.title}”. Nothing is asked of you.",
            "Everybody can see on its page how often it is copied, and in which places:",
            link(edition.get_absolute_url()),
            "If they have a question, they ask it there, and you answer there.",
        ],
        key=f"copied-{edition.case_study_id}-{school.pk}",
    )


def steps_due(replication: Replication, rows: Sequence[Row], user: User) -> None:
    """To one of the plan's people: its steps that are late or due within a week, all in one letter."""
    title = replication.case_study.edition.title
    late = [row for row in rows if row.days_late]
    soon = [row for row in rows if not row.days_late]
    stop = link(stop_path(user))
    parts = [
        f"Dear {user}",
        f"In the plan of {replication.school} for “{title}” there is something to see to.",
        *_steps("LATE", late),
        *_steps("DUE WITHIN A WEEK", soon),
        "Tick what is done, or change the day of the first session, from which all dates count back:",
        link(replication.get_absolute_url()),
        f"You get this because you speak for {replication.school}, once a week at most while steps are due. Stop these "
        "letters, and those about what you follow, here, without signing in:",
        stop,
        "ISSP Portal",
    ]
    first = (late or soon)[0].step.title
    more = f" and {len(rows) - 1} more" if len(rows) > 1 else ""
    outbox.post(
        kind="steps-due",
        to=user.email,
        subject=f"{'Late' if late else 'Due'}: “{first}”{more}",
        text="\n\n".join(parts) + "\n",
        stop_url=stop,
    )


def _steps(heading: str, rows: Sequence[Row]) -> list[str]:
    lines = [f"{row.step.title}\nBy {full_day(row.due)}" for row in rows if row.due]
    return [heading, *lines] if lines else []
