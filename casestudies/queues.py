"""What waits for Forum staff about case studies, for the admin's first page."""

from casestudies.models import Comment, Flag
from core.queues import Waiting, waiting_in


def flagged_comments() -> Waiting:
    """Reports of comments still shown that nobody has looked at."""
    return waiting_in(Flag.objects.filter(handled_at=None, comment__in=Comment.objects.shown()), "at")
