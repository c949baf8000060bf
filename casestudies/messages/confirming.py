"""What the schools of a case study tell one another: asked, confirmed, changes wanted, taken back, withdrawn."""

from django.urls import reverse

from casestudies.messages.people import schools_of_case, write_to
from casestudies.models import CaseStudy, Edition, Participant
from core.queues import PROMISED_WORKING_DAYS
from partnerships.messages.contacts import link
from schools.models import School


def asked_to_confirm(case_study: CaseStudy, participant: Participant, *, asker: School) -> None:
    """To a school that is named: read it, then say yes or what to change."""
    write_to(
        [participant],
        kind="case-study-to-confirm",
        subject=f"{asker} asks {participant.school} to confirm “{case_study}”",
        paragraphs=[
            f"{asker} has written a case study, “{case_study}”, that names {participant.school}. It is published only "
            "when every school that it names has confirmed it.",
            "Read it as others will read it, then confirm it or say what should change. It takes about five minutes:",
            link(_confirm(case_study)),
        ],
        newcomers=f"You will be asked to sign in. If you have no account, sign up with this address; it takes two "
        f"minutes. Then say that you work at {participant.school}. Only somebody who is verified there can confirm, so "
        "that nobody else speaks for your school.",
    )


def taken_back(case_study: CaseStudy, *, school: School, asked: list[Participant]) -> None:
    """To the schools that had not confirmed yet: there is nothing to do now."""
    write_to(
        asked,
        kind="case-study-taken-back",
        subject=f"{school} took back “{case_study}” to change it",
        paragraphs=[
            f"{school} is changing the case study that it had asked you to confirm. There is nothing for you to do. "
            "You are asked again when it is ready. Until then you find where it stands here:",
            link(_confirm(case_study)),
        ],
    )


def school_confirmed(case_study: CaseStudy, *, school: School, waiting: list[School]) -> None:
    """To the schools that write it: one of the others said yes, and who is still to."""
    write_to(
        schools_of_case(case_study, writing=True, but=school.pk),
        kind="case-study-confirmed",
        subject=f"{school} confirmed “{case_study}”",
        paragraphs=[
            f"{school} has read the case study and confirmed that it may be published. Still to confirm: "
            f"{', '.join(str(other) for other in waiting)}. You find where it stands here:",
            link(case_study.get_absolute_url()),
        ],
    )


def with_the_forum(case_study: CaseStudy) -> None:
    """To every school: all have confirmed, and Forum staff read it next."""
    write_to(
        schools_of_case(case_study),
        kind="case-study-with-forum",
        subject=f"“{case_study}” is with Forum staff",
        paragraphs=[
            "Every school that it names has confirmed the case study. Forum staff read it next, and answer within "
            f"{PROMISED_WORKING_DAYS} working days: they publish it, or ask for a change. See where it stands here:",
            link(case_study.get_absolute_url()),
        ],
    )


def change_wanted(case_study: CaseStudy, *, school: School, words: str) -> None:
    """To the schools that write it: one of those named asks for a change before it confirms."""
    write_to(
        schools_of_case(case_study, writing=True, but=school.pk),
        kind="case-study-change-wanted",
        subject=f"{school} asks for a change in “{case_study}”",
        paragraphs=[
            f"{school} has read the case study and asks for a change before it confirms:",
            words,
            "Make the change, then send it again. Everything you wrote is kept, and schools that confirmed are asked "
            "again only where the text has changed:",
            link(case_study.get_absolute_url()),
        ],
    )


def withdrawn_by_school(case_study: CaseStudy, *, school: School, words: str) -> None:
    """To the other schools: it is no longer published, and why."""
    write_to(
        schools_of_case(case_study, but=school.pk),
        kind="case-study-withdrawn",
        subject=f"{school} withdrew “{case_study}”",
        paragraphs=[
            f"{school} has withdrawn the case study. Nobody else can read it now. They write:",
            words,
            "You find where it stands here:",
            link(case_study.get_absolute_url()),
        ],
    )


def still_right(edition: Edition, *, school: School) -> None:
    """To the other schools: it was said that the text still holds, so that they can differ."""
    write_to(
        schools_of_case(edition.case_study, but=school.pk),
        kind="case-study-still-right",
        subject=f"{school} says that “{edition}” still holds",
        paragraphs=[
            f"{school} has read the case study again and says that it still holds. It is asked about again in "
            f"{edition.review_on:%B %Y}. If something in it has changed, write the next version:",
            link(edition.case_study.get_absolute_url()),
        ],
    )


def review_soon(edition: Edition, *, key: str) -> int:
    """Some weeks before it counts as old: does it still hold?"""
    return write_to(
        schools_of_case(edition.case_study),
        kind="case-study-review",
        subject=f"Does “{edition}” still hold?",
        paragraphs=[
            f"The case study was published, or last checked, almost two years ago. Read it again by "
            f"{edition.review_on:%-d %B %Y}, and say that it still holds or write the next version. From that day it "
            "is shown as old; it stays published all the same.",
            link(reverse("casestudies:still_right", args=[edition.case_study_id])),
        ],
        key=key,
    )


def review_due(edition: Edition, *, key: str) -> int:
    """From today it is marked as old."""
    return write_to(
        schools_of_case(edition.case_study),
        kind="case-study-review",
        subject=f"“{edition}” is now shown as old",
        paragraphs=[
            "For two years nobody has said that the case study still holds, so readers are told that it may be out of "
            "date. It stays published. To take that away, read it again and say that it still holds:",
            link(reverse("casestudies:still_right", args=[edition.case_study_id])),
        ],
        key=key,
    )


def _confirm(case_study: CaseStudy) -> str:
    return reverse("casestudies:confirm", args=[case_study.pk])
