"""The MOU's part in the kit of a partnership: what its schools share of it, for others that copy their work."""

from collections.abc import Iterator

from agreements.models import Forerunner, SharedMou
from partnerships.kit import Part
from partnerships.models import Partnership


class MouHolder:
    """A holder, as partnerships/kit.py has it."""

    def parts_of(self, partnership: Partnership) -> Iterator[Part]:
        """The MOU, if every school agreed to share it and Forum staff did; the latest, where there are several."""
        shared = (
            SharedMou.objects.public().filter(version__mou__partnership=partnership).order_by("-decided_at").first()
        )
        if shared is not None:
            yield Part(
                title="Their memorandum of understanding",
                sentence=f"“{shared.title}”, without names, to read and adapt. {shared.summary}",
                url=shared.get_absolute_url(),
            )

    def carry(self, *, source: Partnership, to: Partnership) -> None:
        """Remember which partnership's MOU is offered first. Looked up when it begins: it may be shared until then."""
        Forerunner.objects.get_or_create(partnership=to, source=source)


HOLDER = MouHolder()
