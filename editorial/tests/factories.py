"""What Forum staff publish, for tests: kept, like everything else, by actions.

make(Article, title="A new choir", dated=day)           published
make(Guide, published=False)                            a draft
"""

import datetime
import io
import itertools
from typing import Any, TypeVar

from django.utils import timezone

from accounts.models import User
from accounts.tests.factories import make_forum
from core import pictures
from core.tests import files
from editorial.actions import keep_entry
from editorial.models import Entry, ForumEvent, ResearchReport

E = TypeVar("E", bound=Entry)
_numbers = itertools.count(1)


def editor() -> User:
    """A moderator of the Forum."""
    found = User.objects.filter(email="editor@forum.example").first()
    return found or make_forum(email="editor@forum.example")


def a_picture() -> pictures.Prepared:
    return pictures.prepare(io.BytesIO(files.picture()))


def make(model: type[E], *, published: bool = True, picture: bool = False, **fields: Any) -> E:
    """An entry with a number in its title and address; `fields` go to the model."""
    number = next(_numbers)
    basics = {"title": f"Entry {number}", "slug": f"entry-{number}", "summary": "In short.", "body": "At **length**."}
    if model is ForumEvent:
        basics["starts_at"] = timezone.now() + datetime.timedelta(days=7)
    if model is ResearchReport:
        basics |= {"publisher": "A university", "released": datetime.date(2024, 5, 1)}
    if picture:
        basics["picture_alt"] = "Pupils at a pond"
    entry = model(**{**basics, **fields})
    return keep_entry(entry=entry, published=published, by=editor(), picture=a_picture() if picture else None)
