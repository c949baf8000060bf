"""What waits for Forum staff about MOUs, for the admin's first page."""

from agreements.models import SharedMou
from core.queues import Waiting, waiting_in


def mous_to_share() -> Waiting:
    """MOUs that every school agrees to share and nobody has decided about."""
    return waiting_in(SharedMou.objects.to_moderate(), "sent_at")
