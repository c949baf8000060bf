"""Of every address of an MOU one: Brackenfold drafts one, has one to sign, and has signed a third.

A fourth, of two other schools, is shared with everybody.
"""

import re
from typing import Any

from django.urls import reverse

from accounts.actions import end_membership
from accounts.models import Membership, Role, User
from accounts.tests.factories import make_forum
from agreements.actions.after import first_day_to_leave, give_notice
from agreements.actions.drafting import comment, leave_out_clause
from agreements.actions.sharing import agree_to_share, ask_to_share, share_mou
from agreements.actions.signing import invite_signatory
from agreements.models import Clause, Signatory
from agreements.tests.cast import agreed_mou, draft_mou, make_template_version, partners_of, sent_version, signed_mou
from notifications.models import Message
from partnerships.actions.introduction import accept_introduction, ask_for_introduction
from partnerships.models import Partnership, Registration
from partnerships.tests.introductions import opened_partnership, thornmere
from schools.tests.factories import make_independent


class Memoranda:
    """`arguments` and `further` as in tests/cast.py; `shown` is what the admin shows one of."""

    def __init__(self, ours: Registration, not_begun: Partnership) -> None:
        template = make_template_version()
        drafted = draft_mou(self._with(ours), template=template)
        left_out = leave_out_clause(clause=drafted.clauses.get(slug="leaving-people"), by=ours.lead)
        comment(clause=drafted.clauses.get(slug="transport"), words="Who pays?", mentioned=[], by=ours.lead)
        sending = agreed_mou(self._with(ours), template=template)
        version = sent_version(sending)
        signed = signed_mou(self._with(ours), template=template)
        theirs = partners_of(signed.partnership)[1]
        ask_to_share(version=signed.in_force, title="Ours", summary="Two schools.", by=theirs.lead)
        notice = give_notice(
            mou=signed,
            school=ours.school,
            reason="The head leaves.",
            pupils="Nobody is in the middle of anything.",
            ends_on=first_day_to_leave(signed.in_force),
            by=ours.lead,
        )
        others = signed_mou(opened_partnership(), template=template)
        first = partners_of(others.partnership)[0]
        shared = ask_to_share(version=others.in_force, title="Theirs", summary="Two schools.", by=first.lead)
        for partner in partners_of(others.partnership):
            agree_to_share(shared=shared, school=partner.school, by=partner.lead, seen=shared.fingerprint)
        shared.refresh_from_db()
        share_mou(shared=shared, by=make_forum(), seen=shared.fingerprint)

        draft, frozen = {"pk": drafted.partnership_id}, {"pk": sending.partnership_id, "number": version.number}
        kept, held = {"pk": signed.partnership_id}, {"pk": signed.partnership_id, "number": signed.in_force.number}
        in_draft = {**draft, "slug": "transport"}
        waiting = version.signatories.get(school=ours.school, role=Signatory.Role.CHAIR)
        self.arguments: dict[str, dict[str, Any]] = {
            "template": {"slug": template.template.slug},
            "template_file": {"slug": template.template.slug, "name": f"{template.template.slug}.pdf"},
            "shared": {"slug": shared.slug},
            "shared_file": {"slug": shared.slug, "name": f"{shared.slug}.docx"},
            "begin": {"pk": not_begun.pk},
            **dict.fromkeys(["mou", "print", "add_clause", "draft_pdf", "draft_docx", "send", "give_up"], draft),
            **dict.fromkeys(
                ["clause", "change", "agree", "reopen", "comment", "leave_out", "move", "clause_versions"], in_draft
            ),
            "put_back": {**draft, "slug": left_out.slug},
            **dict.fromkeys(["version", "sign", "decline", "recall"], frozen),
            **{name: {**frozen, "signatory": waiting.pk} for name in ("remind", "invite")},
            "invitation": {"token": self._link_to_sign(waiting, ours.lead)},
            **dict.fromkeys(["pdf", "docx"], held),
            **dict.fromkeys(["summary", "history", "amend", "renew", "notice", "end"], kept),
            **dict.fromkeys(["share", "share_agree", "share_take_back"], kept),
            "take_back_notice": {**kept, "notice": notice.pk},
            "verified": {"code": signed.in_force.code},
        }
        self.arguments = {f"agreements:{name}": given for name, given in self.arguments.items()}
        self.arguments |= {
            f"admin:agreements_template_{what}": {"pk": template.template.pk}
            for what in ("publish", "withdraw", "restore", "versions")
        }
        self.arguments["admin:agreements_sharedmou_decide"] = {"pk": shared.pk, "name": "withdraw"}
        # Addresses of one name that differ in what they show.
        self.further = [reverse("agreements:mou", args=[one.partnership_id]) for one in (sending, signed)]
        self.further += [reverse("agreements:change", args=[draft["pk"], slug]) for slug in ("gives", "dates")]
        self.further += [reverse("agreements:version", kwargs=held)]
        self.shown = [Clause.objects.first(), template.template, shared]

    @staticmethod
    def _with(ours: Registration) -> Partnership:
        """One more partnership of the school, with a school of its own."""
        other = thornmere(make_independent())
        introduction = ask_for_introduction(asker=ours, asked=other, note="Shall we?", by=ours.lead)
        return accept_introduction(introduction=introduction, by=introduction.asked.lead).partnership

    @staticmethod
    def _link_to_sign(waiting: Signatory, by: User) -> str:
        """The token of the letter to a new chair of governors, who has no account."""
        chair = Membership.objects.verified().at(waiting.school).get(role=Role.CHAIR)
        end_membership(membership=chair, by=make_forum())
        invite_signatory(signatory=waiting, name="Colin Braithe", email="colin@braithe.example", by=by)
        letter = Message.objects.filter(to="colin@braithe.example").latest("pk")
        return re.search(r"/sign/([^/\s]+)/", letter.text)[1]
