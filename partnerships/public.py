"""What everybody may read of a school's registration: no person's name, and nothing that is not live."""

from collections.abc import Iterable, Iterator, Mapping

from django.http import HttpRequest

from accounts.rules import belongs
from partnerships.models import Need, Offer, Profile, Registration
from partnerships.querysets import LIVE_LINES
from schools.models import Network, School
from schools.pages import Line, Section
from schools.querysets import SchoolQuerySet

MOST_IN_A_LINE = 3  # activities of a kind that a row of the list of schools names


def section_of(request: HttpRequest, school: School) -> Iterator[Section]:
    """What the school says of itself, and what it needs and offers while its registration is live."""
    live = Registration.objects.live().filter(school=school).prefetch_related(*LIVE_LINES).first()
    profile = Profile.objects.filter(school=school).first()
    mine = request.user.is_authenticated and belongs(request.user, school)
    about = profile.about if profile else ""
    if live or about or mine:
        networks = [n for n in live.networks.all() if n.kind == Network.Kind.LOCAL] if live else []
        user = request.user
        context = {
            "school": school,
            "registration": live,
            "about": about,
            "mine": mine,
            "matched": user.is_authenticated and Registration.objects.live().spoken_for_by(user).exists(),
            "networks": networks,
        }
        template = "partnerships/registering/_section.html"
        yield Section(template=template, context=context, order=10, registered=live is not None)


def lines_of(schools: list[School]) -> Mapping[int, Line]:
    """The line of each school that is open to partners, for a page of the list of schools."""
    live = Registration.objects.live().filter(school__in=schools).prefetch_related(*LIVE_LINES)
    return {
        registration.school_id: Line(
            say=" ".join(
                f"{verb}: {_activities(lines)}."
                for verb, lines in (("Offers", registration.offers.all()), ("Seeks", registration.needs.all()))
                if lines
            ),
            tag="Open to partners",
        )
        for registration in live
    }


def only_open(schools: SchoolQuerySet) -> SchoolQuerySet:
    """The schools with a live registration."""
    return schools.filter(pk__in=Registration.objects.live().values("school_id"))


def _activities(lines: Iterable[Need | Offer]) -> str:
    """ "Reading partners (English), Music": what the lines are about, each once."""
    words = {
        f"{line.activity} ({line.own_subject})" if line.own_subject else str(line.activity): None for line in lines
    }
    named = list(words)[:MOST_IN_A_LINE]
    return ", ".join(named) + (" and more" if len(words) > MOST_IN_A_LINE else "")
