"""The operation that freezes columns: what it refuses, from when, and that it can be taken back."""

import pytest
from django.db import IntegrityError, connection, transaction

from core.frozen import FreezeColumns

pytestmark = pytest.mark.django_db
TABLE = "frozen_for_a_test"


@pytest.fixture
def table():
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (words text, status text, note text)")
        cursor.execute(f"INSERT INTO {TABLE} VALUES ('as agreed', 'open', NULL)")
        yield cursor
        cursor.execute(f"DROP TABLE {TABLE}")


def freeze(once=""):
    operation = FreezeColumns("frozen_test", TABLE, ["words", "note"], once)
    apply(operation.drop_sql(connection.vendor) + operation.create_sql(connection.vendor))
    return operation


def apply(statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def change(cursor, what):
    with transaction.atomic():
        cursor.execute(f"UPDATE {TABLE} SET {what}")


def test_what_is_frozen_cannot_change_and_the_rest_can(table):
    freeze()
    for what in ("words = 'other'", "words = NULL", "note = 'was empty'"):
        with pytest.raises(IntegrityError, match="is frozen"):
            change(table, what)
    change(table, "status = 'done', words = 'as agreed'")
    table.execute(f"SELECT words, status FROM {TABLE}")
    assert table.fetchone() == ("as agreed", "done")


def test_it_may_begin_with_a_moment(table):
    freeze(once="OLD.status = 'signed'")
    change(table, "words = 'other', status = 'signed'")
    with pytest.raises(IntegrityError, match="is frozen"):
        change(table, "words = 'a third'")


def test_freezing_again_replaces_and_backwards_lets_go(table):
    freeze()
    operation = freeze()
    apply(operation.drop_sql(connection.vendor))
    change(table, "words = 'other'")
