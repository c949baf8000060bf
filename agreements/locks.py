"""One order of locks for everything that happens to an MOU, so that two people at once wait and never block each other.

The partnership first, then the MOU, then a version or a clause of it. A school that leaves locks the partnership and
then tells the MOU; four signatures lock the MOU and then move the partnership on: only one of the two orders may exist.
"""

from agreements.models import Mou
from core.transitions import lock


def lock_mou(mou: Mou) -> Mou:
    """The MOU, locked after its partnership and read afresh, with the partnership. Call it first, in a transaction."""
    partnership = lock(mou.partnership)
    mou = lock(mou)
    mou.partnership = partnership
    return mou
