"""The vocabulary of schools. Search itself is in schools/search.py."""

from collections.abc import Iterable
from typing import Any

from django.db import models


class SchoolQuerySet(models.QuerySet):
    def listed(self) -> "SchoolQuerySet":
        """What the public may see: everything of the register, and what was entered by hand once it is checked."""
        return self.filter(checked=True)

    def open(self) -> "SchoolQuerySet":
        """Listed and teaching now."""
        return self.listed().filter(status__in=["open", "closing"])

    def choosable(self, added: Iterable[int] = ()) -> "SchoolQuerySet":
        """What a person may choose in a form: schools that are open, and those they `added` by hand (URNs)."""
        return self.open() | self.filter(urn__in=list(added))

    def visible_to(self, user: Any) -> "SchoolQuerySet":
        """What this person may open: Forum staff also see what waits to be checked."""
        return self.all() if user.is_authenticated and user.is_staff else self.listed()
