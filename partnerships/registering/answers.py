"""The answers of the registration form, as a draft holds them, and back again.

`Draft.answers` maps a step's name to JSON:

    school   {"urn": int, "sector": "state" | "independent"}
    needs    [{"activity": slug, "subject": slug or None, "years": bits of YearGroups, "sentence": str}, …]
    offers   the same (needs are one at least); [] says "not sure yet"
    partner  {"partners": Registration.Partners, "miles": int, "transport": Registration.Transport, "capacity": int}
    times    {"slots": bits of partnerships/slots.py}
    values   {"values": [slug, …], "networks": [name, …]}
    lead     {"name", "job_title", "role": accounts Role, "email", "phone"}
    head     {"head": Registration.Head}
    deputy   {"name", "job_title", "email", "phone"}

Without a key its step was not answered yet. Nothing here is trusted because it was stored: lists change under a draft.
"""

from typing import Any

from accounts.models import Role
from partnerships.models import ActivityType, Registration, Subject
from partnerships.models.line import Line
from partnerships.models.registration import ContactDetails
from schools.models import Network, School, Sector

Answers = dict[str, Any]

CONTACTS = ["lead", "deputy"]
LONGEST_SENTENCE = 400
MOST_LINES = 6  # needs, and as many offers
ORDER = ["school", "needs", "offers", "partner", "times", "values", "lead", "head", "deputy"]


def first_unanswered(answers: Answers) -> str | None:
    """The name of the first step that has no answer that can stand today; None where all have."""
    return next((name for name in ORDER if not stands(name, answers)), None)


def stands(name: str, answers: Answers) -> bool:
    """Whether a step is answered, and with what the register and the lists still know."""
    if name not in answers:
        return False
    answer = answers[name]
    if name == "school":
        return any(school.is_open for school in School.objects.filter(urn=answer["urn"]))
    if name in ("needs", "offers"):
        return (bool(answer) or name == "offers") and _known(answer)
    if name == "deputy":  # the lead may have changed after it
        return answer["email"].lower() != answers.get("lead", {}).get("email", "").lower()
    return True


def _known(lines: list[dict[str, Any]]) -> bool:
    activities = {line["activity"] for line in lines}
    subjects = {line["subject"] for line in lines} - {None}
    return ActivityType.objects.filter(slug__in=activities).count() == len(activities) and Subject.objects.filter(
        slug__in=subjects
    ).count() == len(subjects)


def sector_of(school: School, answer: dict[str, Any]) -> str:
    """The sector as the register says; as the person chose where the register calls it "other"."""
    return school.sector if school.sector != Sector.OTHER else answer["sector"]


def kept(answers: Answers) -> Answers:
    """The answers as a registration's history keeps them: without the school, which stays, and telephone numbers.

    E-mail addresses are among them, because by these a contact is found who asks to be forgotten.
    """
    said = {step: answers[step] for step in ORDER[1:] if step in answers}
    for kind in CONTACTS:
        if kind in said:
            said[kind] = {name: value for name, value in said[kind].items() if name != "phone"}
    return said


def answers_of(registration: Registration) -> Answers:
    """What a registration says, as answers: to change them, to show them, to compare them with proposed ones."""
    contacts = {contact.kind: contact for contact in registration.contacts.all()}
    answers: Answers = {
        "school": {"urn": registration.school.urn, "sector": registration.sector},
        "needs": [_line(need) for need in registration.needs.all()],
        "offers": [_line(offer) for offer in registration.offers.all()],
        "partner": {
            "partners": registration.partners,
            "miles": registration.miles,
            "transport": registration.transport,
            "capacity": registration.capacity,
        },
        "times": {"slots": registration.slots},
        "values": {
            "values": [value.slug for value in registration.values.all()],
            "networks": [n.name for n in registration.networks.all() if n.kind == Network.Kind.LOCAL],
        },
        "head": {"head": registration.head},
    }
    for name, kind in [("lead", ContactDetails.Kind.LEAD), ("deputy", ContactDetails.Kind.DEPUTY)]:
        if kind in contacts:
            contact = contacts[kind]
            fields = ["name", "job_title", "email", "phone"]
            answers[name] = {field: getattr(contact, field) for field in fields}
    if "lead" in answers:
        answers["lead"]["role"] = _role_of(registration)
    return answers


def _line(line: Line) -> dict[str, Any]:
    return {
        "activity": line.activity.slug,
        "subject": line.subject.slug if line.subject else None,
        "years": int(line.year_groups),
        "sentence": line.sentence,
    }


def _role_of(registration: Registration) -> str:
    if registration.lead is None:  # not confirmed yet: what was said in the form
        draft = getattr(registration, "made_from", None)
        return draft.answers["lead"]["role"] if draft else Role.STAFF
    membership = next((m for m in registration.lead.memberships.all() if m.school_id == registration.school_id), None)
    return membership.role if membership else Role.STAFF
