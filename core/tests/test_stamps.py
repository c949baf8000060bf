"""The stamp of a table, on whichever database the tests run: over a table of its own."""

import pytest
from django.db import connection, transaction

from core.stamps import Stamp

STAMP = Stamp("parcel_stamp", "parcel", ("weight",))


@pytest.fixture
def parcel(db):
    serial = "INTEGER PRIMARY KEY" if connection.vendor == "sqlite" else "SERIAL PRIMARY KEY"
    run(f"CREATE TABLE parcel (id {serial}, weight integer, colour integer)")
    for statement in STAMP.create_sql(connection.vendor):
        run(statement)
    run("INSERT INTO parcel (weight, colour) VALUES (1, 1)")


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "change",
    ["INSERT INTO parcel (weight) VALUES (2)", "UPDATE parcel SET weight = 2", "DELETE FROM parcel"],
    ids=["insert", "update", "delete"],
)
def test_a_change_renews_it(parcel, change):
    before = STAMP.read()
    run(change)
    assert STAMP.read() != before


def test_what_changes_in_other_columns_leaves_it(parcel):
    before = STAMP.read()
    run("UPDATE parcel SET colour = 2")
    assert STAMP.read() == before


def test_a_change_that_was_rolled_back_leaves_nothing_of_its_stamp(parcel):
    before = STAMP.read()
    seen = set()
    for _ in range(2):
        with transaction.atomic():
            run("UPDATE parcel SET weight = 3")
            seen.add(STAMP.read())
            transaction.set_rollback(True)
        assert STAMP.read() == before
    assert len(seen) == 2  # else what was kept under the first would pass for the second


def test_it_can_be_taken_away_and_made_again(parcel):
    for statement in STAMP.drop_sql(connection.vendor) * 2 + STAMP.create_sql(connection.vendor):
        run(statement)
    before = STAMP.read()
    run("DELETE FROM parcel")
    assert STAMP.read() != before
