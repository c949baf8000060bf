"""A stamp that changes whenever the rows of a table change, so that what was worked out from them may stay in memory.

The database itself renews it, in the transaction of the change, whoever makes it. A reader who finds the stamp that it
knows may trust what it worked out; any other means: work it out again. It is a random word and not a number: a number
that was rolled back would come a second time and stand for something else.

Like the triggers of a search index (core/search.py) those of a stamp are lost on SQLite when Django remakes the table:
a later migration that alters one of its columns ends with the same CreateStamp again.
"""

# ruff: noqa: S608
# The SQL is put together from names that migrations and modules declare.

from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.migrations.operations.base import Operation

EVENTS = ("insert", "update", "delete")


@dataclass(frozen=True)
class Stamp:
    """The stamp `name` over `columns` of `table`: what else changes in a row leaves it as it is."""

    name: str
    table: str
    columns: tuple[str, ...]

    def read(self, using: str = "default") -> str:
        """The present stamp. Read it before the rows: then what is kept is never older than it says."""
        with connections[using].cursor() as cursor:
            cursor.execute(f"SELECT stamp FROM {self.name}")
            return str(cursor.fetchone()[0])

    def create_sql(self, vendor: str) -> list[str]:
        """The statements that create it."""
        columns = ", ".join(self.columns)
        if vendor == "sqlite":
            renew = f"UPDATE {self.name} SET stamp = hex(randomblob(16))"
            when = {"insert": "INSERT", "update": f"UPDATE OF {columns}", "delete": "DELETE"}
            return [
                f"CREATE TABLE {self.name} (stamp text NOT NULL)",
                f"INSERT INTO {self.name} VALUES (hex(randomblob(16)))",
                *(
                    f"CREATE TRIGGER {self.name}_{event} AFTER {when[event]} ON {self.table} BEGIN {renew}; END"
                    for event in EVENTS
                ),
            ]
        return [
            f"CREATE TABLE {self.name} (stamp text NOT NULL)",
            f"INSERT INTO {self.name} VALUES (gen_random_uuid()::text)",
            f"CREATE FUNCTION {self.name}_renew() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN UPDATE {self.name} SET stamp = gen_random_uuid()::text; RETURN NULL; END $$",
            f"CREATE TRIGGER {self.name} AFTER INSERT OR DELETE OR TRUNCATE OR UPDATE OF {columns} ON {self.table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {self.name}_renew()",
        ]

    def drop_sql(self, vendor: str) -> list[str]:
        """The statements that remove it, where it exists."""
        table = f"DROP TABLE IF EXISTS {self.name}"
        if vendor == "sqlite":
            return [*(f"DROP TRIGGER IF EXISTS {self.name}_{event}" for event in EVENTS), table]
        return [f"DROP FUNCTION IF EXISTS {self.name}_renew() CASCADE", table]


class CreateStamp(Operation):
    """Migration operation: create a Stamp, given by its fields, in place of one of the same name."""

    reversible = True

    def __init__(self, name: str, table: str, columns: list[str]) -> None:
        self.stamp = Stamp(name, table, tuple(columns))

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Django's picture of the models stays as it is."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        vendor = schema_editor.connection.vendor
        for statement in self.stamp.drop_sql(vendor) + self.stamp.create_sql(vendor):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for statement in self.stamp.drop_sql(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return f"Create the stamp {self.stamp.name} on {self.stamp.table}"
