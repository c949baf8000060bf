"""The people of the demo, all invented, and how a new user signs in as one of them.

Everybody has the same password; those of the Forum a second factor as well, from a secret that is the same in every
demo, so that the demo page can show the code that an authenticator app would.
"""

import time
import unicodedata
from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from accounts.models import ForumRole, Role
from demo.places import SCHOOLS

PASSWORD = "calderby valley demo"  # noqa: S105 - shown to everybody who opens the demo
TOTP_SECRET = "CALDERBYVALLEYDEMOJUSTFORTRYING2"  # noqa: S105 - the same
PERIOD = 30  # seconds for which a code of an authenticator app stands (RFC 6238)


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody at a school. `why` is what a new user sees as them; empty where they only make up the cast."""

    name: str
    job: str
    role: Role
    urn: int
    why: str = ""
    own_address: str = ""

    @property
    def email(self) -> str:
        """At the school's own website, which verifies them at once; a private address where one is given."""
        return self.own_address or address_of(self.name, DOMAINS[self.urn])


@dataclass(frozen=True, kw_only=True)
class ForumPerson:
    name: str
    role: ForumRole
    why: str

    @property
    def email(self) -> str:
        return address_of(self.name, "forum.example")


def address_of(name: str, domain: str) -> str:
    """ "Amara Nwosu" at brackenfold.example is amara.nwosu@brackenfold.example."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return f"{'.'.join(plain.replace('’', '').split())}@{domain}"


def code_now() -> str:
    """What an authenticator app with TOTP_SECRET shows at this moment."""
    return format_hotp_value(hotp_value(TOTP_SECRET, int(time.time()) // PERIOD))


DOMAINS = {place.urn: place.domain for place in SCHOOLS}
HEAD, CHAIR, LEAD, STAFF = Role.HEADTEACHER, Role.CHAIR, Role.COORDINATOR, Role.STAFF

FORUM = [
    ForumPerson(
        name="Ruth Adeyemi",
        role=ForumRole.MODERATOR,
        why="Moderator: what waits for a decision, whom to verify, and what lapsed",
    ),
    ForumPerson(
        name="Daniel Hartnell",
        role=ForumRole.ADVISER,
        why="Adviser: brings two schools together who would not have met",
    ),
    ForumPerson(
        name="Sunita Varma", role=ForumRole.ADMINISTRATOR, why="Administrator: everything, the lists and the roles too"
    ),
]

PEOPLE = [
    Person(
        name="Amara Nwosu",
        job="Year 5 teacher and partnership co-ordinator",
        role=LEAD,
        urn=900114,
        why="A live registration, matches to read, and a school that asks to meet",
    ),
    Person(name="Tom Ridley", job="Deputy headteacher", role=STAFF, urn=900114),
    Person(
        name="Priya Raman",
        job="Headteacher",
        role=HEAD,
        urn=900114,
        why="Headteacher of the same school: reads everything, and signs the MOU of its partnerships",
    ),
    Person(
        name="Colin Braithe",
        job="Chair of governors",
        role=CHAIR,
        urn=900114,
        why="Chair of governors: the second who signs for Brackenfold",
    ),
    Person(
        name="Helen Castellane",
        job="Director of partnerships",
        role=LEAD,
        urn=900115,
        why="The other side: ask as Amara, then answer as Helen",
    ),
    Person(name="Jonah Petrie", job="Head of science", role=STAFF, urn=900115),
    Person(
        name="Martin Oyelaran", job="Head", role=HEAD, urn=900115, why="Head of Thornmere: signs for the other side"
    ),
    Person(
        name="Dame Ruth Ashby",
        job="Chair of governors",
        role=CHAIR,
        urn=900115,
        why="Chair of governors: the second who signs for Thornmere",
    ),
    Person(
        name="Ines Calloway",
        job="Teacher of physics",
        role=STAFF,
        urn=900115,
        own_address="ines.calloway@mailbox.example",
        why="A private address: waits for a colleague to say that she works there",
    ),
    Person(name="Beatrice Lund", job="Director of music", role=LEAD, urn=900105),
    Person(name="Father Aidan Quill", job="Headmaster", role=HEAD, urn=900105),
    Person(
        name="Owen Tallis",
        job="Assistant head, sixth form",
        role=LEAD,
        urn=900106,
        why="In a partnership whose MOU is half settled, with Calder Vale Academy: answer, agree and send it",
    ),
    Person(name="Margaret Ashdown", job="Principal", role=HEAD, urn=900106),
    Person(name="Lionel Trask", job="Chair of governors", role=CHAIR, urn=900106),
    Person(name="Simon Farrant", job="Deputy head", role=LEAD, urn=900107),
    Person(name="Lucinda Merrow", job="Head", role=HEAD, urn=900107),
    Person(name="Kate Sunderby", job="Head of sport", role=LEAD, urn=900108),
    Person(name="Rupert Ellery", job="Headmaster", role=HEAD, urn=900108),
    Person(name="Henrietta Vane", job="Chair of governors", role=CHAIR, urn=900108),
    Person(
        name="Dean Hardacre",
        job="Assistant principal",
        role=LEAD,
        urn=900109,
        why="In a partnership whose MOU is signed and shared: review it, renew it, give notice",
    ),
    Person(name="Farah Siddiq", job="Principal", role=HEAD, urn=900109),
    Person(name="Winifred Cole", job="Chair of governors", role=CHAIR, urn=900109),
    Person(
        name="Joy Okafor",
        job="Head of sixth form",
        role=LEAD,
        urn=900104,
        why="The state school of the same partnership",
    ),
    Person(name="Neil Brathwaite", job="Principal", role=HEAD, urn=900104),
    Person(name="Shirin Qureshi", job="Chair of governors", role=CHAIR, urn=900104),
    Person(name="Hannah Pell", job="Careers leader", role=LEAD, urn=900113),
    Person(name="Gareth Loomis", job="Principal", role=HEAD, urn=900113),
    Person(name="Rosie Thackwell", job="Music lead", role=LEAD, urn=900101),
    Person(name="Peter Inskip", job="Headteacher", role=HEAD, urn=900101),
    Person(name="Verity Soames", job="Head of outreach", role=LEAD, urn=900117),
    Person(name="Dr Alison Kember", job="Headmistress", role=HEAD, urn=900117),
    Person(name="Edmund Vale", job="Deputy head (co-curricular)", role=LEAD, urn=900201),
    Person(name="Sarah Pennick", job="Head", role=HEAD, urn=900201),
    Person(name="Tunde Balogun", job="Assistant principal", role=LEAD, urn=900202),
    Person(name="Moira Fensome", job="Principal", role=HEAD, urn=900202),
    Person(name="Grace Whitlock", job="Year 6 teacher", role=LEAD, urn=900203),
    Person(name="Ian Marsh", job="Headteacher", role=HEAD, urn=900203),
    Person(name="Philippa Dane", job="Head of classics", role=LEAD, urn=900205),
    Person(name="Hugh Lanyon", job="Headmaster", role=HEAD, urn=900205),
    Person(name="Morwenna Pascoe", job="Headteacher", role=HEAD, urn=900301),
    Person(name="Jago Trewin", job="Class teacher", role=STAFF, urn=900301),
    Person(name="Colette Armstrong", job="Head of English", role=LEAD, urn=900401),
    Person(name="David Ridsdale", job="Headteacher", role=HEAD, urn=900401),
    Person(name="James Collingwood", job="Head of community", role=LEAD, urn=900403),
    Person(name="Anthea Burdon", job="Head", role=HEAD, urn=900403),
    Person(
        name="Mina Chaudhry",
        job="Assistant headteacher",
        role=LEAD,
        urn=900110,
        why="A registration that waits for Forum staff",
    ),
    Person(name="Robert Speight", job="Headteacher", role=HEAD, urn=900110),
    Person(name="Leanne Booth", job="Head of languages", role=LEAD, urn=900103),
    Person(name="Martyn Crowe", job="Headteacher", role=HEAD, urn=900103),
    Person(name="Ellie Garland", job="Reading lead", role=LEAD, urn=900204),
    Person(name="Frances Yarrow", job="Headteacher", role=HEAD, urn=900204),
    Person(
        name="Clement Ashby",
        job="Chaplain",
        role=LEAD,
        urn=900209,
        why="A registration in which Forum staff asked for a change",
    ),
    Person(name="Ursula Fane", job="Headmistress", role=HEAD, urn=900209),
    Person(name="Shabnam Iqbal", job="Vice principal", role=LEAD, urn=900123),
    Person(name="Geoff Tindall", job="Principal", role=HEAD, urn=900123),
    Person(name="Nicola Rowan", job="Head of school", role=HEAD, urn=900121),
    Person(name="Stuart Lacey", job="Teacher of art", role=STAFF, urn=900121),
]


def at(urn: int, *roles: Role) -> Person:
    """The first person of a school in one of these roles."""
    return next(person for role in roles for person in PEOPLE if person.urn == urn and person.role == role)


def at_schools() -> list[Person]:
    """The people at schools whom a new user signs in as."""
    return [person for person in PEOPLE if person.why]


def sign_ins() -> list[Person | ForumPerson]:
    """Everybody whom a new user signs in as."""
    return [*at_schools(), *FORUM]
