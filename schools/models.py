"""The national register, as far as the portal needs it. No personal names are kept here."""

from django.db import models
from django.urls import reverse

from schools.querysets import SchoolQuerySet
from schools.year_groups import YearGroups, of_ages

# Schools that the register does not know (Wales, Scotland, overseas) get a number of ours, longer than any URN,
# so that every school has one address and one key.
FIRST_OWN_NUMBER = 9_000_001


class Sector(models.TextChoices):
    STATE = "state", "State"
    INDEPENDENT = "independent", "Independent"
    OTHER = "other", "Other"


class Status(models.TextChoices):
    OPEN = "open", "Open"
    CLOSING = "closing", "Open, but proposed to close"
    PROPOSED = "proposed", "Proposed to open"
    CLOSED = "closed", "Closed"


class Phase(models.TextChoices):
    NURSERY = "nursery", "Nursery"
    PRIMARY = "primary", "Primary"
    MIDDLE_PRIMARY = "middle-primary", "Middle deemed primary"
    MIDDLE_SECONDARY = "middle-secondary", "Middle deemed secondary"
    SECONDARY = "secondary", "Secondary"
    ALL_THROUGH = "all-through", "All-through"
    SIXTEEN_PLUS = "16-plus", "16 plus"
    NOT_APPLICABLE = "not-applicable", "Not applicable"


class Region(models.TextChoices):
    NORTH_EAST = "north-east", "North East"
    NORTH_WEST = "north-west", "North West"
    YORKSHIRE = "yorkshire-and-the-humber", "Yorkshire and the Humber"
    EAST_MIDLANDS = "east-midlands", "East Midlands"
    WEST_MIDLANDS = "west-midlands", "West Midlands"
    EAST = "east-of-england", "East of England"
    LONDON = "london", "London"
    SOUTH_EAST = "south-east", "South East"
    SOUTH_WEST = "south-west", "South West"
    OUTSIDE = "outside-england", "Outside England"


class LocalAuthority(models.Model):
    """A local authority under its register code."""

    code = models.CharField(max_length=4, unique=True)
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "local authorities"

    def __str__(self) -> str:
        return self.name


class Network(models.Model):
    """Something that schools belong to together, through which they may know each other already."""

    class Kind(models.TextChoices):
        TRUST = "trust", "Trust"
        FEDERATION = "federation", "Federation"
        DIOCESE = "diocese", "Diocese"
        LOCAL = "local", "Local heads’ group or network"

    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["kind", "name"]
        constraints = [models.UniqueConstraint("kind", models.functions.Lower("name"), name="network_once")]

    def __str__(self) -> str:
        return self.name


class School(models.Model):
    """A school as the register describes it, or as entered by hand where the register does not know it."""

    class Origin(models.TextChoices):
        REGISTER = "register", "National register"
        HAND = "hand", "Entered by hand"

    urn = models.PositiveIntegerField("URN", unique=True)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.REGISTER)
    checked = models.BooleanField(
        default=True, help_text="A school entered by hand is shown once Forum staff checked it"
    )
    name = models.CharField(max_length=200)
    sector = models.CharField(max_length=12, choices=Sector)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    type_name = models.CharField("type of establishment", max_length=100, blank=True)
    phase = models.CharField(max_length=16, choices=Phase, default=Phase.NOT_APPLICABLE)
    low_age = models.PositiveSmallIntegerField("statutory low age", null=True, blank=True)
    high_age = models.PositiveSmallIntegerField("statutory high age", null=True, blank=True)
    gender = models.CharField(max_length=30, blank=True)
    religious_character = models.CharField(max_length=100, blank=True)
    admissions = models.CharField("admissions policy", max_length=40, blank=True)
    boarders = models.CharField(max_length=60, blank=True)
    sixth_form = models.CharField("official sixth form", max_length=40, blank=True)
    pupils = models.PositiveIntegerField("number of pupils", null=True, blank=True)
    street = models.CharField(max_length=150, blank=True)
    locality = models.CharField(max_length=150, blank=True)
    address3 = models.CharField("address line 3", max_length=150, blank=True)
    town = models.CharField(max_length=100, blank=True)
    county = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=10, blank=True, db_index=True)
    website = models.CharField(max_length=300, blank=True)
    domain = models.CharField(
        max_length=100,
        blank=True,
        db_index=True,
        editable=False,
        help_text="The website's registrable host, to verify e-mail addresses",
    )
    telephone = models.CharField(max_length=30, blank=True)
    local_authority = models.ForeignKey(
        LocalAuthority, null=True, blank=True, on_delete=models.PROTECT, related_name="schools"
    )
    region = models.CharField(max_length=30, choices=Region, blank=True)
    easting = models.IntegerField(null=True, blank=True, help_text="Metres, British National Grid")
    northing = models.IntegerField(null=True, blank=True, help_text="Metres, British National Grid")
    place_is_approximate = models.BooleanField(
        default=False, help_text="The place was worked out from the postcode, not given by the register"
    )
    opened = models.DateField(null=True, blank=True)
    closed = models.DateField(null=True, blank=True)
    networks = models.ManyToManyField(Network, blank=True, related_name="schools")
    search_name = models.CharField(
        max_length=300, editable=False, help_text="The name as searched: see schools/search.py"
    )
    search_place = models.CharField(max_length=400, editable=False, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["name", "urn"]
        indexes = [
            models.Index(fields=["sector", "easting", "northing"], name="school_sector_grid"),
            models.Index(fields=["name", "urn"], name="school_name_urn"),
            models.Index(fields=["local_authority", "name"], name="school_la_name"),
            models.Index(fields=["town"], name="school_town"),
        ]
        constraints = [
            models.CheckConstraint(
                name="school_place_both_or_neither",
                condition=models.Q(easting__isnull=True, northing__isnull=True)
                | models.Q(easting__isnull=False, northing__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("schools:school", args=[self.urn])

    @property
    def is_open(self) -> bool:
        return self.status in (Status.OPEN, Status.CLOSING)

    @property
    def year_groups(self) -> YearGroups:
        """The year groups it teaches by its statutory ages; every one where the register does not say."""
        return of_ages(self.low_age, self.high_age)

    @property
    def ages_words(self) -> str:
        """ "Ages 3 to 18", or "" where the register does not say."""
        return f"Ages {self.low_age} to {self.high_age}" if self.low_age is not None and self.high_age else ""

    @property
    def kind_words(self) -> str:
        """Who goes there and how, as far as the register says: "Girls, day and boarding", "Mixed day school"."""
        gender = self.gender if self.gender in ("Mixed", "Girls", "Boys") else ""
        boarders = self.boarders.casefold()
        if "special" in self.type_name.casefold():
            return "Special school"
        if "boarding" in boarders and not boarders.startswith("no "):
            return f"{gender}, day and boarding" if gender else "Day and boarding"
        if boarders.startswith("no "):
            return f"{gender} day school" if gender else "Day school"
        return gender

    @property
    def address_lines(self) -> list[str]:
        parts = [self.street, self.locality, self.address3, self.town, self.county, self.postcode]
        return [part for part in parts if part]


class SchoolLink(models.Model):
    """`school` was followed by `successor`, or split or merged into it."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="successor_links")
    successor = models.ForeignKey(School, on_delete=models.CASCADE, related_name="predecessor_links")
    kind = models.CharField(max_length=60)
    since = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "successor"], name="school_link_once")]

    def __str__(self) -> str:
        return f"{self.school} → {self.successor}"


class Postcode(models.Model):
    """Where a postcode is: the optional table of `import_postcodes`, Great Britain only."""

    code = models.CharField(max_length=7, primary_key=True, help_text="Capitals without a space: SW1A1AA")
    easting = models.IntegerField()
    northing = models.IntegerField()

    def __str__(self) -> str:
        return self.code
