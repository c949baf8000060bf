"""Of everything that an address of a partnership's workspace names one: tasks, notes, files, proposals, briefs."""

from typing import Any

from django.core import signing
from django.utils import timezone

from partnerships.actions.proposal import propose_end, propose_school
from partnerships.actions.work import finish_task, remove_file, remove_note, remove_task
from partnerships.messages.proposals import JOIN_SALT
from partnerships.models import Introduction, Partnership, Proposal, Registration
from partnerships.tests.working import kept_file, note, task
from schools.models import School
from schools.tests.factories import make_independent


class Workspace:
    """`arguments` as in tests/cast.py. Brackenfold is `school`; what is removed or private is Brackenfold's own."""

    def __init__(
        self, partnership: Partnership, school: School, received: Introduction, ours: Registration, other: Registration
    ) -> None:
        mine = partnership.partners.select_related("school", "lead").get(school=school)
        theirs = partnership.partners.select_related("school", "lead").exclude(pk=mine.pk).get()
        pk = {"pk": partnership.pk}
        to_do, done, gone = (
            task(mine, title="Fix the dates"),
            task(mine, title="Ask the head"),
            task(mine, title="Ring"),
        )
        finish_task(task=done, by=mine.lead)
        remove_task(task=gone, by=mine.lead)
        kept, removed = note(mine, private=True), note(mine, private=True, words="Not any more.")
        remove_note(note=removed, by=mine.lead)
        file, old = kept_file(mine, private=True), kept_file(mine, private=True, title="Last year")
        remove_file(file=old, by=mine.lead)
        joining = propose_school(
            partner=mine, school=make_independent(), words="They sing.", email="a@b.example", by=mine.lead
        )
        ending = propose_end(partner=theirs, words="We are moving.", by=theirs.lead)
        Proposal.objects.filter(pk=joining.pk).update(invited_at=timezone.now())
        person = {**pk, "partner_pk": mine.pk, "kind": "lead"}
        between = {"reference": ours.reference, "other": other.reference}
        self.arguments: dict[str, dict[str, Any]] = {
            **dict.fromkeys(["tasks", "add_task", "notes", "add_note", "files", "add_file"], pk),
            **dict.fromkeys(["proposals", "add_school", "end_partnership"], pk),
            **dict.fromkeys(["partnership_brief", "partnership_brief_pdf"], pk),
            **{name: {**pk, "task": to_do.pk} for name in ("change_task", "task_done", "remove_task")},
            "task_not_done": {**pk, "task": done.pk},
            "restore_task": {**pk, "task": gone.pk},
            **{name: {**pk, "note": kept.pk} for name in ("change_note", "remove_note")},
            "restore_note": {**pk, "note": removed.pk},
            "remove_file": {**pk, "file": file.pk},
            "restore_file": {**pk, "file": old.pk},
            "file": {**pk, "file": file.pk, "name": "spring-dates.pdf"},
            "stage": {**pk, "to": "agreed"},
            **{name: {**pk, "partner_pk": mine.pk} for name in ("success", "leave_partnership")},
            **dict.fromkeys(["correct_person", "ask_person", "step_down"], person),
            "proposal": {**pk, "proposal_pk": ending.pk},
            "withdraw_proposal": {**pk, "proposal_pk": joining.pk},
            "join_link": {"token": signing.dumps(joining.pk, salt=JOIN_SALT)},
            **{name: {"pk": received.pk} for name in ("introduction_brief", "introduction_brief_pdf")},
            **dict.fromkeys(["match_brief", "match_brief_pdf"], between),
        }
        self.arguments = {f"partnerships:{name}": given for name, given in self.arguments.items()}
