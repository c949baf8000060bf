"""The people of the tests that walk every address, and of everything that an address names one.

Brackenfold has a live registration and one of everything. `own_school` is its co-ordinator, `head` its headteacher,
`other_school` works at a school that has a part in none of it. Which addresses there are: tests/permissions.txt.
"""

import datetime
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from accounts.actions import invite_colleague
from accounts.models import ForumRole, Membership, Role, User
from accounts.tests.factories import make_forum, make_member, make_pending, make_user
from core.models import Event
from editorial.models import Article, ForumEvent, Guide, ResearchReport
from editorial.tests.factories import make
from notifications.models import Message
from partnerships.actions.draft import RESUME_SALT
from partnerships.actions.introduction import accept_introduction, ask_for_introduction
from partnerships.actions.registration import CONFIRM_SALT
from partnerships.models import ActivityGroup, ActivityType, Profile, Subject, Value
from partnerships.registering.steps import STEPS
from partnerships.tests.cast import make_draft, waiting_registration
from partnerships.tests.introductions import brackenfold, thornmere
from schools.models import LocalAuthority, Network
from schools.tests.factories import make_independent, make_school
from tests.best_practice import BestPractice
from tests.memoranda import Memoranda
from tests.workspace import Workspace

TABLE = Path(__file__).with_name("permissions.txt")


def rows() -> list[tuple[str, str, list[str]]]:
    """(method, name, answers in the order of ROLES) of the table."""
    lines = [text.partition("#")[0].split() for text in TABLE.read_text(encoding="utf-8").splitlines()]
    return [(words[0], words[1], words[2:]) for words in lines if words]


class Cast:
    """The people, and of everything that an address names one."""

    def __init__(self) -> None:
        ours = brackenfold(make_school(name="Brackenfold Primary School"), capacity=9)
        self.school = ours.school
        friend, asks, may_be_asked = (thornmere(make_independent()) for _ in range(3))
        received = ask_for_introduction(asker=asks, asked=ours, note="May we meet?", by=asks.lead)
        sent = ask_for_introduction(asker=ours, asked=friend, note="May we meet?", by=ours.lead)
        partner = thornmere(make_independent())
        accepted = ask_for_introduction(asker=partner, asked=ours, note="May we meet?", by=partner.lead)
        partnership = accept_introduction(introduction=accepted, by=ours.lead).partnership
        pending = make_pending(self.school)
        invitation = invite_colleague(school=self.school, email="new@mail.example", role=Role.STAFF, by=ours.lead)
        draft = make_draft(make_school(), by=ours.lead)
        waiting = waiting_registration(make_school())
        profile, _ = Profile.objects.get_or_create(school=self.school)
        self.free = make_school()  # of which nobody has said anything
        self.people: dict[str, User | None] = {
            "nobody": None,
            "no_school": make_user(),
            "other_school": make_member(make_school()),
            "own_school": ours.lead,
            "head": make_member(self.school, role=Role.HEADTEACHER),
            "adviser": make_forum(role=ForumRole.ADVISER),
            "moderator": make_forum(role=ForumRole.MODERATOR),
            "administrator": make_forum(role=ForumRole.ADMINISTRATOR),
        }
        urn, pk = {"urn": self.school.urn}, {"pk": draft.pk}
        member = Membership.objects.get(user=self.people["head"], school=self.school).pk
        own = {"reference": ours.reference}
        self.arguments: dict[str, dict[str, Any]] = {
            "schools:school": urn,
            "accounts:join": urn,
            "accounts:leave": urn,
            "accounts:team": urn,
            "accounts:invite": urn,
            "accounts:withdraw_invitation": {**urn, "pk": invitation.pk},
            "accounts:verify": {**urn, "pk": pending.pk},
            "accounts:refuse": {**urn, "pk": pending.pk},
            "accounts:role": {**urn, "pk": member},
            "accounts:remove": {**urn, "pk": member},
            "accounts:invitation": {"token": invitation.token},
            "mfa_remove_webauthn": {"pk": 1},
            "mfa_edit_webauthn": {"pk": 1},
            "partnerships:profile": urn,
            "partnerships:resume": {"token": signing.dumps(str(draft.pk), salt=RESUME_SALT)},
            "partnerships:confirm": {"token": signing.dumps(ours.reference, salt=CONFIRM_SALT)},
            "partnerships:confirm_again": {"token": signing.dumps(ours.reference, salt=CONFIRM_SALT)},
            **dict.fromkeys([name for _, name, _ in rows() if name.startswith("partnerships:registration")], own),
            **dict.fromkeys([name for _, name, _ in rows() if name.startswith("partnerships:register_")], pk),
            "partnerships:register": {},
            "partnerships:register_school": {},
            "partnerships:register_join": urn,
            "partnerships:register_step": {**pk, "name": "partner"},
            "partnerships:register_line": {**pk, "name": "needs", "number": 1},
            "partnerships:register_remove": {**pk, "name": "needs", "number": 1},
            "partnerships:tell_me": own,
            "partnerships:not_for_us": {**own, "other": may_be_asked.reference},
            "partnerships:show_again": {**own, "other": may_be_asked.reference},
            "partnerships:ask": {"reference": may_be_asked.reference},
            "partnerships:introduction": {"pk": received.pk},
            "partnerships:accept": {"pk": received.pk},
            "partnerships:decline": {"pk": received.pk},
            "partnerships:withdraw": {"pk": sent.pk},
            "partnerships:nudge": {"pk": sent.pk},
            "partnerships:partnership": {"pk": partnership.pk},
            "partnerships:change_partnership": {"pk": partnership.pk},
            "partnerships:timeline": {"pk": partnership.pk},
            "partnerships:people": {
                "pk": partnership.pk,
                "partner_pk": partnership.partners.get(school=self.school).pk,
            },
            "admin:partnerships_registration_decide": {"pk": waiting.pk, "name": "approve"},
            "admin:partnerships_introduction_take_back": {"pk": sent.pk},
            "admin:app_list": {"app_label": "partnerships"},
            "admin:view_on_site": {
                "content_type_id": ContentType.objects.get_for_model(self.school).pk,
                "object_id": self.school.pk,
            },
        }
        practice = BestPractice(self.school, ours.lead)
        memoranda = Memoranda(ours, partnership)
        workspace = Workspace(partnership, self.school, received, ours, may_be_asked)
        self.arguments |= practice.arguments | memoranda.arguments | workspace.arguments
        entries = [make(model, picture=model is Article) for model in (Article, ForumEvent, ResearchReport, Guide)]
        for page, entry in zip(["article", "event", "report", "guide"], entries, strict=True):
            self.arguments[f"editorial:{page}"] = {"slug": entry.slug}
        shot = entries[0].picture
        self.arguments["editorial:picture"] = {"pk": shot.pk, "width": shot.widths[0]}
        past = make(ForumEvent, starts_at=timezone.now() - datetime.timedelta(days=400))
        self.arguments["editorial:past_events"] = {"year": past.school_year}
        self.arguments["sitemap_section"] = {"section": "pages"}
        named = Network.objects.create(kind=Network.Kind.LOCAL, name="Calderby heads’ group")
        authority, _ = LocalAuthority.objects.get_or_create(code="900", defaults={"name": "Calderby"})
        shown = [ours, sent, partnership, pending, invitation, profile, self.school, named, authority]
        shown += practice.shown + memoranda.shown + entries
        shown += [self.people["no_school"], Message.objects.first(), Event.objects.first()]
        shown += [model.objects.first() for model in (ActivityGroup, ActivityType, Subject, Value)]
        # Addresses of one name that differ in what they show: the steps of the form, a registration to be decided.
        self.further = [reverse("partnerships:register_step", kwargs={**pk, "name": step.name}) for step in STEPS]
        self.further += [reverse("admin:partnerships_registration_change", args=[waiting.pk])]
        self.further += practice.further + memoranda.further
        for name in ("ask", "decline"):
            decide = {"pk": waiting.pk, "name": name}
            self.further.append(reverse("admin:partnerships_registration_decide", kwargs=decide))
        self.in_admin = {f"{thing._meta.app_label}_{thing._meta.model_name}": thing for thing in shown}

    def address(self, name: str) -> str:
        if name in self.arguments:
            return reverse(name, kwargs=self.arguments[name])
        model, _, page = name.removeprefix("admin:").rpartition("_")
        older = model.endswith("_simple")
        thing = self.in_admin.get(model.removesuffix("_simple"))
        if thing is not None and page in ("change", "delete", "history"):
            return reverse(name, args=[thing.pk, thing.history.latest().pk] if older else [thing.pk])
        return reverse(name)
