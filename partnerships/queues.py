"""What waits for Forum staff about registrations and introductions, for the admin's first page."""

from core.queues import Waiting, waiting_in
from partnerships.models import Introduction, Registration


def new_registrations() -> Waiting:
    """Registrations sent, or sent again, and not decided."""
    return waiting_in(Registration.objects.to_moderate().filter(status=Registration.Status.WAITING), "sent_at")


def proposed_changes() -> Waiting:
    """Changes to live and paused registrations, not decided."""
    return waiting_in(Registration.objects.to_moderate().filter(proposed_at__isnull=False), "proposed_at")


def left_waiting() -> Waiting:
    """Introductions that lapsed lately: schools that asked and heard nothing."""
    return waiting_in(Introduction.objects.left_waiting(), "closed_at")
