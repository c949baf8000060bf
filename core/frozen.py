"""Columns that never change once they are written: the database itself refuses, whoever asks.

What people have signed must stay what it was, also where a mistake in a later action, a command or the admin would
change it. Like the triggers of a search index (core/search.py) these are lost on SQLite when Django remakes the table:
a later migration that alters one of its columns ends with the same FreezeColumns again.
"""

from typing import Any

from django.db.migrations.operations.base import Operation


class FreezeColumns(Operation):
    """Migration operation: refuse changes of `columns` in `table`, from the moment when `once` holds for the row.

    `once` is SQL about the row as it was, with `OLD.` before its columns; without it a row is frozen from the start.
    """

    reversible = True

    def __init__(self, name: str, table: str, columns: list[str], once: str = "") -> None:
        self.name, self.table, self.columns, self.once = name, table, columns, once

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Django's picture of the models stays as it is."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        vendor = schema_editor.connection.vendor
        for statement in self.drop_sql(vendor) + self.create_sql(vendor):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for statement in self.drop_sql(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return f"Freeze {', '.join(self.columns)} of {self.table}"

    def create_sql(self, vendor: str) -> list[str]:
        """The statements that create the guard."""
        differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
        changed = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in self.columns)
        condition = f"({self.once}) AND ({changed})" if self.once else changed
        said = f"{self.table} is frozen"
        if vendor == "sqlite":
            return [
                f"CREATE TRIGGER {self.name} BEFORE UPDATE OF {', '.join(self.columns)} ON {self.table}"
                f" FOR EACH ROW WHEN {condition} BEGIN SELECT RAISE(ABORT, '{said}'); END"
            ]
        return [
            f"CREATE FUNCTION {self.name}_refuse() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN RAISE integrity_constraint_violation USING MESSAGE = '{said}'; END $$",
            f"CREATE TRIGGER {self.name} BEFORE UPDATE OF {', '.join(self.columns)} ON {self.table}"
            f" FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION {self.name}_refuse()",
        ]

    def drop_sql(self, vendor: str) -> list[str]:
        """The statements that remove it, where it exists."""
        if vendor == "sqlite":
            return [f"DROP TRIGGER IF EXISTS {self.name}"]
        return [f"DROP FUNCTION IF EXISTS {self.name}_refuse() CASCADE"]
