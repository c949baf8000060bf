"""A school that copies a published case study, brought to any state through actions."""

from typing import Any

from casestudies.actions.replication import replicate
from casestudies.models import Edition, Replication
from casestudies.tests.cast import member_of, published
from schools.models import School
from schools.tests.factories import make_school

HOME = {"easting": 412_600, "northing": 428_400}


def tarnside(**changes: Any) -> School:
    """A state primary school that has no part in the case study."""
    return make_school(**{"name": "Tarnside Primary School", "town": "Tarnside", **HOME, **changes})


def copied(edition: Edition | None = None, school: School | None = None) -> Replication:
    """The plan of `school` (Tarnside), begun by somebody of it. The person is `replication.begun_by`."""
    school = school or tarnside()
    return replicate(edition=edition or published(), school=school, by=member_of(school))
