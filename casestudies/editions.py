"""From the working text of a case study to what the public reads: its content, its fingerprint, its columns, its slug.

`Edition.content` is {section name: answers} with three lists beside them: "schools", "pictures" and "files". The same
shape is worked out of the working text by `content_of`, so that a preview, a confirmation, the moderation page and the
published page are made of one thing.
"""

import datetime
import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from casestudies.facets import facets_of
from casestudies.models import CaseStudy, Edition, Evidence, Licence
from casestudies.texts import texts_of
from core.markdown import plain
from partnerships.models import ActivityType, Subject
from schools.models import Region, School
from schools.year_groups import YearGroups

Content = dict[str, Any]

# First words of addresses under /case-studies/ that are pages of their own (casestudies/urls.py), or are kept for one.
RESERVED = frozenset(
    [
        *["yours", "media", "following", "follow", "unfollow", "feed", "feeds", "copies", "questions", "comments"],
        *["search", "suggest", "near", "map", "print", "kit", "new", "all", "latest", "featured", "flags", "help"],
        *["topics", "subjects", "activities", "regions", "schools", "about"],
    ]
)
LONGEST_SLUG = 120  # characters, which leaves room for "-2"
HOLDS_FOR_YEARS = 2


def content_of(case_study: CaseStudy) -> Content:
    """The working text as an edition would hold it. Four queries; sections not begun are absent."""
    content: Content = {
        name: answers for name, answers in case_study.sections.values_list("name", "answers") if answers
    }
    schools = School.objects.filter(case_studies_named_in__case_study=case_study)
    content["schools"] = list(
        schools.order_by("case_studies_named_in__pk").values("urn", "name", "sector", "town", "region")
    )
    content["pictures"] = [
        {
            "id": str(picture.pk),
            "alt": picture.alt,
            "width": picture.width,
            "height": picture.height,
            "widths": picture.widths,
        }
        for picture in case_study.pictures.filter(removed_at=None)
    ]
    content["files"] = [
        {"id": str(file.pk), "title": file.title, "kind": file.kind, "size": file.size}
        for file in case_study.attachments.filter(removed_at=None)
    ]
    return content


def fingerprint(content: Content) -> str:
    """What tells one text from another: 64 hexadecimal digits.

    Of the schools only which they are counts: that the register spells one anew asks nobody to confirm again.
    """
    counted = {**content, "schools": sorted(school["urn"] for school in content.get("schools", []))}
    text = json.dumps(counted, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def columns_of(content: Content) -> dict[str, Any]:
    """The plain columns of an Edition with this content, by field name; those with lists are `lists_of`."""
    story, who, evidence = content.get("story", {}), content.get("who", {}), content.get("evidence", {})
    return {
        "title": story.get("title", ""),
        "summary": story.get("summary", ""),
        "words": words_of(content),
        "year_groups": YearGroups(who.get("years") or 0),
        "priority": who.get("priority", ""),
        "evidence": evidence.get("design", Evidence.NONE),
        "licence": content.get("licence", {}).get("licence", Licence.CC_BY),
        "pupils": who.get("pupils") or 0,
        "cost": content.get("cost", {}).get("total"),
        "has_kit": bool(content.get("files")),
        "facets": facets_of(content),
    }


def lists_of(content: Content) -> dict[str, models.QuerySet]:
    """The rows that an Edition with this content is linked to, by field name. An entry that has gone is left out."""
    who = content.get("who", {})
    return {
        "schools": School.objects.filter(urn__in=[school["urn"] for school in content.get("schools", [])]),
        "activities": ActivityType.objects.filter(slug__in=who.get("activities", [])),
        "subjects": Subject.objects.filter(slug__in=who.get("subjects", [])),
    }


def words_of(content: Content) -> str:
    """Everything but the title and the summary in plain text, for the search: a text a line."""
    lists = lists_of(content)
    names = [*lists["activities"].values_list("name", flat=True), *lists["subjects"].values_list("name", flat=True)]
    told = [text.words for text in texts_of(content) if text.path[1:] not in (("title",), ("summary",))]
    places = [word for school in content.get("schools", []) for word in _names_of(school)]
    return "\n".join(text for text in map(plain, [*names, *told, *places]) if text)


def _names_of(school: dict[str, Any]) -> list[str]:
    region = school.get("region") or ""
    return [school["name"], school.get("town") or "", Region(region).label if region in Region.values else ""]


def slugs_for(title: str) -> Iterator[str]:
    """Slugs for this title, best first, endlessly: "the-reading-barge", "the-reading-barge-2" …"""
    stem = slugify(title)[:LONGEST_SLUG].strip("-_") or "case-study"
    if stem not in RESERVED:
        yield stem
    number = 1
    while True:
        number += 1
        yield f"{stem}-{number}"


def review_after(day: datetime.date) -> datetime.date:
    """When a text that holds on this day is asked about again: two years later."""
    try:
        return day.replace(year=day.year + HOLDS_FOR_YEARS)
    except ValueError:  # 29 February
        return day.replace(year=day.year + HOLDS_FOR_YEARS, day=28)


def publish_edition(case_study: CaseStudy, content: Content, *, by: User) -> Edition:
    """Write the first edition, or replace the one there is; its address stays. Only for the action that publishes.

    Call inside its transaction, with the case study locked.
    """
    now = timezone.now()
    edition = Edition.objects.filter(case_study=case_study).first()
    if edition is None:
        edition = Edition(case_study=case_study, number=0, published_at=now)
    edition.number += 1
    edition.content, edition.edition_at, edition.withdrawn_at = content, now, None
    edition.review_on = review_after(timezone.localdate(now))
    for name, value in columns_of(content).items():
        setattr(edition, name, value)
    edition._history_user = by
    if edition.pk is None:
        _save_with_slug(edition)
    else:
        edition.save()
    for name, rows in lists_of(content).items():
        getattr(edition, name).set(rows)
    return edition


def _save_with_slug(edition: Edition) -> None:
    """Save a new edition under the first slug that is free; two of one title may be published at one moment."""
    for slug in slugs_for(edition.title):
        if Edition.objects.filter(slug=slug).exists():
            continue
        edition.slug = slug
        try:
            with transaction.atomic():
                edition.save(force_insert=True)
        except IntegrityError:
            if not Edition.objects.filter(slug=slug).exists():
                raise  # it was not the slug
            edition.pk = None
        else:
            return
