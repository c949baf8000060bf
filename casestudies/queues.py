"""What waits for Forum staff about case studies, for the admin's first page."""

from casestudies.models import CaseStudy, Comment, Flag
from core.queues import Waiting, waiting_in


def new_case_studies() -> Waiting:
    """Case studies, first editions and next ones, that every school has confirmed and nobody has decided about."""
    return waiting_in(CaseStudy.objects.to_moderate(), "sent_at")


def flagged_comments() -> Waiting:
    """Reports of comments still shown that nobody has looked at."""
    return waiting_in(Flag.objects.filter(handled_at=None, comment__in=Comment.objects.shown()), "at")
