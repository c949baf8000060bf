"""Filling an empty portal with the demo, through the same actions that people's clicks call."""

import datetime
from pathlib import Path

from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.actions import change_role, confirmed_user, join_school
from accounts.models import ForumRole, Role, User
from agreements.actions.drafting import agree_clause, begin_mou, change_clause, comment, leave_out_clause
from agreements.actions.sharing import agree_to_share, ask_to_share, share_mou
from agreements.actions.signing import send_for_signature, sign
from agreements.models import Mou, MouClause, Signatory, TemplateVersion
from casestudies.actions.confirming import confirm_case_study, send_case_study
from casestudies.actions.media import add_attachment, add_picture
from casestudies.actions.moderation import feature_edition, publish_case_study
from casestudies.actions.replication import replicate
from casestudies.actions.talk import add_comment
from casestudies.actions.writing import begin_case_study, name_schools, save_section
from casestudies.editions import content_of, fingerprint
from casestudies.models import CaseStudy, Edition
from core.errors import ActionRefused
from demo.agreements import HALF_SETTLED, SIGNED, Agreement, Words
from demo.best_practice import STUDIES, UNDER_WAY, Study
from demo.interest import INTERESTS, Interest
from demo.news import EVENTS, NEWS
from demo.people import FORUM, PASSWORD, PEOPLE, TOTP_SECRET, Person, at, sign_ins
from demo.places import KINDS, SCHOOLS, Place
from editorial.actions import keep_entry
from editorial.models import Article, ForumEvent
from notifications.models import Message
from partnerships.actions.introduction import (
    accept_introduction,
    ask_for_introduction,
    broker_introduction,
    decline_introduction,
    lapse_introductions,
    withdraw_introduction,
)
from partnerships.actions.moderation import approve_registration, ask_for_change
from partnerships.actions.partnership import change_partnership, change_success
from partnerships.actions.registration import lapse_registrations, pause_registration, send_registration
from partnerships.actions.stage import start_running
from partnerships.actions.work import add_note, add_task, finish_task
from partnerships.models import Draft, Introduction, Partner, Partnership, Registration
from schools.models import LocalAuthority, Network, School
from schools.search import fill_search_columns

PICTURES = Path(__file__).parent / "pictures"
FILES = Path(__file__).parent / "files"


class RealData(ActionRefused):
    """The database has schools or people who are not of the demo."""


def is_loaded() -> bool:
    """The demo is loaded as a whole or not at all, so one of its people stands for all."""
    return User.objects.filter(email=FORUM[0].email).exists()


@transaction.atomic
def load_demo() -> None:
    """Load everything. Does nothing where the demo is there already. Raises RealData."""
    if is_loaded():
        return
    if School.objects.exists() or User.objects.exists():
        raise RealData("This database has schools or people in it. The demo loads only into an empty one.")
    for place in SCHOOLS:
        add_school(place)
    password = make_password(PASSWORD)  # once: it is slow on purpose
    for of_forum in FORUM:
        user = confirmed_user(email=of_forum.email, name=of_forum.name)
        user.forum_role, user.password = of_forum.role, password
        user.save(update_fields=["forum_role", "password"])
        TOTP.activate(user, TOTP_SECRET)
    for person in PEOPLE:
        add_person(person, password)
    for interest in INTERESTS:
        add_interest(interest)
    add_introductions()
    for agreement in (HALF_SETTLED, SIGNED):
        add_agreement(agreement)
    for study in STUDIES + UNDER_WAY:
        add_case_study(study)
    add_news()
    # Nobody waits for the mail that all this caused. What went to those whom a new user can be is kept to be read.
    Message.objects.exclude(to__in=[person.email for person in sign_ins()]).delete()
    Message.objects.update(status=Message.Status.SENT, sent_at=timezone.now())


def add_school(place: Place) -> School:
    type_name, sector, phase = KINDS[place.kind]
    code, name = place.area.authority
    school = School(
        urn=place.urn,
        name=place.name,
        sector=sector,
        type_name=type_name,
        phase=phase,
        low_age=place.ages[0],
        high_age=place.ages[1],
        gender=place.gender,
        religious_character=place.faith,
        boarders=place.boarders,
        pupils=place.pupils,
        street=place.street,
        locality=place.village,
        town=place.area.town,
        postcode=place.postcode,
        website=place.website,
        domain=place.domain,
        local_authority=LocalAuthority.objects.get_or_create(code=code, defaults={"name": name})[0],
        region=place.area.region,
        easting=place.area.easting + place.at[0],
        northing=place.area.northing + place.at[1],
    )
    fill_search_columns(school)
    school.save()
    for kind, network in [(Network.Kind.TRUST, place.trust), (Network.Kind.DIOCESE, place.diocese)]:
        if network:
            school.networks.add(Network.objects.get_or_create(kind=kind, name=network)[0])
    return school


def add_person(person: Person, password: str) -> User:
    """With a confirmed address and at their school; a headteacher's or chair's role is given by the Forum."""
    user = confirmed_user(email=person.email, name=person.name)
    user.password = password
    user.save(update_fields=["password"])
    membership = join_school(
        user=user, school=School.objects.get(urn=person.urn), role=person.role, job_title=person.job, by=user
    )
    if person.role in (Role.HEADTEACHER, Role.CHAIR):
        change_role(membership=membership, role=person.role, by=of_the_forum(ForumRole.MODERATOR))
    return user


def of_the_forum(role: ForumRole) -> User:
    return User.objects.get(email=next(person.email for person in FORUM if person.role == role))


def user_of(person: Person) -> User:
    return User.objects.get(email=person.email)


def contact(person: Person, number: int) -> dict[str, str]:
    """Telephone numbers are of the range that is kept for drama."""
    return {"name": person.name, "job_title": person.job, "email": person.email, "phone": f"01632 960{number:03d}"}


def add_interest(interest: Interest) -> Registration:
    """Sent by its lead, then decided by the moderator as far as its state asks."""
    moderator = of_the_forum(ForumRole.MODERATOR)
    school = School.objects.get(urn=interest.urn)
    if interest.state == "unconfirmed":
        lead = {"name": "Samuel Groves", "job_title": "Head of mathematics", "email": "s.groves@mailbox.example"}
        deputy = {"name": "Anna Lisle", "job_title": "Deputy head", "email": "a.lisle@mailbox.example", "phone": ""}
        by, lead = None, {**lead, "phone": "", "role": Role.STAFF}
    else:
        person = at(interest.urn, Role.COORDINATOR, Role.HEADTEACHER)
        second = at(interest.urn, *({Role.STAFF, Role.HEADTEACHER} - {person.role}))
        by = user_of(person)
        lead = {**contact(person, interest.urn % 1000), "role": person.role}
        deputy = contact(second, interest.urn % 1000 + 400)
    answers = {
        "school": {"urn": school.urn, "sector": school.sector},
        "needs": interest.needs,
        "offers": interest.offers,
        "partner": {
            "partners": interest.partners,
            "miles": interest.miles,
            "transport": interest.transport,
            "capacity": interest.capacity,
        },
        "times": {"slots": interest.slots},
        "values": {"values": interest.values, "networks": interest.networks},
        "head": {"head": interest.head},
        "lead": lead,
        "deputy": deputy,
    }
    registration = send_registration(draft=Draft.objects.create(user=by, school=school, answers=answers), by=by)
    if interest.state in ("live", "paused", "lapsed"):
        approve_registration(registration=registration, by=moderator)
    if interest.state == "paused" and by is not None:
        pause_registration(registration=registration, by=by)
    if interest.state == "changes":
        ask_for_change(registration=registration, by=moderator, words=interest.words)
    if interest.state == "lapsed":
        # Only time brings this about, and the demo is made in a moment: as if it had been sent a year ago.
        year_before = registration.academic_year - 1
        Registration.objects.filter(pk=registration.pk).update(
            academic_year=year_before,
            expires_on=registration.expires_on.replace(year=registration.expires_on.year - 1),
        )
        lapse_registrations()
    return registration


def registration_at(urn: int) -> Registration:
    return Registration.objects.get(school__urn=urn, status=Registration.Status.LIVE)


def lead_at(urn: int) -> User:
    return user_of(at(urn, Role.COORDINATOR, Role.HEADTEACHER))


def ask(asker: int, asked: int, note: str) -> Introduction:
    return ask_for_introduction(
        asker=registration_at(asker), asked=registration_at(asked), note=note, by=lead_at(asker)
    )


def add_introductions() -> None:
    """One in each state, and two that have become partnerships."""
    # Only time lets one lapse: as if its two weeks had passed. First, so that no other is out of date with it.
    unanswered = ask(
        900101, 900105, "We had a choir until last summer. Could yours help us to begin again, perhaps on Fridays?"
    )
    past = timezone.localdate() - datetime.timedelta(days=1)
    Introduction.objects.filter(pk=unanswered.pk).update(answer_by=past)
    lapse_introductions()
    for asker, asked, note in [
        (
            900109,
            900108,
            "Your pool and our workshop are two miles apart. Shall we talk about Year 7 before Christmas?",
        ),
        (900104, 900106, "Seven of our Year 12 want further mathematics, and our theatre is yours on Thursdays."),
    ]:
        accept_introduction(introduction=ask(asker, asked, note), by=lead_at(asked))
    ask(
        900107,
        900114,
        "Your woodland and our therapist seem made for each other. Could two of us come and see it on a Friday?",
    )
    decline_introduction(
        introduction=ask(900113, 900117, "Could a few of our students join your Saturday physics?"),
        by=lead_at(900117),
        reason="We have promised all our places for this year. Ask us again in May.",
    )
    withdraw_introduction(
        introduction=ask(900202, 900201, "We would like to row, and to do chemistry with our hands."),
        by=lead_at(900202),
        reason="We have lost our minibus and must first find another.",
    )
    brokered = broker_introduction(
        first=registration_at(900203),
        second=registration_at(900205),
        note="You are three miles apart. One of you has Latin, the other listeners. I think you would enjoy it.",
        by=of_the_forum(ForumRole.ADVISER),
    )
    accept_introduction(introduction=brokered, by=lead_at(900205))


def add_agreement(agreement: Agreement) -> Mou:
    """A partnership's workspace, and its MOU as far as it is settled: signed by all and shared where it says how."""
    partnership = Partnership.objects.get(partners__school__urn=agreement.state, stage=Partnership.Stage.FORMING)
    sides = {
        side: partnership.partners.select_related("school", "lead").get(school__urn=urn)
        for side, urn in (("state", agreement.state), ("independent", agreement.independent))
    }
    first = lead_at(agreement.state)
    change_partnership(
        partnership=partnership,
        name=agreement.name,
        need=partnership.need,
        aims=agreement.aims,
        version=partnership.version,
        by=first,
    )
    for side, factors in agreement.success.items():
        change_success(partner=sides[side], success=factors, plan_link="", version=0, by=lead_of(sides[side]))
    template = TemplateVersion.objects.filter(template__slug=agreement.template).order_by("-number").first()
    mou = begin_mou(partnership=partnership, template=template, by=first)
    for clause in mou.clauses.all():
        if clause.slug in agreement.left_out:
            leave_out_clause(clause=clause, by=first)
        elif clause.slug in agreement.clauses:
            settle_clause(clause, agreement.clauses[clause.slug], sides, agreement)
    if agreement.shared:
        sign_and_share(mou, sides, agreement)
    add_work(partnership, sides, agreement)
    return mou


def lead_of(partner: Partner) -> User:
    return lead_at(partner.school.urn)


def settle_clause(clause: MouClause, words: Words, sides: dict[str, Partner], agreement: Agreement) -> None:
    """Written by the state school, agreed by whoever does, talked about, and perhaps opened again."""
    writer = lead_of(sides["state"])
    content = {**clause.content, "text": words.text}
    if words.rows:
        by = (timezone.localdate() + datetime.timedelta(days=30)).isoformat()
        content["rows"] = [
            {"urn": sides[side].school.urn, "gives": gives, "gets": gets, "by": by} for side, gives, gets in words.rows
        ]
    if "ends" in content and agreement.shared:  # it holds since two months, and its review is near
        today = timezone.localdate()
        days = {"begins": -60, "review": 21, "ends": 80}
        content |= {name: (today + datetime.timedelta(days=days)).isoformat() for name, days in days.items()}
    clause = change_clause(clause=clause, content=content, version=clause.version, by=writer)
    for side in words.agreed:
        partner = sides[side]
        clause = agree_clause(clause=clause, partner=partner, version=clause.version, by=lead_of(partner))
    if words.then:
        content = {**clause.content, "text": words.then}
        clause = change_clause(clause=clause, content=content, version=clause.version, by=writer, agree=True)
    for side, said in words.said:
        comment(clause=clause, words=said, mentioned=[], by=lead_of(sides[side]))


def sign_and_share(mou: Mou, sides: dict[str, Partner], agreement: Agreement) -> None:
    """Heads and chairs of governors sign, both schools agree that it is shared, and the Forum shares it."""
    first = lead_of(sides["state"])
    version = send_for_signature(mou=mou, by=first)
    for signatory in version.signatories.select_related("school"):
        role = Role.HEADTEACHER if signatory.role == Signatory.Role.HEAD else Role.CHAIR
        signer = user_of(at(signatory.school.urn, role))
        sign(version=version, signatory=signatory, by=signer, how=Signatory.How.PASSWORD, seen=version.fingerprint)
    shared = ask_to_share(version=version, by=first, **agreement.shared)
    other = sides["independent"]
    agree_to_share(shared=shared, school=other.school, by=lead_of(other), seen=shared.fingerprint)
    share_mou(shared=shared, by=of_the_forum(ForumRole.MODERATOR), seen=shared.fingerprint)
    start_running(partnership=mou.partnership, by=first)


def add_work(partnership: Partnership, sides: dict[str, Partner], agreement: Agreement) -> None:
    """Tasks, some done, and notes, some for one school only."""
    today = timezone.localdate()
    for side, title, days, done in agreement.tasks:
        owner, due = lead_of(sides[side]), today + datetime.timedelta(days=days)
        task = add_task(partnership=partnership, title=title, partner=sides[side], owner=owner, due_on=due, by=owner)
        if done:
            finish_task(task=task, by=owner)
    for side, words, private in agreement.notes:
        add_note(partner=sides[side], words=words, private=private, by=lead_of(sides[side]))


def add_case_study(study: Study) -> CaseStudy:
    """Written by the first school, confirmed by the others, published, copied and talked about, as far as it goes."""
    moderator = of_the_forum(ForumRole.MODERATOR)
    schools = [School.objects.get(urn=urn) for urn in study.urns]
    writer = lead_at(study.urns[0])
    case_study = begin_case_study(school=schools[0], by=writer)
    others = [(school, at(school.urn, Role.COORDINATOR, Role.HEADTEACHER).email) for school in schools[1:]]
    name_schools(case_study=case_study, schools=others, by=writer)
    for name, answers in study.sections.items():
        save_section(case_study=case_study, name=name, answers=answers, seen=0, by=writer)
    if study.picture:
        picture = SimpleUploadedFile(f"{study.picture}.webp", (PICTURES / f"{study.picture}.webp").read_bytes())
        add_picture(case_study=case_study, file=picture, alt=study.alt, permission=True, by=writer)
    for title, name in study.files.items():
        plans = SimpleUploadedFile(name, (FILES / name).read_bytes())
        add_attachment(case_study=case_study, file=plans, title=title, by=writer)
    if study.state == "draft":
        return case_study
    send_case_study(case_study=case_study, by=writer)
    text = fingerprint(content_of(case_study))
    for school in schools[1:]:
        confirm_case_study(case_study=case_study, school=school, by=lead_at(school.urn), seen=text)
    if study.state == "published":
        edition = publish_case_study(case_study=case_study, by=moderator)
        if study.featured:
            feature_edition(edition=edition, by=moderator)
        for urn in study.copied_by:
            replicate(edition=edition, school=School.objects.get(urn=urn), by=lead_at(urn))
        for urn, words, answer in study.said:
            question = add_comment(case_study=case_study, text=words, by=lead_at(urn))
            if answer:
                add_comment(case_study=case_study, text=answer, by=writer, answers=question)
        _as_if_published(edition, weeks_ago=study.weeks)
    return case_study


def _as_if_published(edition: Edition, *, weeks_ago: int) -> None:
    """Only time brings this about, and the demo is made in a moment: one of them is old, the others are not."""
    then = timezone.now() - datetime.timedelta(weeks=weeks_ago)
    review_on = edition.review_on - datetime.timedelta(weeks=weeks_ago)
    Edition.objects.filter(pk=edition.pk).update(published_at=then, edition_at=then, review_on=review_on)


def add_news() -> None:
    """News and events, dated from today."""
    moderator, today = of_the_forum(ForumRole.MODERATOR), timezone.localdate()
    for news in NEWS:
        dated = today - datetime.timedelta(days=news.days_ago)
        entry = Article(title=news.title, slug=news.slug, summary=news.summary, body=news.body, dated=dated)
        keep_entry(entry=entry, published=True, by=moderator)
    for event in EVENTS:
        starts_at = timezone.make_aware(event.starts(today))
        gathering = ForumEvent(
            title=event.title,
            slug=event.slug,
            summary=event.summary,
            body=event.body,
            starts_at=starts_at,
            ends_at=starts_at + datetime.timedelta(hours=2),
            place=event.place,
        )
        keep_entry(entry=gathering, published=True, by=moderator)
