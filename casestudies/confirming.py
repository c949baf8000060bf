"""Who is asked about a finished text, for the pages on which schools send and confirm it."""

from dataclasses import dataclass

from accounts.models import User
from accounts.querysets import schools_of
from casestudies.editions import content_of, fingerprint
from casestudies.models import CaseStudy, Participant
from schools.models import School


@dataclass(frozen=True)
class Asked:
    """What sending means for one school: it confirms by sending, has confirmed this very text, or is asked."""

    school: School
    sends: bool
    has_confirmed: bool


def who_is_asked(case_study: CaseStudy, user: User) -> list[Asked]:
    """Every school of the case study, in its order, as it would be if this person sent it now."""
    mine = set(schools_of(user).values_list("pk", flat=True))
    text = fingerprint(content_of(case_study))
    return [
        Asked(participant.school, participant.school_id in mine, participant.confirmed_text == text)
        for participant in case_study.participants.select_related("school")
    ]


def to_confirm(case_study: CaseStudy, user: User, *, urn: str = "") -> Participant | None:
    """The school of this person's that has not confirmed what was sent: the one with this URN, or else the first."""
    waiting = case_study.participants.awaited().spoken_for_by(user).select_related("school").order_by("pk")
    if urn:
        is_number = urn.isascii() and urn.isdigit() and len(urn) < 9  # digits of the longest URN, and of ours
        waiting = waiting.filter(school__urn=int(urn)) if is_number else waiting.none()
    return waiting.first()


def invited_to(user: User, pk: int) -> Participant | None:
    """The school of the case study with this key for which this person is asked, and to which they do not belong."""
    # By way of the case study's own key: one with forty digits is then none, and not too large a number.
    named = Participant.objects.filter(case_study__in=CaseStudy.objects.filter(pk=pk))
    return named.awaited().invited(user).select_related("school").first()
