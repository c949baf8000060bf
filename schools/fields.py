"""Model field for a set of year groups."""

from typing import Any

from django.db import models

from schools.year_groups import YearGroups


class YearGroupsField(models.PositiveIntegerField):
    """Stores a YearGroups; gives one back. The database can intersect it: `.filter(years__overlaps=mask)`."""

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> YearGroups | None:
        return None if value is None else YearGroups(value)

    def to_python(self, value: Any) -> YearGroups | None:
        number = super().to_python(value)
        return None if number is None else YearGroups(number)

    def get_prep_value(self, value: Any) -> int | None:
        return None if value is None else int(value)


@YearGroupsField.register_lookup
class Overlaps(models.Lookup):
    """At least one year group in common.

    Said as `> 0`, which PostgreSQL takes for a third of the rows, near the truth; `<> 0` it takes for all of them, and
    then reads whole tables to be ready for so many.
    """

    lookup_name = "overlaps"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"({left} & {right}) > 0", (*left_params, *right_params)
