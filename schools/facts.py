"""The official facts of a school, in the order and words of its page."""

from django.conf import settings
from django.utils.formats import date_format

from schools.models import FIRST_OWN_NUMBER, Network, Phase, Region, School

FIRST_FICTIONAL = 900_000  # the national register's numbers are below it
SILENT = {"", "not applicable", "does not apply", "not collected", "none", "unknown"}

_NETWORK_LABELS = {
    Network.Kind.TRUST: "Trust",
    Network.Kind.FEDERATION: "Federation",
    Network.Kind.DIOCESE: "Diocese",
    Network.Kind.LOCAL: "Local networks",
}


def facts_of(school: School) -> list[tuple[str, str]]:
    """(label, value) of every fact that the register knows of this school; a value may have several lines.

    Website, sector and status are left to the page, which gives them a form of their own.
    """
    networks: dict[str, list[str]] = {}
    for network in school.networks.all():
        networks.setdefault(_NETWORK_LABELS[Network.Kind(network.kind)], []).append(network.name)
    authority = school.local_authority.name if school.local_authority else ""
    facts = [
        ("Ages", school.ages_words.removeprefix("Ages ")),
        ("Phase", "" if school.phase == Phase.NOT_APPLICABLE else school.get_phase_display()),
        ("Type", school.type_name),
        ("Pupils", f"{school.pupils:,}" if school.pupils else ""),
        ("Girls, boys or mixed", school.gender),
        ("Boarding", school.boarders),
        ("Sixth form", school.sixth_form),
        ("Religious character", school.religious_character),
        ("Admissions", school.admissions),
        *((label, "\n".join(names)) for label, names in sorted(networks.items())),
        ("Local authority", authority),
        ("Region", Region(school.region).label if school.region else ""),
        ("Address", "\n".join(school.address_lines)),
        ("Opened", date_format(school.opened, "j F Y") if school.opened else ""),
        ("Closed", date_format(school.closed, "j F Y") if school.closed else ""),
    ]
    return [(label, value) for label, value in facts if value.casefold() not in SILENT]


def website_of(school: School) -> str:
    """The website as an address that a link can go to; "" where it is not one."""
    address = school.website.strip()
    if not address or " " in address:
        return ""
    scheme, colon, _ = address.partition("://")
    if not colon:
        return f"http://{address}"
    return address if scheme.lower() in ("http", "https") else ""


def is_fictional(school: School) -> bool:
    """Whether this is one of the demo's schools, of which the national register knows nothing."""
    return settings.DEMO and FIRST_FICTIONAL <= school.urn < FIRST_OWN_NUMBER
