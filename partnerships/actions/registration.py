"""A registration of interest from the moment it is sent: confirmed, changed, paused, renewed, ended.

What Forum staff decide about it is in partnerships/actions/moderation.py.
"""

import datetime
from typing import Any, TypeVar

from django.core import signing
from django.db import transaction
from django.utils import timezone

from accounts.actions import confirmed_user, join_school
from accounts.models import User
from core import events
from core.errors import ActionRefused
from core.transitions import lock, move
from partnerships import listeners
from partnerships.actions.draft import check_letters
from partnerships.actions.introduction import close_introductions_of
from partnerships.messages import registration as messages
from partnerships.models import ActivityType, Contact, Draft, Need, Offer, Registration, Subject, Value
from partnerships.models.registration import ContactDetails, academic_year_of
from partnerships.registering.answers import Answers, answers_of, first_unanswered, kept, sector_of
from partnerships.registering.privacy import delete_with_answers
from schools.models import Network, School
from schools.year_groups import YearGroups

Status = Registration.Status
L = TypeVar("L", Need, Offer)

CONFIRM_SALT = "registration-confirm"
CONFIRM_DAYS = 7
KEEP_UNCONFIRMED = datetime.timedelta(days=30)
RENEWAL_OPENS = (6, 1)  # month and day: from June a registration may be renewed for the coming school year
REMIND_DAYS_BEFORE = [14, 3]  # besides the first of June


class Unfinished(ActionRefused):
    """A step is not answered, or its answer can no longer stand."""


class AlreadyStanding(ActionRefused):
    """The school has a registration for this year: join it instead."""

    def __init__(self, standing: Registration) -> None:
        self.standing = standing
        super().__init__(
            f"{standing.school} is registered already. Join your school's team to work on its registration."
        )


class NotNow(ActionRefused):
    """The registration is not in a state in which this may happen."""


# --- Sending and confirming -------------------------------------------------------------------------------------------
@transaction.atomic
def send_registration(*, draft: Draft, by: User | None = None) -> Registration:
    """Make a registration of a finished draft. Sending the same draft twice gives the same registration.

    Signed in (`by`), it goes to Forum staff; otherwise a link to confirm the address goes to the lead contact.
    Raises Unfinished, AlreadyStanding, TooManyLetters.
    """
    draft = lock(draft)
    if draft.registration is not None:
        return draft.registration
    if first_unanswered(draft.answers) is not None:
        raise Unfinished("Something is still to be answered. Go through the steps again.")
    # The school's row is the lock of its registrations: of two that are sent at once the second sees the first.
    school = lock(School.objects.get(urn=draft.answers["school"]["urn"]))
    check_none_stands(school)
    year = academic_year_of(timezone.localdate())
    registration = Registration(
        school=school,
        sector=sector_of(school, draft.answers["school"]),
        academic_year=year,
        expires_on=last_day_of(year),
        status=Status.UNCONFIRMED,
        lead=by,
        consented_at=timezone.now(),
    )
    apply_answers(registration, draft.answers)
    draft.registration, draft.sent_at = registration, timezone.now()
    draft.save(update_fields=["registration", "sent_at"])
    if by is None:
        send_confirmation(registration=registration)
        events.record(of=registration, kind="registration-sent", sentence="Interest registered; address to confirm.")
    else:
        _hand_over(registration, by, draft.answers["lead"])
    listeners.tell_of_sent(draft, registration)
    return registration


@transaction.atomic
def send_confirmation(*, registration: Registration) -> Registration:
    """E-mail the link that confirms the lead's address, the first time or again. Raises NotNow, TooManyLetters."""
    registration = lock(registration)
    if registration.status != Status.UNCONFIRMED:
        raise NotNow("This address is confirmed already. Sign in to see the registration.")
    lead = registration.contacts.get(kind=ContactDetails.Kind.LEAD)
    check_letters("registration-confirm", lead.email)
    token = signing.dumps(registration.reference, salt=CONFIRM_SALT)
    messages.confirm(registration, email=lead.email, name=lead.name, token=token)
    return registration


def registration_of_token(token: str, *, expired_too: bool = False) -> Registration | None:
    """The registration of a confirmation link; None where it is wrong, older than 7 days or what it names is gone.

    With `expired_too` an old link still names its registration, so that a new link can be sent.
    """
    max_age = None if expired_too else CONFIRM_DAYS * 24 * 60 * 60
    try:
        reference = signing.loads(token, salt=CONFIRM_SALT, max_age=max_age)
    except signing.BadSignature:
        return None
    return Registration.objects.select_related("school").filter(reference=reference).first()


@transaction.atomic
def confirm_registration(*, registration: Registration) -> Registration:
    """The owner of the lead's address confirmed it: make the account, join the school, hand over to Forum staff.

    Pressing twice changes nothing. Where a colleague's registration came first, this one is withdrawn, the person
    asks to join the school's team all the same, and is told: look at the status of what is returned.
    """
    school = lock(registration.school)
    registration = lock(registration)
    if registration.status != Status.UNCONFIRMED:
        return registration
    lead = registration.contacts.get(kind=ContactDetails.Kind.LEAD)
    user = confirmed_user(email=lead.email, name=lead.name, phone=lead.phone)
    draft = Draft.objects.filter(registration=registration).first()
    answer = draft.answers["lead"] if draft else {"role": "staff", "job_title": lead.job_title}
    registration.lead = user
    standing = Registration.objects.standing().filter(school=school).first()
    if standing is None:
        _hand_over(registration, user, answer)
        return registration
    _join(user, school, answer)
    move(registration, Status.WITHDRAWN, allowed=Registration.ALLOWED, refusal="")
    registration.save(update_fields=["status", "lead"])
    events.record(
        of=registration,
        kind="registration-superseded",
        sentence=f"Not sent on, because {standing.reference} stood already.",
        by=user,
    )
    messages.already_standing(registration, standing, email=lead.email, name=lead.name)
    return registration


def _hand_over(registration: Registration, by: User, lead: dict[str, Any]) -> None:
    """To Forum staff, with the person at the school, verified there or not."""
    _join(by, registration.school, lead)
    move(registration, Status.WAITING, allowed=Registration.ALLOWED, refusal="")
    registration.sent_at = timezone.now()
    registration.save(update_fields=["status", "sent_at", "lead"])
    events.record(of=registration, kind="registration-sent", sentence="Sent to Forum staff.", by=by)
    messages.received(registration)


def _join(user: User, school: School, lead: dict[str, Any]) -> None:
    if not user.memberships.current().at(school).exists():
        join_school(user=user, school=school, role=lead["role"], job_title=lead["job_title"], by=user)


def check_none_stands(school: School) -> None:
    """Raise AlreadyStanding where a registration of this school stands, whatever its year: it would be renewed."""
    standing = Registration.objects.standing().filter(school=school).select_related("school").first()
    if standing is not None:
        raise AlreadyStanding(standing)


def last_day_of(academic_year: int) -> datetime.date:
    """31 August at the end of the academic year that begins in `academic_year`."""
    return datetime.date(academic_year + 1, 8, 31)


def apply_answers(registration: Registration, answers: Answers) -> None:
    """Make a registration say what `answers` say (all steps but the school), and save it, also in its history.

    Call inside an action's transaction, with the row locked if it exists. `answers` may leave steps out.
    """
    if "partner" in answers:
        for field in ("partners", "miles", "transport", "capacity"):
            setattr(registration, field, answers["partner"][field])
    if "times" in answers:
        registration.slots = answers["times"]["slots"]
    if "head" in answers:
        registration.head = answers["head"]["head"]
    registration.said = registration.said | kept(answers)
    registration.save()
    if "needs" in answers:
        _replace_lines(registration, Need, answers["needs"])
    if "offers" in answers:
        _replace_lines(registration, Offer, answers["offers"])
    if "values" in answers:
        registration.values.set(Value.objects.filter(slug__in=answers["values"]["values"]))
        registration.networks.set([_local_network(name) for name in answers["values"]["networks"]])
    for name, kind in [("lead", ContactDetails.Kind.LEAD), ("deputy", ContactDetails.Kind.DEPUTY)]:
        if name in answers:
            details = {field: answers[name][field] for field in ("name", "job_title", "email", "phone")}
            Contact.objects.update_or_create(registration=registration, kind=kind, defaults=details)


def _replace_lines(registration: Registration, model: type[L], lines: list[dict[str, Any]]) -> None:
    activities = ActivityType.objects.in_bulk([line["activity"] for line in lines], field_name="slug")
    subjects = Subject.objects.in_bulk([line["subject"] for line in lines if line["subject"]], field_name="slug")
    model.objects.filter(registration=registration).delete()
    model.objects.bulk_create(
        model(
            registration=registration,
            activity=activities[line["activity"]],
            subject=subjects[line["subject"]] if line["subject"] else None,
            year_groups=YearGroups(line["years"]),
            sentence=line["sentence"],
            order=order,
        )
        for order, line in enumerate(lines, start=1)
    )


def _local_network(name: str) -> Network:
    """The local group of this name, however it was capitalised, or a new one."""
    return Network.objects.get_or_create(kind=Network.Kind.LOCAL, name__iexact=name, defaults={"name": name})[0]


# --- What the school does with it -------------------------------------------------------------------------------------
@transaction.atomic
def send_changes(*, draft: Draft, by: User) -> Registration:
    """Put changed answers to a registration. Sending the same draft twice changes nothing more.

    What Forum staff have not approved yet is changed at once (and goes back to them where they asked for a change).
    What is live or paused stays as it is, and the changes wait for Forum staff. Raises Unfinished, NotNow.
    """
    draft = lock(draft)
    if draft.changes is None:
        raise NotNow("This draft is a new registration. Send it from its own page.")
    registration = lock(draft.changes)
    if draft.sent_at:
        return registration
    if first_unanswered(draft.answers) is not None:
        raise Unfinished("Something is still to be answered. Go through the steps again.")
    answers = {name: answer for name, answer in draft.answers.items() if name != "school"}
    draft.sent_at = timezone.now()
    draft.save(update_fields=["sent_at"])
    before = answers_of(registration) | (registration.proposed or {})
    if registration.status in (Status.WAITING, Status.CHANGES):
        _change_at_once(registration, answers, by)
    elif registration.status in (Status.LIVE, Status.PAUSED):
        if any(before.get(name) != answer for name, answer in answers.items()):
            _propose(registration, answers, by)
    else:
        raise NotNow(f"This registration is “{registration.get_status_display()}” and cannot be changed now.")
    listeners.tell_of_sent(draft, registration)
    return registration


def _change_at_once(registration: Registration, answers: Answers, by: User) -> None:
    asked_for = registration.status == Status.CHANGES
    if asked_for:
        move(registration, Status.WAITING, allowed=Registration.ALLOWED, refusal="")
        registration.sent_at = timezone.now()
    apply_answers(registration, answers)
    sentence = "Changed as Forum staff asked, and sent to them again." if asked_for else "Changed while it waited."
    events.record(of=registration, kind="registration-changed", sentence=sentence, by=by)
    if asked_for:
        messages.received(registration)


def _propose(registration: Registration, answers: Answers, by: User) -> None:
    registration.proposed, registration.proposed_at, registration.proposed_by = answers, timezone.now(), by
    registration.save(update_fields=["proposed", "proposed_at", "proposed_by"])
    events.record(of=registration, kind="registration-change-proposed", sentence="Changes sent to Forum staff.", by=by)
    messages.changes_received(registration)


@transaction.atomic
def pause_registration(*, registration: Registration, by: User) -> Registration:
    """Take a live registration out of matching and off the public page for a while. Raises StatusNotAllowed."""
    registration = lock(registration)
    if registration.status == Status.PAUSED:
        return registration
    _move(registration, Status.PAUSED, "Only a live registration can be paused.")
    events.record(of=registration, kind="registration-paused", sentence="Paused.", by=by)
    messages.paused(registration)
    return registration


@transaction.atomic
def resume_registration(*, registration: Registration, by: User) -> Registration:
    """Make a paused registration live again. Raises StatusNotAllowed, NotNow where its year is over."""
    registration = lock(registration)
    if registration.status == Status.LIVE:
        return registration
    if registration.status != Status.PAUSED:
        raise NotNow("Only a paused registration can be started again.")
    if registration.expires_on < timezone.localdate():
        raise NotNow("Its school year is over. Renew it instead.")
    _move(registration, Status.LIVE, "Only a paused registration can be started again.")
    events.record(of=registration, kind="registration-resumed", sentence="Live again.", by=by)
    messages.resumed(registration)
    return registration


@transaction.atomic
def withdraw_registration(*, registration: Registration, by: User) -> Registration:
    """End a registration for good; changes that wait for Forum staff go with it. Raises StatusNotAllowed."""
    registration = lock(registration)
    if registration.status == Status.WITHDRAWN:
        return registration
    registration.proposed = registration.proposed_at = registration.proposed_by = None
    _move(
        registration,
        Status.WITHDRAWN,
        f"This registration is “{registration.get_status_display()}” already.",
        "proposed",
        "proposed_at",
        "proposed_by",
    )
    close_introductions_of(registration=registration, by=by)
    events.record(of=registration, kind="registration-withdrawn", sentence="Withdrawn by the school.", by=by)
    messages.withdrawn(registration)
    return registration


def may_be_renewed(registration: Registration) -> bool:
    """Live or paused from June of its year, or lapsed, and not renewed yet for the year that one registers for now."""
    if registration.status not in (Status.LIVE, Status.PAUSED, Status.LAPSED):
        return False
    return registration.academic_year < academic_year_of(timezone.localdate())


@transaction.atomic
def renew_registration(*, registration: Registration, by: User) -> Registration:
    """Let a registration stand for the coming school year (the present one, where it lapsed), and be live.

    Raises NotNow where it is too early or something else stands for the school, AlreadyStanding.
    """
    school = lock(registration.school)
    registration = lock(registration)
    year = academic_year_of(timezone.localdate())
    if registration.status == Status.LIVE and registration.academic_year == year:
        return registration
    if not may_be_renewed(registration):
        raise NotNow("It can be renewed from 1 June, for the school year that begins in September.")
    if registration.status == Status.LAPSED:
        check_none_stands(school)
    registration.academic_year, registration.expires_on = year, last_day_of(year)
    fields = ["academic_year", "expires_on"]
    if registration.status == Status.LIVE:
        registration.save(update_fields=fields)
    else:
        _move(registration, Status.LIVE, "This registration cannot be renewed.", *fields)
    events.record(
        of=registration, kind="registration-renewed", sentence=f"Renewed for {registration.year_words}.", by=by
    )
    messages.renewed(registration)
    return registration


def _move(registration: Registration, to: Status, refusal: str, *fields: str) -> None:
    move(registration, to, allowed=Registration.ALLOWED, refusal=refusal)
    registration.save(update_fields=["status", *fields])


# --- What happens by itself -------------------------------------------------------------------------------------------
def lapse_registrations() -> int:
    """End registrations whose school year is over and that were not renewed."""
    due = Registration.objects.filter(
        status__in=[Status.LIVE, Status.PAUSED, Status.CHANGES], expires_on__lt=timezone.localdate()
    )
    return sum(_lapse(registration) for registration in list(due.order_by("expires_on", "pk")))


@transaction.atomic
def _lapse(registration: Registration) -> int:
    registration = lock(registration)
    if registration.expires_on >= timezone.localdate():
        return 0  # renewed a moment ago
    if registration.status in (Status.LIVE, Status.PAUSED):
        registration.proposed = registration.proposed_at = registration.proposed_by = None
        _move(registration, Status.LAPSED, "", "proposed", "proposed_at", "proposed_by")
        close_introductions_of(registration=registration, by=None)
        events.record(of=registration, kind="registration-lapsed", sentence="Lapsed: it was not renewed.")
        messages.lapsed(registration)
        return 1
    if registration.status == Status.CHANGES:
        _move(registration, Status.WITHDRAWN, "")
        events.record(
            of=registration,
            kind="registration-ended-unanswered",
            sentence="Ended: the school year was over before the change that was asked for came.",
        )
        messages.ended_unanswered(registration)
        return 1
    return 0


def remind_to_renew() -> int:
    """Ask schools to renew their registration: in June, and 14 and 3 days before it lapses."""
    today = timezone.localdate()
    standing = Registration.objects.filter(
        status__in=[Status.LIVE, Status.PAUSED],
        expires_on__gte=today,
        expires_on__lte=today + datetime.timedelta(days=100),
    ).select_related("school")
    return sum(_remind(registration, today) for registration in list(standing.order_by("expires_on", "pk")))


@transaction.atomic
def _remind(registration: Registration, today: datetime.date) -> int:
    """The latest reminder that is due, whether or not earlier ones went; its key lets it go once."""
    last_day = registration.expires_on
    due = {"june": datetime.date(last_day.year, *RENEWAL_OPENS)}
    due |= {f"{days}-days": last_day - datetime.timedelta(days=days) for days in REMIND_DAYS_BEFORE}
    names = [name for name, day in due.items() if day <= today]
    if not names:
        return 0
    key = f"renew-{registration.reference}-{registration.academic_year}-{names[-1]}"
    return int(messages.renew_soon(registration, key=key) > 0)


@transaction.atomic
def purge_unconfirmed() -> int:
    """Delete registrations whose e-mail address was not confirmed within 30 days."""
    old = Registration.objects.filter(status=Status.UNCONFIRMED, created_at__lt=timezone.now() - KEEP_UNCONFIRMED)
    Draft.objects.filter(registration__in=old).delete()
    return delete_with_answers(old)
