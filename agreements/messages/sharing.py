"""Letters about an MOU that is to be shared as an example, to those who carry the partnership at its schools.

They name schools and what they did, never a person.
"""

from django.urls import reverse

from agreements.models import SharedMou
from agreements.sharing import schools_asked
from core.queues import PROMISED_WORKING_DAYS
from partnerships.messages.contacts import link
from partnerships.messages.partners import write_to
from partnerships.models import Partner
from schools.models import School


def asked(shared: SharedMou, school: School) -> None:
    """To the other schools: read the text without names, and say whether others may."""
    write_to(
        _partners(shared, but=school),
        kind="mou-share-asked",
        subject=f"{school} asks to share your memorandum of understanding as an example",
        paragraphs=[
            f"{school} would like other schools to read and adapt the memorandum of understanding that you signed. The "
            "names of people and schools are taken out. Read the text as others would. Your headteacher or your lead "
            "can agree for your school. Nothing is shared unless every school agrees.",
            link(_page(shared)),
        ],
    )


def with_the_forum(shared: SharedMou) -> None:
    """To all: every school has agreed, and what happens next."""
    write_to(
        _partners(shared),
        kind="mou-share-sent",
        subject=f"All schools agree to share “{shared}”: Forum staff read it now",
        paragraphs=[
            f"Every school has agreed. Forum staff read “{shared}” within {PROMISED_WORKING_DAYS} working days, and we "
            "write to you then. Any of your schools can take it back at any time.",
            link(_page(shared)),
        ],
    )


def taken_back(shared: SharedMou, school: School) -> None:
    """To the others: it is shared no longer, or will not be."""
    write_to(
        _partners(shared, but=school),
        kind="mou-share-taken-back",
        subject=f"{school} took “{shared}” back",
        paragraphs=[
            f"{school} does not want your memorandum of understanding to be shared as an example, so nobody else can "
            "read it. What others made of it before stays theirs. Your own MOU is as it was.",
            link(_page(shared)),
        ],
    )


def now_shared(shared: SharedMou) -> None:
    """To all: everybody can read it."""
    write_to(
        _partners(shared),
        kind="mou-shared",
        subject=f"“{shared}” is shared: other schools can adapt it",
        paragraphs=[
            f"Forum staff have read “{shared}”. Every school can now read it and begin its own from it:",
            link(shared.get_absolute_url()),
            "Thank you. A text that worked somewhere saves others the evenings that it cost you. Any of your schools "
            "can take it back at any time.",
        ],
    )


def refused(shared: SharedMou, *, words: str) -> None:
    """To all: Forum staff do not share it, and why."""
    write_to(
        _partners(shared),
        kind="mou-share-refused",
        subject=f"Forum staff did not share “{shared}”",
        paragraphs=[
            f"Forum staff have read “{shared}” and do not share it as it is. They write:",
            words,
            "You can change what is left out, and ask again:",
            link(_page(shared)),
        ],
    )


def withdrawn(shared: SharedMou, *, words: str) -> None:
    """To all: Forum staff share it no longer, and why."""
    write_to(
        _partners(shared),
        kind="mou-share-withdrawn",
        subject=f"Forum staff withdrew “{shared}”",
        paragraphs=[
            f"Forum staff no longer share “{shared}”, so nobody else can read it. Their reason:",
            words,
            "Your own MOU is as it was. You find what was shared here:",
            link(_page(shared)),
        ],
    )


def _partners(shared: SharedMou, *, but: School | None = None) -> list[Partner]:
    """Those that signed it, whether or not they have left since."""
    found = Partner.objects.filter(
        partnership=shared.version.mou.partnership_id, school__in=schools_asked(shared.version)
    ).select_related("school", "lead", "deputy", "partnership")
    return [partner for partner in found.order_by("pk") if but is None or partner.school_id != but.pk]


def _page(shared: SharedMou) -> str:
    return reverse("agreements:share", args=[shared.version.mou.partnership_id])
