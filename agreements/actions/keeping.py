"""How long a signed MOU is kept."""

import datetime

from django.db import transaction
from django.utils import timezone

from agreements.locks import lock_mou
from agreements.models import Mou, SharedMou, SignedCopy

# As long as a simple contract may be sued on in England (Limitation Act 1980, section 5): whoever asks later what the
# schools had agreed can still be shown it.
KEEP_ENDED = datetime.timedelta(days=6 * 365 + 1)


def purge_ended_mous() -> int:
    """Delete the MOUs that ended six years ago, with their versions, signatures and signed PDFs.

    One that its schools share as an example stays until they take it back.
    """
    long_ago = Mou.objects.filter(status=Mou.Status.ENDED, in_force__closed_at__lt=timezone.now() - KEEP_ENDED)
    shared = SharedMou.objects.public().values("version__mou")
    return sum(_purge(mou) for mou in list(long_ago.exclude(pk__in=shared).order_by("pk")))


@transaction.atomic
def _purge(mou: Mou) -> int:
    mou = lock_mou(mou)
    if mou.status != Mou.Status.ENDED:  # renewed a moment ago
        return 0
    copies = list(SignedCopy.objects.filter(version__mou=mou))
    for copy in copies:
        transaction.on_commit(lambda file=copy.file: file.storage.delete(file.name))  # type: ignore[misc]
    SignedCopy.objects.filter(version__mou=mou).delete()
    SharedMou.objects.filter(version__mou=mou).delete()
    mou.in_force = None
    mou.save(update_fields=["in_force"])
    history = mou.history.all()
    mou.delete()
    history.delete()  # with the row that says that it was deleted
    return 1
