"""A case study's content, and editions of it, for the tests of what readers see."""

import copy
import datetime
import uuid
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from casestudies.editions import columns_of, lists_of, review_after
from casestudies.models import CaseStudy, Edition
from schools.models import School
from schools.tests.factories import make_independent, make_school
from schools.year_groups import YearGroups

CONTENT: dict[str, Any] = {
    "story": {
        "title": "Wednesday science: 56 pupils, one shared lab",
        "summary": "Tarnside had keen pupils and no laboratory. Thornmere had two, empty on Wednesday afternoons.",
        "need": "Two of three Year 5 teachers told their head that they **avoided** practical work.",
        "aims": "- Every pupil handles real equipment\n- Year 9 learns to explain",
    },
    "who": {
        "activities": ["laboratories", "mentoring"],
        "subjects": ["science"],
        "years": int(YearGroups.Y5 | YearGroups.Y9),
        "priority": "teaching",
        "pupils": 56,
        "staff": 4,
    },
    "running": {
        "how_often": "Every second Wednesday, 1:30pm to 3pm",
        "how_long": "Eight afternoons over two terms",
        "lead_weeks": 14,
        "staffing": [
            {"role": "Year 5 teacher", "from": "state", "hours": 31, "does": "Leads every other session"},
            {"role": "Science teacher", "from": "independent", "hours": 31, "does": "Leads the others"},
        ],
    },
    "cost": {
        "total": 2128,
        "funder": "Each school half",
        "in_kind": "The laboratory and the technician’s time.",
        "transport": "A coach for 56, booked for the year. Two thirds of the cost.",
    },
    "steps": {
        "steps": [
            {"title": "Agree one aim and who pays for the bus", "weeks_before": 14, "text": "We wrote one page."},
            {"title": "Fix all eight dates", "weeks_before": 12, "text": "Put both calendars side by side."},
            {"title": "Train the Year 9 helpers", "weeks_before": 1, "text": "One lunchtime: ask, do not tell."},
            {"title": "Run, then talk for ten minutes", "weeks_before": 0, "text": "While the bus loads."},
        ]
    },
    "evidence": {
        "design": "before-after",
        "measured": "Confidence in practical science, six questions on a scale of 5",
        "result": "Confidence rose by 0.6 points out of 5. Of 51 pupils, 34 were more confident and 5 were less.",
        "sample": 51,
    },
    "lessons": {
        "wrong": "When one lead was ill in March we nearly stopped.",
        "change": "- Name a deputy lead on day one\n- Book the bus for the year",
        "conditions": "Schools no more than twenty minutes apart.",
    },
    "quotes": {
        "quotes": [{"words": "She asked if Wednesday could be every day.", "who": "Year 5 teacher", "consent": True}]
    },
    "licence": {"licence": "cc-by-4.0"},
}


def content(**sections: Any) -> dict[str, Any]:
    """CONTENT, each section named changed as said; a section given as None is left out."""
    made = copy.deepcopy(CONTENT)
    for name, change in sections.items():
        if change is None:
            made.pop(name, None)
        elif isinstance(change, dict):
            made[name] = {**made.get(name, {}), **change}
        else:
            made[name] = change
    return made


def picture(**changes: Any) -> dict[str, Any]:
    alt = "Two pupils look into a beaker"
    return {"id": str(uuid.uuid4()), "alt": alt, "width": 1600, "height": 1000, "widths": [480, 960, 1600], **changes}


def file(**changes: Any) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "title": "Eight session plans", "kind": "docx", "size": 2_400_000, **changes}


def make_edition(
    *, schools: list[School] | None = None, published: datetime.datetime | None = None, **sections: Any
) -> Edition:
    """A published case study of two schools of both sectors, changed as said."""
    schools = schools or [make_school(name="Tarnside Primary School"), make_independent(name="Thornmere School")]
    made = content(**sections)
    made["schools"] = [
        {"urn": s.urn, "name": s.name, "sector": s.sector, "town": s.town, "region": s.region} for s in schools
    ]
    case_study = CaseStudy.objects.create(title=made["story"]["title"], status=CaseStudy.Status.PUBLISHED)
    now = published or timezone.now()
    edition = Edition.objects.create(
        case_study=case_study,
        slug=f"{slugify(made['story']['title'])[:100]}-{case_study.pk}",
        content=made,
        published_at=now,
        edition_at=now,
        review_on=review_after(timezone.localdate(now)),
        **columns_of(made),
    )
    for name, rows in lists_of(made).items():
        getattr(edition, name).set(rows)
    return edition
