"""Letters about a draft, to the leads and deputy leads of the other schools: they name schools, never people.

A school that works through a draft in an afternoon does twenty things: the others get one letter a day that it is at
work, and another only where something that was agreed is open again.
"""

import datetime

from django.utils import timezone

from accounts.models import User
from agreements.drafts import Turns
from agreements.models import ClauseComment, Mou, MouClause
from notifications import outbox
from partnerships.messages.contacts import link
from partnerships.messages.partners import write_to
from partnerships.models import Partner

MORE = "They may go on today: this is the only letter about it today, unless a clause that was agreed is opened again."


def begun(mou: Mou, school: Partner) -> None:
    """To the other schools: there is a draft now."""
    write_to(
        _others(mou, school),
        kind="mou-begun",
        subject=f"{school.school} began your memorandum of understanding",
        paragraphs=[
            f"{school.school} has begun the memorandum of understanding of “{mou.partnership}”, from {mou.begun_from}. "
            "What the portal knows of your schools is filled in. Look through it this week: agree to the clauses that "
            "are right, and change or comment on the others.",
            link(mou.get_absolute_url()),
        ],
        key=f"mou-begun-{mou.pk}",
    )


def clause_changed(mou: Mou, clause: MouClause, school: Partner, *, reopened: bool) -> None:
    """To the other schools: a text is new, and perhaps no longer agreed."""
    if reopened:
        return _open_again(
            mou,
            clause,
            school,
            subject=f"{school.school} changed “{clause.heading}”, which had been agreed",
            words=f"{school.school} changed the wording of “{clause.heading}”. It had been agreed, so it is under "
            "discussion again. Read what is different, then agree, change or comment.",
        )
    return _at_work(
        mou,
        school,
        subject=f"{school.school} changed “{clause.heading}” of your MOU",
        words=f"{school.school} changed the wording of “{clause.heading}”. Read what is different, then agree, change "
        "or comment.",
    )


def clause_reopened(mou: Mou, clause: MouClause, school: Partner) -> None:
    """To the other schools: the text stays, but it is no longer agreed."""
    _open_again(
        mou,
        clause,
        school,
        subject=f"{school.school} reopened “{clause.heading}” of your MOU",
        words=f"{school.school} no longer agrees to “{clause.heading}” as it is. Its text has not changed. See whether "
        "they say why beside it, or ask.",
    )


def clause_agreed(mou: Mou, clause: MouClause, school: Partner) -> None:
    """To the other schools: this one agrees."""
    _at_work(
        mou,
        school,
        subject=f"{school.school} agreed to “{clause.heading}” of your MOU",
        words=f"{school.school} agreed to “{clause.heading}” of your memorandum of understanding.",
    )


def clause_commented(mou: Mou, clause: MouClause, school: Partner) -> None:
    """To the other schools: something was said beside a clause."""
    _at_work(
        mou,
        school,
        subject=f"{school.school} commented on “{clause.heading}” of your MOU",
        words=f"{school.school} commented on “{clause.heading}” of your memorandum of understanding.",
    )


def mentioned(mou: Mou, clause: MouClause, comment: ClauseComment, school: Partner, asked: list[User]) -> None:
    """To those whom a comment mentions, with its words: somebody wants to hear from them."""
    for user in asked:
        text = [
            f"{school.school} mentioned you beside “{clause.heading}” in the memorandum of understanding of "
            f"“{mou.partnership}”:",
            comment.words,
            "Read the clause and answer here:",
            link(f"{mou.get_absolute_url()}#{clause.slug}"),
            "You get this because you are verified at a school of this partnership.",
            "ISSP Portal",
        ]
        outbox.post(
            kind="mou-mentioned",
            to=user.email,
            subject=f"{school.school} asks you about “{clause.heading}”",
            text="\n\n".join(text) + "\n",
        )


def clauses_changed(mou: Mou, school: Partner, subject: str) -> None:
    """To the other schools: a clause more, or one fewer. `subject` says which, without a full stop."""
    _at_work(mou, school, subject=subject, words=f"{subject}.")


def nudge(mou: Mou, turns: Turns) -> None:
    """To the schools with which the draft has been for a fortnight: what waits for them."""
    for partner in turns.with_sides:
        waiting = turns.waiting[partner.pk]
        if waiting:
            words = f"{waiting} clause{'' if waiting == 1 else 's'} of your memorandum of understanding"
            words = f"{words} wait{'s' if waiting == 1 else ''} for {partner.school}"
        else:
            words = f"The next step with your memorandum of understanding is {partner.school}’s"
        write_to(
            [partner],
            kind="mou-nudge",
            subject="Your memorandum of understanding has waited for a fortnight",
            paragraphs=[
                f"{words}. {turns.progress.agreed} of {turns.progress.total} clauses are agreed, and nothing has "
                f"happened since {_day(mou.moved_at)}. A quarter of an hour is enough to answer what is asked. If the "
                "time is wrong, say so to the others in a comment.",
                link(mou.get_absolute_url()),
            ],
            key=f"mou-nudge-{mou.pk}-{timezone.localdate():%Y%m%d}",
        )


def _day(moment: datetime.datetime) -> str:
    return f"{timezone.localtime(moment):%-d %B}"


def _at_work(mou: Mou, school: Partner, *, subject: str, words: str) -> None:
    today = timezone.localdate()
    write_to(
        _others(mou, school),
        kind="mou-moved",
        subject=subject,
        paragraphs=[words, MORE, link(mou.get_absolute_url())],
        key=f"mou-moved-{mou.pk}-{school.pk}-{today:%Y%m%d}",
    )


def _open_again(mou: Mou, clause: MouClause, school: Partner, *, subject: str, words: str) -> None:
    write_to(
        _others(mou, school),
        kind="mou-reopened",
        subject=subject,
        paragraphs=[words, link(f"{mou.get_absolute_url()}#{clause.slug}")],
        key=f"mou-reopened-{clause.pk}-{clause.version}",
    )


def _others(mou: Mou, school: Partner) -> list[Partner]:
    present = mou.partnership.partners.present().select_related("school", "lead", "deputy", "partnership")
    return [partner for partner in present if partner.pk != school.pk]
