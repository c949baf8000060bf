"""Full-text search behind one interface: SQLite's FTS5 and PostgreSQL's tsvector.

An app declares a SearchIndex over text columns of one of its tables, and creates it with the migration operation
CreateSearchIndex. From then on the database keeps the index right itself, in the transaction that changes a row
(triggers on SQLite, a generated column on PostgreSQL). Whatever a person typed is quoted word by word: a bare quote,
star or NUL would otherwise make MATCH or to_tsquery raise.

SQLite drops a table's triggers whenever Django remakes the table, so a later migration that alters a column of an
indexed table ends with the same CreateSearchIndex again; it replaces what is there.

An index that stems keeps its words as they were written beside it, for the misspelt: on SQLite a second, leaner FTS5
table, on PostgreSQL a table of words that triggers count. `manage.py rebuild_search` makes every declared index afresh.
"""

# ruff: noqa: S608, S611
# The SQL below is put together from names that migrations and modules declare; what people typed is a parameter.

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connections, models, transaction
from django.db.migrations.operations.base import Operation
from django.db.models.expressions import RawSQL

Q = TypeVar("Q", bound=models.QuerySet[Any])

MOST_WORDS = 12  # nobody means more, and each costs a look-up
# Rows weighed by all that they say. Where more match, the word is so common that only its place in a heading or summary
# (columns A and B) tells them apart; and PostgreSQL unpacks each long text that it weighs, a second for 40,000.
MOST_WEIGHED = 500
MOST_CHARACTERS = 400_000  # of a column that are indexed: PostgreSQL refuses a tsvector of more than a megabyte
_PIECE = re.compile(r'"([^"]*)"|([^\s"]+)')
_ACCENTED = "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿŵŷŴŶ"
_PLAIN = "".join(unicodedata.normalize("NFKD", char)[0] for char in _ACCENTED)
# What PostgreSQL's English dictionary leaves out of its index (snowball, english.stop), so that we leave it out too.
_STOP_WORDS = (
    "i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers "
    "herself it its itself they them their theirs themselves what which who whom this that these those am is are "
    "was were be been being have has had having do does did doing a an the and but if or because as until while of "
    "at by for with about against between into through during before after above below to from up down in out on "
    "off over under again further then once here there when where why how all any both each few more most other "
    "some such no nor not only own same so than too very s t can will just don should now"
)
STOP_WORDS = frozenset(_STOP_WORDS.split())
_BM25_WEIGHT = {"A": 10.0, "B": 4.0, "C": 2.0, "D": 1.0}  # PostgreSQL's own steps: 1.0, 0.4, 0.2, 0.1


@dataclass(frozen=True)
class Term:
    """One word, or several in this order (a phrase). With `prefix` it may be the beginning of a longer word.

    A row that holds one of `others` will do as well: a stemmed index has "swim" for "swimming", which "swimmi" does not
    begin, so whoever looks for a beginning there names the words that do (SearchIndex.words).
    """

    text: str
    prefix: bool = False
    others: tuple[str, ...] = ()


def terms_of(text: str, *, prefix_last: bool = False) -> list[Term]:
    """What a person typed, as terms: words, and phrases in double quotes; at most MOST_WORDS.

    A word that ends with a star, as in "swim*", is the beginning of words. With `prefix_last` the last word may be
    unfinished, as it is while somebody types.
    """
    terms: list[Term] = []
    for phrase, word in _PIECE.findall(text.replace("\0", " ")[:1000]):
        piece = "".join(c for c in unicodedata.normalize("NFKD", phrase or word) if not unicodedata.combining(c))
        if any(char.isalnum() for char in piece):
            terms.append(Term(piece.strip(" *"), prefix=bool(word) and piece.endswith("*")))
    terms = terms[:MOST_WORDS]
    if prefix_last and terms and not text.rstrip().endswith('"'):
        terms[-1] = Term(terms[-1].text, prefix=True)
    return terms


def strong(terms: list[Term]) -> list[Term]:
    """The terms less single words that an index with `stem` does not hold; none where nothing else was said."""
    return [term for term in terms if term.text.casefold() not in STOP_WORDS]


declared: "list[SearchIndex]" = []


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

    def declare(self) -> None:
        """Name it to `manage.py rebuild_search`. Call in AppConfig.ready()."""
        if self not in declared:
            declared.append(self)

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

    def scores(self, terms: list[Term], using: str = "default") -> dict[int, float]:
        """{pk: rank} of every row that holds the terms, as `ranked` ranks them, in one query.

        The way to rank for whoever counts and narrows in memory. Of more than MOST_WEIGHED rows only the columns A and
        B are weighed; what has the terms elsewhere ranks 0.
        """
        if not terms:
            return {}
        connection = connections[using]
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                return self._scores_fts5(cursor, _fts5(terms))
            condition, params = self._tsquery(terms)
            # The question comes from a table, so that the planner, who cannot know it, uses the index even for a word
            # that most rows hold: to look into each row instead it would unpack every long text. Only one of the two
            # halves of the UNION runs.
            few = f"(SELECT count(*) FROM found) <= {MOST_WEIGHED}"
            cursor.execute(
                f"WITH query AS (SELECT {condition} AS q), found AS MATERIALIZED"
                f" (SELECT id, ts_rank({self._head}, q) AS head FROM {self.table}, query WHERE {self.name} @@ q)"
                f" SELECT id, head FROM found WHERE NOT {few}"
                f" UNION ALL SELECT id, ts_rank({self.name}, q) FROM {self.table} JOIN found USING (id), query"
                f" WHERE {few}",
                params,
            )
            return dict(cursor.fetchall())

    def _scores_fts5(self, cursor: Any, expression: str) -> dict[int, float]:
        weights = ", ".join(str(_BM25_WEIGHT[weight]) for _, weight in self.columns)
        cursor.execute(f"SELECT rowid FROM {self.name} WHERE {self.name} MATCH %s", [expression])
        found = dict.fromkeys((pk for (pk,) in cursor.fetchall()), 0.0)
        heads = " ".join(column for column, weight in self.columns if weight in "AB")
        weighed = expression if len(found) <= MOST_WEIGHED else f"{{{heads}}} : ({expression})"
        if found:
            ranks = f"SELECT rowid, -bm25({self.name}, {weights}) FROM {self.name} WHERE {self.name} MATCH %s"
            cursor.execute(ranks, [weighed])
            found.update(cursor.fetchall())
        return found

    def words(self, beginning: str = "", using: str = "default") -> dict[str, int]:
        """The words of the index that begin so, as they were written, and the number of rows that hold each.

        What a misspelt word may have meant, or an unfinished one. All of a large index takes seconds: give a letter.
        """
        return self._counted(lambda column: _range(column, beginning), using)

    def known(self, words: Sequence[str], using: str = "default") -> dict[str, int]:
        """Of these words, as they were written, those that the index has, and the number of rows that hold each."""
        if not words:
            return {}
        marks = ", ".join(["%s"] * len(words))
        return self._counted(lambda column: (f"WHERE {column} IN ({marks})", list(words)), using)

    def _counted(self, condition: Callable[[str], tuple[str, list[str]]], using: str) -> dict[str, int]:
        """{word: rows} of the words that fulfil the condition, which is given the name of their column."""
        connection = connections[using]
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                where, params = condition("term")
                cursor.execute(f"SELECT term, doc FROM {self.name}_words {where}", params)
            elif self.stem:
                where, params = condition("word")
                cursor.execute(f"SELECT word, rows FROM {self.name}_words {where}", params)
            else:
                where, params = condition('word COLLATE "C"')
                every = f"SELECT {self.name} FROM {self.table}"
                cursor.execute(f"SELECT word, ndoc FROM ts_stat(%s) {where}", [every, *params])
            return dict(cursor.fetchall())

    def rebuild(self, using: str = "default") -> tuple[int, int]:
        """Make the index afresh from the rows there are: (rows, words) that it holds."""
        connection = connections[using]
        with transaction.atomic(using=using), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                connection.check_constraints()  # it alters no table while rows of this transaction wait to be checked
            for statement in self.drop_sql(connection.vendor) + self.create_sql(connection.vendor):
                cursor.execute(statement)
            cursor.execute(f"SELECT count(*) FROM {self.table}")
            (rows,) = cursor.fetchone()
        return rows, len(self.words(using=using))

    def create_sql(self, vendor: str) -> list[str]:
        """The statements that create the index and fill it from the rows there are."""
        return self._create_fts5() if vendor == "sqlite" else self._create_tsvector()

    def drop_sql(self, vendor: str) -> list[str]:
        """The statements that remove the index, where it exists."""
        if vendor == "sqlite":
            whens = ("insert", "update", "delete")
            return [
                *(f"DROP TRIGGER IF EXISTS {self.name}_{when}" for when in whens),
                f"DROP TABLE IF EXISTS {self.name}_words",
                f"DROP TABLE IF EXISTS {self.name}_plain",
                f"DROP TABLE IF EXISTS {self.name}",
            ]
        return [
            # With CASCADE go the triggers that call it.
            *(
                f"DROP FUNCTION IF EXISTS {self.name}_{when}() CASCADE"
                for when in ("insert", "update", "delete", "truncate")
            ),
            f"DROP TABLE IF EXISTS {self.name}_words",
            f"ALTER TABLE {self.table} DROP COLUMN IF EXISTS {self.name}, DROP COLUMN IF EXISTS {self.name}_head",
        ]

    def _create_fts5(self) -> list[str]:
        names = [column for column, _ in self.columns]
        columns = ", ".join(names)
        new = ", ".join(f"new.{name}" for name in names)
        old = ", ".join(f"old.{name}" for name in names)
        external = f"{columns}, content='{self.table}', content_rowid='id'"
        plain = "unicode61 remove_diacritics 2"
        tables = {self.name: f"{external}, tokenize='{'porter ' if self.stem else ''}{plain}', prefix='2 3'"}
        if self.stem:
            tables[f"{self.name}_plain"] = f"{external}, tokenize='{plain}', detail=none"
        add = " ".join(f"INSERT INTO {name}(rowid, {columns}) VALUES (new.id, {new});" for name in tables)
        remove = " ".join(
            f"INSERT INTO {name}({name}, rowid, {columns}) VALUES ('delete', old.id, {old});" for name in tables
        )
        spelt = f"{self.name}_plain" if self.stem else self.name
        return [
            *(f"CREATE VIRTUAL TABLE {name} USING fts5({definition})" for name, definition in tables.items()),
            f"CREATE VIRTUAL TABLE {self.name}_words USING fts5vocab({spelt}, 'row')",
            f"CREATE TRIGGER {self.name}_insert AFTER INSERT ON {self.table} BEGIN {add} END",
            f"CREATE TRIGGER {self.name}_delete AFTER DELETE ON {self.table} BEGIN {remove} END",
            f"CREATE TRIGGER {self.name}_update AFTER UPDATE OF {columns} ON {self.table} BEGIN {remove} {add} END",
            *(f"INSERT INTO {name}({name}) VALUES ('rebuild')" for name in tables),
        ]

    def _create_tsvector(self) -> list[str]:
        add = [f"ADD COLUMN {self.name} tsvector GENERATED ALWAYS AS ({self._vector(self.columns)}) STORED"]
        if self._head != self.name:
            heads = [(column, weight) for column, weight in self.columns if weight in "AB"]
            add.append(f"ADD COLUMN {self._head} tsvector GENERATED ALWAYS AS ({self._vector(heads)}) STORED")
        return [
            f"ALTER TABLE {self.table} {', '.join(add)}",
            f"CREATE INDEX {self.name}_gin ON {self.table} USING gin ({self.name})",
            *(self._count_words() if self.stem else []),
        ]

    @property
    def _head(self) -> str:
        """The tsvector of the columns A and B alone, short enough to lie in the row itself."""
        return f"{self.name}_head" if any(weight in "CD" for _, weight in self.columns) else self.name

    def _vector(self, columns: Any) -> str:
        return " || ".join(
            f"setweight(to_tsvector('{self._config}', {_without_accents(column)}), '{weight}')"
            for column, weight in columns
        )

    def _count_words(self) -> list[str]:
        """A table of {word: rows}, kept by triggers that see a statement's rows together."""
        words = f"{self.name}_words"
        text = " || ' ' || ".join(_without_accents(column) for column, _ in self.columns)
        spelt = f"unnest(tsvector_to_array(to_tsvector('pg_catalog.simple', {text})))"
        columns = ", ".join(["id", *(column for column, _ in self.columns)])
        new, old = f"SELECT {columns} FROM new_rows", f"SELECT {columns} FROM old_rows"

        def counted(rows: str) -> str:
            return f"SELECT word, count(*) AS n FROM ({rows}) AS changed, {spelt} AS word GROUP BY word"

        def add(rows: str) -> str:
            return (
                f"INSERT INTO {words} AS w (word, rows) {counted(rows)}"
                " ON CONFLICT (word) DO UPDATE SET rows = w.rows + EXCLUDED.rows"
            )

        def take(rows: str) -> str:
            return (
                f"UPDATE {words} AS w SET rows = w.rows - n FROM ({counted(rows)}) AS gone WHERE w.word = gone.word;"
                f" DELETE FROM {words} WHERE rows <= 0"
            )

        # Most updates change no text: then EXCEPT leaves no row.
        update = f"{take(f'{old} EXCEPT {new}')}; {add(f'{new} EXCEPT {old}')}"
        acts = {
            "insert": ("REFERENCING NEW TABLE AS new_rows", add(new)),
            "update": ("REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows", update),
            "delete": ("REFERENCING OLD TABLE AS old_rows", take(old)),
            "truncate": ("", f"DELETE FROM {words}"),
        }
        # One at a time: two who count the same words in another order would each wait for the other for ever.
        wait = f"PERFORM pg_advisory_xact_lock(hashtext('{words}'))"
        return [
            f'CREATE TABLE {words} (word text COLLATE "C" PRIMARY KEY, rows bigint NOT NULL)',
            f"INSERT INTO {words} {counted(f'SELECT {columns} FROM {self.table}')}",
            *(
                f"CREATE FUNCTION {self.name}_{when}() RETURNS trigger LANGUAGE plpgsql AS"
                f" $$ BEGIN {wait}; {act}; RETURN NULL; END $$"
                for when, (_, act) in acts.items()
            ),
            *(
                f"CREATE TRIGGER {self.name}_{when} AFTER {when.upper()} ON {self.table} {rows}"
                f" FOR EACH STATEMENT EXECUTE FUNCTION {self.name}_{when}()"
                for when, (rows, _) in acts.items()
            ),
        ]

    @property
    def _config(self) -> str:
        return "pg_catalog.english" if self.stem else "pg_catalog.simple"

    def _tsquery(self, terms: list[Term]) -> tuple[str, list[str]]:
        pieces, params = [], []
        for term in terms:
            phrase = f"phraseto_tsquery('{self._config}', %s)"
            if term.prefix:
                piece = f"to_tsquery('{self._config}', %s)"
                params.append("'" + term.text.replace("\\", "\\\\").replace("'", "''") + "':*")
            else:
                piece = phrase
                params.append(term.text)
            pieces.append(f"({' || '.join([piece, *(phrase for _ in term.others)])})")
            params += term.others
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


def _without_accents(column: str) -> str:
    return f"translate(left({column}, {MOST_CHARACTERS}), '{_ACCENTED}', '{_PLAIN}')"


def _range(column: str, beginning: str) -> tuple[str, list[str]]:
    """A condition for what begins so, which a sorted index can answer."""
    return (f"WHERE {column} >= %s AND {column} < %s", [beginning, f"{beginning}􏿿"]) if beginning else ("", [])


def _fts5(terms: list[Term]) -> str:
    """An FTS5 expression: every term quoted, so that no character of it means anything."""

    def quoted(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    pieces = ([quoted(term.text) + ("*" if term.prefix else ""), *map(quoted, term.others)] for term in terms)
    return " AND ".join(f"({' OR '.join(piece)})" for piece in pieces)
