"""The vocabulary of schools. Search itself is in schools/search.py."""

from django.db import models


class SchoolQuerySet(models.QuerySet):
    def listed(self) -> "SchoolQuerySet":
        """What the public may see: everything of the register, and what was entered by hand once it is checked."""
        return self.filter(checked=True)

    def open(self) -> "SchoolQuerySet":
        """Listed and teaching now."""
        return self.listed().filter(status__in=["open", "closing"])
