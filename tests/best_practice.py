"""Of every case study's address one: what the people of tests/cast.py may and may not see of somebody's work.

Brackenfold writes one, was asked to confirm another, has sent a third, copies a published one and talks about it.
"""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from casestudies.actions.media import add_attachment, add_picture
from casestudies.actions.replication import replicate
from casestudies.actions.talk import add_comment
from casestudies.following import stop_path
from casestudies.tests.cast import confirmed_case_study, draft_case_study, published, sent_case_study
from casestudies.writing.sections import SECTIONS
from core.tests.files import office, picture
from schools.models import School
from schools.tests.factories import make_independent, make_school


class BestPractice:
    """`arguments` and `further` as in tests/cast.py; `shown` is what the admin shows one of."""

    def __init__(self, school: School, person: User) -> None:
        other = make_independent()
        ours = draft_case_study(school=school, others=[other], by=person)
        shot = add_picture(
            case_study=ours, file=upload("pond.webp", picture("WEBP")), alt="A pond", permission=True, by=person
        )
        second = add_picture(
            case_study=ours, file=upload("wood.webp", picture("WEBP")), alt="A wood", permission=True, by=person
        )
        plans = add_attachment(case_study=ours, file=upload("plans.docx", office()), title="Session plans", by=person)
        asked = sent_case_study(school=make_school(), others=[school], title="To be confirmed")
        sent = sent_case_study(school=school, others=[other], by=person, title="Sent")
        waiting = confirmed_case_study(school=make_school(), others=[other], title="Waiting")
        public = published(school=make_school(), others=[make_independent()], title="To be read by all")
        told = published(school=school, others=[other], by=person, title="Our own")
        copy = replicate(edition=public, school=school, by=person)
        comment = add_comment(case_study=public.case_study, text="Who paid?", by=person)
        draft, slug, theirs = {"pk": ours.pk}, {"slug": public.slug}, {"pk": copy.pk}
        steps, at = {**draft, "name": "steps"}, {**slug, "pk": comment.pk}
        self.arguments: dict[str, dict[str, Any]] = {
            **dict.fromkeys(
                ["writing", "preview", "discard", "schools", "name_school", "send", "pictures", "files"], draft
            ),
            "remove_school": {**draft, "urn": other.urn},
            "section": {**draft, "name": "story"},
            **dict.fromkeys(["items", "add_item"], steps),
            **{name: {**steps, "number": 1} for name in ("item", "remove_item")},
            "move_item": {**steps, "number": 2},
            **{name: {"pk": asked.pk} for name in ("confirm", "object")},
            "take_back": {"pk": sent.pk},
            **{name: {"pk": told.case_study_id} for name in ("withdraw", "still_right", "reopen")},
            **dict.fromkeys(["add_picture", "add_file"], draft),
            **{name: {**draft, "picture": shot.pk} for name in ("change_picture", "remove_picture")},
            "move_picture": {**draft, "picture": second.pk, "to": 1},
            "remove_file": {**draft, "file": plans.pk},
            "picture": {"pk": shot.pk, "width": shot.widths[0]},
            "attachment": {"pk": plans.pk, "name": "session-plans.docx"},
            **{name: {"kind": "case-study", "slug": public.slug} for name in ("follow", "unfollow")},
            "stop": {"token": stop_path(person).rstrip("/").rsplit("/", 1)[1]},
            **dict.fromkeys(["replicate", "talk", "case_study", "kit"], slug),
            **dict.fromkeys(["answer", "flag", "take_back_comment"], at),
            "topic_feed": {"kind": "subject", "slug": "science"},
            "replication_step": {**theirs, "step_pk": copy.steps.first().pk},
            **{f"replication{page}": theirs for page in COPY_PAGES},
        }
        self.arguments = {f"casestudies:{name}": given for name, given in self.arguments.items()}
        decide = {"pk": waiting.pk, "name": "publish"}
        self.arguments |= {
            "admin:casestudies_casestudy_decide": decide,
            "admin:casestudies_casestudy_reader": {"pk": waiting.pk},
            "admin:casestudies_casestudy_correct": {"pk": told.case_study_id},
            **{f"admin:casestudies_comment_{what}": {"pk": comment.pk} for what in ("hide", "keep", "show")},
        }
        # Addresses of one name that differ in what they show.
        self.further = [
            reverse("casestudies:section", kwargs={**draft, "name": part.name}) for part in SECTIONS if part.has_answers
        ]
        self.further += [
            reverse("casestudies:items", kwargs={**draft, "name": part.name}) for part in SECTIONS if part.items
        ]
        self.further += [reverse("casestudies:writing", args=[one.pk]) for one in (asked, sent, told.case_study)]
        self.shown = [waiting, comment, waiting.sections.get(name="story"), told, copy]


COPY_PAGES = ["", "_start", "_plan", "_registration", "_partnership", "_give_up"]


def upload(name: str, content: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.read())
