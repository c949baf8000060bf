"""Letters about who joins a partnership, who leaves it, and who carries it.

Before every school has said yes they name schools, never people of another school.
"""

from collections.abc import Iterable

from django.core import signing
from django.urls import reverse

from accounts.models import User
from notifications import outbox
from partnerships.introducing import day_words
from partnerships.messages.contacts import link
from partnerships.messages.partners import addresses_of, once_each, page_of
from partnerships.models import Partner, Partnership, Proposal
from partnerships.proposing import (
    OF_SCHOOLS,
    asking_school,
    awaited,
    in_words,
    names_oneself,
    present_schools,
    who_answers_for_newcomer,
    who_confirms,
)

Kind = Proposal.Kind
JOIN_SALT = "partnerships.join"
UNSEEN = "Names, e-mail addresses and telephone numbers stay hidden until every school has said yes."


def asked(proposal: Proposal) -> None:
    """To whoever answers now: what is asked, and by when."""
    by, partnership, school = day_words(proposal.answer_by), proposal.partnership, proposal.school
    asker = asking_school(proposal)
    match proposal.kind:
        case Kind.LEAD | Kind.DEPUTY:
            post = "lead" if proposal.kind == Kind.LEAD else "deputy lead"
            who = f"{proposal.user} offers to be" if names_oneself(proposal) else "You have been asked to be"
            subject = f"{partnership}: {who.lower() if who.startswith('You') else who} {post}"
            said = [
                f"{who} the {post} of {school} in the partnership “{partnership}”. Answer by {by}.",
                "Until then everything stays as it is.",
            ]
        case Kind.LEAVE:
            subject = f"{partnership}: confirm that {school} leaves, by {by}"
            said = [
                f"A colleague has asked that {school} leave the partnership “{partnership}”. A second person of "
                f"{school} confirms it, or says no. Answer by {by}. The other schools do not know of it yet.",
                "They write:",
                proposal.words,
            ]
        case Kind.JOIN:
            subject = f"{partnership}: may {school} join? Answer by {by}"
            said = [
                f"{asker} would like {school} to join the partnership “{partnership}”. Every school in it is asked "
                f"first, and then {school}. Answer by {by}.",
                "They write:",
                proposal.words,
            ]
        case _:
            subject = f"{partnership}: {asker} asks to end it. Answer by {by}"
            said = [
                f"{asker} has asked to end the partnership “{partnership}” for all schools. It ends when every school "
                f"has said yes. Answer by {by}.",
                "They write:",
                proposal.words,
            ]
    _post(
        _asked_now(proposal),
        kind="proposal-asked",
        subject=subject,
        paragraphs=[*said, "Answer here:", _page(proposal)],
        why=_why(partnership),
    )


def newcomer_asked(proposal: Proposal) -> None:
    """To the school that may join: every school there has said yes. Where nobody has an account, to the address given,
    with a link that leads to one."""
    people = who_answers_for_newcomer(proposal)
    schools, by = in_words(present_schools(proposal.partnership)), day_words(proposal.answer_by)
    said = [
        f"{schools} work together in the partnership “{proposal.partnership}”, and would like {proposal.school} to "
        f"join. All of them have said yes. Answer by {by}.",
        "They write:",
        proposal.words,
    ]
    subject = f"{schools} invite {proposal.school} to join their partnership: answer by {by}"
    if people:
        _post(
            [user.email for user in people],
            kind="proposal-newcomer",
            subject=subject,
            paragraphs=[*said, "Read what it is about, and say yes or no, here:", _page(proposal), UNSEEN],
            why=f"You get this because you can answer for {proposal.school}.",
        )
        return
    token = signing.dumps(proposal.pk, salt=JOIN_SALT)
    _post(
        [proposal.email],
        kind="proposal-newcomer",
        subject=subject,
        paragraphs=[
            *said,
            "Nobody who could answer for your school has an account here yet. This link says what to do. It takes a "
            f"few minutes, and works until {by}:",
            link(reverse("partnerships:join_link", args=[token])),
            UNSEEN,
        ],
        why=f"You get this because one of the schools gave this address as that of somebody at {proposal.school}. "
        "If that is wrong, you need do nothing.",
    )


def reminder(proposal: Proposal) -> int:
    """To whoever has yet to answer, a week before the last day; once. How many letters were posted."""
    by = day_words(proposal.answer_by)
    return _post(
        _asked_now(proposal),
        kind="proposal-reminder",
        subject=f"{proposal.partnership}: an answer is due by {by}",
        paragraphs=[
            f"{in_words(awaited(proposal))} has yet to answer what was asked in the partnership "
            f"“{proposal.partnership}”. {by} is the last day; after it what was asked lapses.",
            "Answer here:",
            _page(proposal),
        ],
        why=_why(proposal.partnership),
        key=f"proposal-reminder-{proposal.pk}",
    )


def refused(proposal: Proposal, by: User, who: str) -> None:
    """To the school that asked, and to those that said yes: one said no."""
    no = proposal.answers.filter(yes=False).first()
    _post(
        _concerned(proposal, but=by),
        kind="proposal-refused",
        subject=f"{proposal.partnership}: {_what(proposal)} was not agreed",
        paragraphs=[
            f"{who} said no to what was asked in the partnership “{proposal.partnership}”: {_what(proposal)}. "
            "Everything stays as it was.",
            *(["They write:", no.words] if no and no.words else []),
            page_of(proposal.partnership),
        ],
        why=_why(proposal.partnership),
    )


def withdrawn(proposal: Proposal, people: list[str], by: User) -> None:
    """To `people`, who would have answered: it was taken back."""
    _post(
        [address for address in people if address.lower() != by.email.lower()],
        kind="proposal-withdrawn",
        subject=f"{proposal.partnership}: taken back, no answer is needed",
        paragraphs=[
            f"What was asked in the partnership “{proposal.partnership}” ({_what(proposal)}) was taken back. "
            "You need not answer it.",
        ],
        why=_why(proposal.partnership),
    )


def lapsed(proposal: Proposal, people: list[str], missing: str) -> None:
    """To the school that asked, and to `people` who had yet to answer."""
    _post(
        [*_concerned(proposal), *people],
        kind="proposal-lapsed",
        subject=f"{proposal.partnership}: {_what(proposal)} has lapsed",
        paragraphs=[
            f"What was asked in the partnership “{proposal.partnership}” ({_what(proposal)}) was to be answered by "
            f"{day_words(proposal.answer_by)}. {missing} did not answer, so it has lapsed and everything stays as it "
            "was.",
            "If it is still wanted, ask again: it takes a minute.",
        ],
        why=_why(proposal.partnership),
    )


def person_changed(partner: Partner, post: str, former: list[str], by: User | None) -> None:
    """To the other schools, to this one's other people, and to `former`, who carried it: somebody else does now."""
    said = [
        f"{partner.school} has a new {post} in the partnership “{partner.partnership}”. Who it is, and how to reach "
        "them, is here:",
        page_of(partner.partnership),
    ]
    _post(
        _but([*_everybody(partner.partnership), *former], by),
        kind="people-changed",
        subject=f"{partner.partnership}: {partner.school} has a new {post}",
        paragraphs=said,
        why=_why(partner.partnership),
    )


def stepped_down(partner: Partner, post: str, by: User) -> None:
    """To every school's people, and to whoever can name somebody at this one: the post is empty."""
    own = [user.email for user in who_confirms(partner, kind=Kind.LEAD, but=by)]
    _post(
        _but([*_everybody(partner.partnership), *own], by),
        kind="people-stepped-down",
        subject=f"{partner.partnership}: {partner.school} has no {post} now",
        paragraphs=[
            f"The {post} of {partner.school} in the partnership “{partner.partnership}” has stepped down, and nobody "
            "is named instead yet. A partnership that hangs on one person stops when that person does: name somebody "
            "soon.",
            page_of(partner.partnership),
        ],
        why=_why(partner.partnership),
    )


def joined(partner: Partner) -> None:
    """To every school: another is with them, and how to reach it."""
    _post(
        _everybody(partner.partnership),
        kind="partner-joined",
        subject=f"{partner.school} has joined “{partner.partnership}”",
        paragraphs=[
            f"Every school has said yes: {partner.school} is now in the partnership “{partner.partnership}” with "
            f"{in_words(school for school in present_schools(partner.partnership) if school != partner.school)}.",
            "Whom to write to at each school, what it needs and what it offers, is here:",
            page_of(partner.partnership),
        ],
        why=_why(partner.partnership),
    )


def left(partner: Partner, people: list[str], words: str) -> None:
    """To the schools that stay, and to `people` who carried it at the school that has left."""
    partnership = partner.partnership
    _post(
        _everybody(partnership),
        kind="partner-left",
        subject=f"{partner.school} has left “{partnership}”",
        paragraphs=[
            f"{partner.school} has left the partnership “{partnership}”. It no longer sees what is in it.",
            *(["They write:", words] if words else []),
            "See what that changes in your plans here:",
            page_of(partnership),
        ],
        why=_why(partnership),
    )
    _post(
        people,
        kind="partner-left",
        subject=f"{partner.school} has left “{partnership}”",
        paragraphs=[
            f"{partner.school} has left the partnership “{partnership}”, as its own people decided. "
            "You no longer see its pages, and the other schools no longer see your contact details there.",
        ],
        why=f"You get this because you carried it at {partner.school}.",
    )


def people_asked(proposal: Proposal) -> list[str]:
    """The addresses of whoever would answer it now."""
    return list(_asked_now(proposal))


def _asked_now(proposal: Proposal) -> Iterable[str]:
    waiting = {school.pk for school in awaited(proposal)}
    partners = {partner.school_id: partner for partner in proposal.partnership.partners.all()}
    if proposal.kind in OF_SCHOOLS:
        if proposal.kind == Kind.JOIN and proposal.school_id in waiting:
            people = who_answers_for_newcomer(proposal)
            return [user.email for user in people] or list(filter(None, [proposal.email]))
        return [address for pk in waiting for address in addresses_of(partners[pk])]
    if proposal.kind == Kind.LEAVE or names_oneself(proposal):
        partner = partners[proposal.school_id or 0]
        return [user.email for user in who_confirms(partner, kind=proposal.kind, but=proposal.asked_by)]
    return [proposal.user.email] if proposal.user else []


def _concerned(proposal: Proposal, but: User | None = None) -> list[str]:
    """Whoever asked, and with what concerns every school the people of those that said yes."""
    found = [proposal.asked_by.email] if proposal.asked_by and proposal.asked_by.is_active else []
    if proposal.kind in OF_SCHOOLS:
        yes = {answer.school_id for answer in proposal.answers.all() if answer.yes}
        for partner in proposal.partnership.partners.present().select_related("school", "lead", "deputy"):
            found += addresses_of(partner) if partner.school_id in yes else []
    return _but(found, but)


def _everybody(partnership: Partnership) -> list[str]:
    present = partnership.partners.present().select_related("school", "lead", "deputy")
    return [address for partner in present for address in addresses_of(partner)]


def _but(addresses: list[str], by: User | None) -> list[str]:
    return [address for address in addresses if by is None or address.lower() != by.email.lower()]


def _what(proposal: Proposal) -> str:
    """What was asked, as the end of a sentence and without a person's name."""
    match proposal.kind:
        case Kind.LEAD:
            return f"a new lead of {proposal.school}"
        case Kind.DEPUTY:
            return f"a new deputy lead of {proposal.school}"
        case Kind.JOIN:
            return f"that {proposal.school} joins"
        case Kind.LEAVE:
            return f"that {proposal.school} leaves"
        case _:
            return "that the partnership ends"


def _page(proposal: Proposal) -> str:
    return link(proposal.get_absolute_url())


def _why(partnership: Partnership) -> str:
    return f"You get this because you act for one of the schools in the partnership “{partnership}”."


def _post(
    addresses: Iterable[str], *, kind: str, subject: str, paragraphs: list[str], why: str, key: str | None = None
) -> int:
    text = "\n\n".join([*filter(None, paragraphs), why, "ISSP Portal"]) + "\n"
    once = {address.lower(): address for address in addresses}
    posted = 0
    for lower, address in once.items():
        own_key = once_each(key, lower) if key else None
        posted += outbox.post(kind=kind, to=address, subject=subject, text=text, key=own_key) is not None
    return posted
