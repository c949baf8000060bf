"""Forty schools that do not exist: most in and around Calderby, a second group at Wenlow, a few far from anybody.

Their numbers begin at 900101, where the national register has none; their websites end in .example, which nobody can
own; their postcodes are of districts that Royal Mail does not have.
"""

from dataclasses import dataclass

from schools.models import Phase, Region, Sector


@dataclass(frozen=True, kw_only=True)
class Area:
    """A town on the British National Grid, in metres, with the authority and region its schools are in."""

    town: str
    easting: int
    northing: int
    outward: str
    authority: tuple[str, str]  # code and name
    region: Region


CALDERBY = Area(
    town="Calderby",
    easting=412_600,
    northing=428_400,
    outward="HX9",
    authority=("991", "Calderby"),
    region=Region.YORKSHIRE,
)
WENLOW = Area(
    town="Wenlow",
    easting=560_200,
    northing=262_300,
    outward="CB31",
    authority=("992", "Wenlowshire"),
    region=Region.EAST,
)
SALTHAM = Area(
    town="Saltham",
    easting=190_400,
    northing=52_700,
    outward="TR28",
    authority=("993", "Saltham and the Capes"),
    region=Region.SOUTH_WEST,
)
HEXHAVEN = Area(
    town="Hexhaven",
    easting=424_300,
    northing=585_900,
    outward="NE50",
    authority=("994", "Hexhaven"),
    region=Region.NORTH_EAST,
)

# (type of establishment, sector, phase), as the register words them.
KINDS: dict[str, tuple[str, Sector, Phase]] = {
    "community primary": ("Community school", Sector.STATE, Phase.PRIMARY),
    "church primary": ("Voluntary aided school", Sector.STATE, Phase.PRIMARY),
    "academy primary": ("Academy converter", Sector.STATE, Phase.PRIMARY),
    "academy": ("Academy sponsor led", Sector.STATE, Phase.SECONDARY),
    "community secondary": ("Community school", Sector.STATE, Phase.SECONDARY),
    "sixth form": ("Free schools 16 to 19", Sector.STATE, Phase.SIXTEEN_PLUS),
    "special": ("Community special school", Sector.STATE, Phase.NOT_APPLICABLE),
    "independent": ("Other independent school", Sector.INDEPENDENT, Phase.NOT_APPLICABLE),
    "independent special": ("Other independent special school", Sector.INDEPENDENT, Phase.NOT_APPLICABLE),
}


@dataclass(frozen=True, kw_only=True)
class Place:
    """A school. `at` is where it is from the middle of its area, in metres east and north."""

    urn: int
    name: str
    kind: str
    ages: tuple[int, int]
    pupils: int
    at: tuple[int, int]
    area: Area = CALDERBY
    village: str = ""
    street: str = "School Lane"
    gender: str = "Mixed"
    faith: str = ""
    boarders: str = "No boarders"
    trust: str = ""
    diocese: str = ""

    @property
    def website(self) -> str:
        return f"https://www.{self.domain}"

    @property
    def domain(self) -> str:
        """brackenfold.example of Brackenfold Primary School; the-capes.example of The Capes Academy."""
        words = "".join(c for c in self.name.lower() if c.isalnum() or c in " -").split()
        return "-".join(words[: 2 if words[0] in ("the", "st", "our") else 1]) + ".example"

    @property
    def postcode(self) -> str:
        """One of its own, in the area's district."""
        first, second = divmod(self.urn % 100, 10)
        return f"{self.area.outward} {second}{'ABDEFGHJLN'[first]}{'PQRSTUWXYZ'[second]}"


VALLEY_TRUST = "Upper Calder Learning Trust"
NORTHERN_TRUST = "Kestrel Schools Trust"
DIOCESE = "Diocese of Calderby"

CALDERBY_SCHOOLS = [
    Place(
        urn=900101,
        name="Tarnside Primary School",
        kind="community primary",
        ages=(4, 11),
        pupils=198,
        at=(-2_900, 3_300),
        village="Tarnside",
    ),
    Place(
        urn=900102,
        name="Netherholme Church of England Primary School",
        kind="church primary",
        ages=(4, 11),
        pupils=142,
        at=(-6_400, 1_200),
        village="Netherholme",
        faith="Church of England",
        diocese=DIOCESE,
    ),
    Place(
        urn=900103,
        name="Oakenclough High School",
        kind="community secondary",
        ages=(11, 16),
        pupils=870,
        at=(4_100, -1_900),
        village="Oakenclough",
        street="Clough Road",
    ),
    Place(
        urn=900104,
        name="Calder Vale Academy",
        kind="academy",
        ages=(11, 18),
        pupils=1_240,
        at=(1_300, 900),
        street="Wharf Street",
        trust=VALLEY_TRUST,
    ),
    Place(
        urn=900105,
        name="Hallam Priory",
        kind="independent",
        ages=(7, 18),
        pupils=540,
        at=(7_300, 5_200),
        village="Hallam",
        street="Priory Walk",
        faith="Roman Catholic",
        boarders="Boarding school",
    ),
    Place(
        urn=900106,
        name="St Oswin’s College",
        kind="independent",
        ages=(11, 18),
        pupils=610,
        at=(-3_800, -4_600),
        village="Oswinthorpe",
        street="College Green",
        faith="Church of England",
        diocese=DIOCESE,
    ),
    Place(
        urn=900107,
        name="Fenwick House School",
        kind="independent",
        ages=(2, 13),
        pupils=265,
        at=(3_600, 2_700),
        village="Fenwick Bottoms",
        street="Long Row",
    ),
    Place(
        urn=900108,
        name="Larkfield Hall",
        kind="independent",
        ages=(3, 16),
        pupils=310,
        at=(-8_800, -2_700),
        village="Larkfield",
        street="Hall Drive",
    ),
    Place(
        urn=900109,
        name="Kestrel Bank Academy",
        kind="academy",
        ages=(11, 16),
        pupils=980,
        at=(-5_600, -1_100),
        village="Kestrel Bank",
        trust=NORTHERN_TRUST,
    ),
    Place(
        urn=900110,
        name="Millgate Primary Academy",
        kind="academy primary",
        ages=(3, 11),
        pupils=412,
        at=(700, -800),
        street="Millgate",
        trust=VALLEY_TRUST,
    ),
    Place(
        urn=900111,
        name="Our Lady of the Weir Catholic Primary School",
        kind="church primary",
        ages=(4, 11),
        pupils=207,
        at=(1_900, 3_800),
        faith="Roman Catholic",
        village="Weirside",
    ),
    Place(
        urn=900112,
        name="Highstones Moor School",
        kind="special",
        ages=(4, 19),
        pupils=96,
        at=(-1_100, 6_700),
        village="Highstones",
    ),
    Place(
        urn=900113,
        name="Rushbridge Sixth Form",
        kind="sixth form",
        ages=(16, 19),
        pupils=730,
        at=(2_800, -3_500),
        village="Rushbridge",
        trust=VALLEY_TRUST,
    ),
    Place(
        urn=900114,
        name="Brackenfold Primary School",
        kind="community primary",
        ages=(4, 11),
        pupils=231,
        at=(-4_300, 4_800),
        village="Brackenfold",
        street="Fold Lane",
    ),
    Place(
        urn=900115,
        name="Thornmere School",
        kind="independent",
        ages=(3, 18),
        pupils=720,
        at=(300, 300),
        street="Mere Road",
    ),
    Place(
        urn=900116,
        name="Ashworth Primary School",
        kind="community primary",
        ages=(4, 11),
        pupils=188,
        at=(9_200, -3_300),
        village="Ashworth",
    ),
    Place(
        urn=900117,
        name="Sallowfield Girls’ School",
        kind="independent",
        ages=(11, 18),
        pupils=380,
        at=(10_800, 1_400),
        village="Sallowfield",
        gender="Girls",
    ),
    Place(
        urn=900118,
        name="Dunscar Community School",
        kind="community secondary",
        ages=(11, 16),
        pupils=760,
        at=(-11_700, 4_400),
        village="Dunscar",
    ),
    Place(
        urn=900119,
        name="Stubbin Lane Infant School",
        kind="community primary",
        ages=(4, 7),
        pupils=118,
        at=(-700, 1_600),
        street="Stubbin Lane",
    ),
    Place(
        urn=900120,
        name="Peat Bridge Junior School",
        kind="community primary",
        ages=(7, 11),
        pupils=176,
        at=(5_700, 6_900),
        village="Peat Bridge",
    ),
    Place(
        urn=900121,
        name="The Sycamores School",
        kind="independent special",
        ages=(8, 18),
        pupils=54,
        at=(-2_200, -7_100),
        village="Low Oswinthorpe",
    ),
    Place(
        urn=900122,
        name="Brigsteer Primary School",
        kind="community primary",
        ages=(4, 11),
        pupils=91,
        at=(-14_200, 9_600),
        village="Brigsteer Head",
    ),
    Place(
        urn=900123,
        name="Marlcroft Academy",
        kind="academy",
        ages=(11, 18),
        pupils=1_110,
        at=(13_900, -5_800),
        village="Marlcroft",
        trust=NORTHERN_TRUST,
    ),
]
WENLOW_SCHOOLS = [
    Place(
        urn=900201,
        name="Wenlow Grange School",
        kind="independent",
        ages=(3, 18),
        pupils=690,
        at=(400, 800),
        area=WENLOW,
        street="Grange Road",
        boarders="Boarding school",
    ),
    Place(
        urn=900202,
        name="Fenstead Village College",
        kind="academy",
        ages=(11, 16),
        pupils=905,
        at=(5_200, 3_900),
        area=WENLOW,
        village="Fenstead",
        trust="Wenlow Fens Trust",
    ),
    Place(
        urn=900203,
        name="Lode End Primary School",
        kind="academy primary",
        ages=(4, 11),
        pupils=205,
        at=(-3_100, 2_200),
        area=WENLOW,
        village="Lode End",
        trust="Wenlow Fens Trust",
    ),
    Place(
        urn=900204,
        name="Abbot’s Reach Primary School",
        kind="church primary",
        ages=(4, 11),
        pupils=164,
        at=(1_700, -4_800),
        area=WENLOW,
        village="Abbot’s Reach",
        faith="Church of England",
    ),
    Place(
        urn=900205,
        name="Holmedale Preparatory School",
        kind="independent",
        ages=(4, 13),
        pupils=240,
        at=(-6_600, -1_900),
        area=WENLOW,
        village="Holmedale",
    ),
    Place(
        urn=900206,
        name="Withy Sixth Form College",
        kind="sixth form",
        ages=(16, 19),
        pupils=1_350,
        at=(-200, -500),
        area=WENLOW,
    ),
    Place(
        urn=900207,
        name="Crane Fen Community School",
        kind="community secondary",
        ages=(11, 18),
        pupils=1_020,
        at=(9_300, -700),
        area=WENLOW,
        village="Crane Fen",
    ),
    Place(
        urn=900208,
        name="Rookery Road Primary School",
        kind="community primary",
        ages=(3, 11),
        pupils=398,
        at=(900, 1_400),
        area=WENLOW,
        street="Rookery Road",
    ),
    Place(
        urn=900209,
        name="St Etheldred’s School",
        kind="independent",
        ages=(11, 18),
        pupils=470,
        at=(4_800, 9_100),
        area=WENLOW,
        village="Upper Wenlow",
        faith="Church of England",
    ),
    Place(
        urn=900210,
        name="Sedge Lane Special School",
        kind="special",
        ages=(3, 19),
        pupils=130,
        at=(-1_800, -2_600),
        area=WENLOW,
        street="Sedge Lane",
    ),
]
FAR_SCHOOLS = [
    Place(
        urn=900301,
        name="Saltham Cove Primary School",
        kind="community primary",
        ages=(4, 11),
        pupils=84,
        at=(0, 0),
        area=SALTHAM,
        street="Harbour Terrace",
    ),
    Place(
        urn=900302,
        name="The Capes Academy",
        kind="academy",
        ages=(11, 16),
        pupils=690,
        at=(6_200, 2_400),
        area=SALTHAM,
        village="Cape Road",
        trust="Saltham Bay Trust",
    ),
    Place(
        urn=900303,
        name="Tregarrow School",
        kind="independent",
        ages=(4, 16),
        pupils=150,
        at=(31_000, 22_500),
        area=SALTHAM,
        village="Tregarrow",
    ),
    Place(
        urn=900401,
        name="Hexhaven Park High School",
        kind="community secondary",
        ages=(11, 18),
        pupils=1_180,
        at=(0, 0),
        area=HEXHAVEN,
        street="Park Parade",
    ),
    Place(
        urn=900402,
        name="Staithes Row Primary School",
        kind="community primary",
        ages=(3, 11),
        pupils=420,
        at=(2_300, -1_600),
        area=HEXHAVEN,
        street="Staithes Row",
    ),
    Place(
        urn=900403,
        name="Cheviot College",
        kind="independent",
        ages=(11, 18),
        pupils=560,
        at=(-5_400, 3_300),
        area=HEXHAVEN,
        village="Hexhaven Edge",
    ),
    Place(
        urn=900404,
        name="Moorlaw First School",
        kind="community primary",
        ages=(4, 9),
        pupils=62,
        at=(-19_000, 14_000),
        area=HEXHAVEN,
        village="Moorlaw",
    ),
]
SCHOOLS = CALDERBY_SCHOOLS + WENLOW_SCHOOLS + FAR_SCHOOLS
