"""manage.py import_postcodes and its action."""

import gzip

import pytest
from django.core.management import CommandError, call_command

from schools.actions import import_postcodes
from schools.gias import FileRefused
from schools.models import Postcode
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db

ROWS = "pcd,easting,northing,lad25cd\nHX9 4QT,412600,428400,E1\nSW1A1AA,529090,179645,E2\nBT1 1AA,333000,374000,N1\n"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "postcodes.csv"
    path.write_text(ROWS + "ZE9 9ZZ,,,S1\nXX,1,2,E1\nHX9 4QX,9999999,1,E1\n")
    return path


def test_postcodes_are_added_then_unchanged(table):
    first = import_postcodes(path=table)
    assert (first["added"], first["in Northern Ireland, left out"], first["without a place, left out"]) == (2, 1, 1)
    assert first["unclear, left out"] == 2
    second = import_postcodes(path=table)
    assert (second["added"], second["changed"], second["unchanged"]) == (0, 0, 2)
    assert set(Postcode.objects.values_list()) == {("HX94QT", 412600, 428400), ("SW1A1AA", 529090, 179645)}


def test_a_moved_postcode_is_changed(table):
    import_postcodes(path=table)
    table.write_text(ROWS.replace("412600", "412700"))
    assert import_postcodes(path=table)["changed"] == 1
    assert Postcode.objects.get(code="HX94QT").easting == 412700


def test_a_packed_file_is_read(tmp_path):
    path = tmp_path / "postcodes.csv.gz"
    path.write_bytes(gzip.compress(ROWS.encode()))
    assert import_postcodes(path=path)["added"] == 2


def test_schools_without_a_place_get_one(table):
    blank = make_school(easting=None, northing=None, postcode="HX9 4QT")
    guessed = make_school(easting=1, northing=1, place_is_approximate=True, postcode="HX9 4QT")
    placed = make_school(easting=5, northing=5, postcode="HX9 4QT")
    assert import_postcodes(path=table)["schools placed"] == 2
    for school in (blank, guessed, placed):
        school.refresh_from_db()
    assert (blank.easting, blank.northing, blank.place_is_approximate) == (412600, 428400, True)
    assert (guessed.easting, guessed.place_is_approximate) == (412600, True)
    assert (placed.easting, placed.place_is_approximate) == (5, False)


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2\n", b"pcd,easting,northing\n", ROWS.encode() + b"HX9 4", b'pcd,easting,northing\n"HX9']
)
def test_a_bad_file_changes_nothing(tmp_path, content):
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(FileRefused):
        import_postcodes(path=path)
    assert not Postcode.objects.exists()


@pytest.mark.parametrize("keep", [10, 60, -4])
def test_a_packed_file_that_breaks_off_changes_nothing(tmp_path, keep):
    path = tmp_path / "bad.csv.gz"
    path.write_bytes(gzip.compress(ROWS.encode())[:keep])
    with pytest.raises(FileRefused):
        import_postcodes(path=path)
    assert not Postcode.objects.exists()


def test_the_command(table, tmp_path, capsys):
    call_command("import_postcodes", table)
    assert "2 added" in capsys.readouterr().out
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_postcodes", tmp_path / "nothing.csv")
    (tmp_path / "not.csv.gz").write_bytes(b"not packed")
    with pytest.raises(CommandError):
        call_command("import_postcodes", tmp_path / "not.csv.gz")
