"""Full-text search behind one interface: SQLite's FTS5 and PostgreSQL's tsvector.

An app declares a SearchIndex over text columns of one of its tables, and creates it with the migration operation
CreateSearchIndex. From then on the database keeps the index right itself, in the transaction that changes a row
(triggers on SQLite, a generated column on PostgreSQL). Whatever a person typed is quoted word by word: a bare quote,
star or NUL would otherwise make MATCH or to_tsquery raise.

SQLite drops a table's triggers whenever Django remakes the table, so a later migration that alters a column of an
indexed table ends with the same CreateSearchIndex again; it replaces what is there.
"""

# ruff: noqa: S608, S611
# The SQL below is put together from names that migrations and modules declare; what people typed is a parameter.

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connections, models
from django.db.migrations.operations.base import Operation
from django.db.models.expressions import RawSQL

Q = TypeVar("Q", bound=models.QuerySet[Any])

MOST_WORDS = 12  # nobody means more, and each costs a look-up
_PIECE = re.compile(r'"([^"]*)"|([^\s"]+)')
_ACCENTED = "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿŵŷŴŶ"
_PLAIN = "".join(unicodedata.normalize("NFKD", char)[0] for char in _ACCENTED)
_BM25_WEIGHT = {"A": 10.0, "B": 4.0, "C": 2.0, "D": 1.0}  # PostgreSQL's own steps: 1.0, 0.4, 0.2, 0.1


@dataclass(frozen=True)
class Term:
    """One word, or several in this order (a phrase). With `prefix` it may be the beginning of a longer word."""

    text: str
    prefix: bool = False


def terms_of(text: str, *, prefix_last: bool = False) -> list[Term]:
    """What a person typed, as terms: words, and phrases in double quotes; at most MOST_WORDS.

    With `prefix_last` the last word may be unfinished, as it is while somebody types.
    """
    terms: list[Term] = []
    for phrase, word in _PIECE.findall(text.replace("\0", " ")[:1000]):
        piece = "".join(c for c in unicodedata.normalize("NFKD", phrase or word) if not unicodedata.combining(c))
        if any(char.isalnum() for char in piece):
            terms.append(Term(piece.strip()))
    terms = terms[:MOST_WORDS]
    if prefix_last and terms and not text.rstrip().endswith('"'):
        terms[-1] = Term(terms[-1].text, prefix=True)
    return terms


@dataclass(frozen=True)
class SearchIndex:
    """An index `name` over the text `columns` ((column, weight "A" to "D"), heaviest first) of `table`.

    With `stem` English endings are ignored ("partnerships" finds "partnership"); names of places and schools are
    better searched without. Accents never matter.
    """

    name: str
    table: str
    columns: tuple[tuple[str, str], ...]
    stem: bool = False

    def matching(self, queryset: Q, terms: list[Term]) -> Q:
        """The rows that hold every term, in any of the columns; none where there are no terms."""
        if not terms:
            return queryset.none()
        if _is_sqlite(queryset):
            sql, params = f"SELECT rowid FROM {self.name} WHERE {self.name} MATCH %s", [_fts5(terms)]
        else:
            condition, params = self._tsquery(terms)
            sql = f"SELECT id FROM {self.table} WHERE {self.name} @@ ({condition})"
        return queryset.filter(pk__in=RawSQL(sql, params))

    def ranked(self, queryset: Q, terms: list[Term]) -> Q:
        """The matching rows with `search_rank`, larger where more of the weight is; comparable within one search."""
        if _is_sqlite(queryset):
            weights = ", ".join(str(_BM25_WEIGHT[weight]) for _, weight in self.columns)
            sql = (
                f"(SELECT -bm25({self.name}, {weights}) FROM {self.name}"
                f" WHERE {self.name} MATCH %s AND rowid = {self.table}.id)"
            )
            params = [_fts5(terms)]
        else:
            condition, params = self._tsquery(terms)
            sql = f"ts_rank({self.table}.{self.name}, {condition})"
        rank = RawSQL(sql, params, output_field=models.FloatField())
        return self.matching(queryset, terms).annotate(search_rank=rank)

    def words(self, using: str = "default") -> dict[str, int]:
        """Every word of the index and the number of rows that hold it: what a misspelt word may have meant.

        Useful without `stem` only, for stems are not words.
        """
        connection = connections[using]
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(f"SELECT term, doc FROM {self.name}_words")
            else:
                cursor.execute("SELECT word, ndoc FROM ts_stat(%s)", [f"SELECT {self.name} FROM {self.table}"])
            return dict(cursor.fetchall())

    def create_sql(self, vendor: str) -> list[str]:
        """The statements that create the index and fill it from the rows there are."""
        return self._create_fts5() if vendor == "sqlite" else self._create_tsvector()

    def drop_sql(self, vendor: str) -> list[str]:
        """The statements that remove the index, where it exists."""
        if vendor == "sqlite":
            triggers = [f"DROP TRIGGER IF EXISTS {self.name}_{when}" for when in ("insert", "update", "delete")]
            return [*triggers, f"DROP TABLE IF EXISTS {self.name}_words", f"DROP TABLE IF EXISTS {self.name}"]
        return [f"ALTER TABLE {self.table} DROP COLUMN IF EXISTS {self.name}"]

    def _create_fts5(self) -> list[str]:
        names = [column for column, _ in self.columns]
        columns = ", ".join(names)
        new = ", ".join(f"new.{name}" for name in names)
        old = ", ".join(f"old.{name}" for name in names)
        tokenizer = f"{'porter ' if self.stem else ''}unicode61 remove_diacritics 2"
        add = f"INSERT INTO {self.name}(rowid, {columns}) VALUES (new.id, {new});"
        remove = f"INSERT INTO {self.name}({self.name}, rowid, {columns}) VALUES ('delete', old.id, {old});"
        return [
            f"CREATE VIRTUAL TABLE {self.name} USING fts5({columns}, content='{self.table}', content_rowid='id',"
            f" tokenize='{tokenizer}', prefix='2 3')",
            f"CREATE VIRTUAL TABLE {self.name}_words USING fts5vocab({self.name}, 'row')",
            f"CREATE TRIGGER {self.name}_insert AFTER INSERT ON {self.table} BEGIN {add} END",
            f"CREATE TRIGGER {self.name}_delete AFTER DELETE ON {self.table} BEGIN {remove} END",
            f"CREATE TRIGGER {self.name}_update AFTER UPDATE OF {columns} ON {self.table} BEGIN {remove} {add} END",
            f"INSERT INTO {self.name}({self.name}) VALUES ('rebuild')",
        ]

    def _create_tsvector(self) -> list[str]:
        vectors = " || ".join(
            f"setweight(to_tsvector('{self._config}', translate({column}, '{_ACCENTED}', '{_PLAIN}')), '{weight}')"
            for column, weight in self.columns
        )
        return [
            f"ALTER TABLE {self.table} ADD COLUMN {self.name} tsvector GENERATED ALWAYS AS ({vectors}) STORED",
            f"CREATE INDEX {self.name}_gin ON {self.table} USING gin ({self.name})",
        ]

    @property
    def _config(self) -> str:
        return "pg_catalog.english" if self.stem else "pg_catalog.simple"

    def _tsquery(self, terms: list[Term]) -> tuple[str, list[str]]:
        pieces, params = [], []
        for term in terms:
            if term.prefix:
                pieces.append(f"to_tsquery('{self._config}', %s)")
                params.append("'" + term.text.replace("\\", "\\\\").replace("'", "''") + "':*")
            else:
                pieces.append(f"phraseto_tsquery('{self._config}', %s)")
                params.append(term.text)
        return " && ".join(pieces), params


class CreateSearchIndex(Operation):
    """Migration operation: create a SearchIndex, given by its fields, in place of one of the same name."""

    reversible = True

    def __init__(self, name: str, table: str, columns: list[tuple[str, str]], stem: bool = False) -> None:
        self.index = SearchIndex(name, table, tuple(columns), stem)

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Django's picture of the models stays as it is."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        vendor = schema_editor.connection.vendor
        for statement in self.index.drop_sql(vendor) + self.index.create_sql(vendor):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for statement in self.index.drop_sql(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return f"Create the search index {self.index.name} on {self.index.table}"


def _is_sqlite(queryset: models.QuerySet[Any]) -> bool:
    return connections[queryset.db].vendor == "sqlite"


def _fts5(terms: list[Term]) -> str:
    """An FTS5 expression: every term quoted, so that no character of it means anything."""
    return " ".join('"' + term.text.replace('"', '""') + '"' + ("*" if term.prefix else "") for term in terms)
