"""manage.py import_gias and its action, on small files."""

import csv

import pytest
from django.core.management import CommandError, call_command

from core.models import Event
from schools.actions import add_school, import_register
from schools.gias import FileRefused
from schools.models import LocalAuthority, Network, School, SchoolLink, Sector, Status
from schools.search import search
from schools.tests.factories import make_network, make_school
from schools.tests.register_files import HEADER, row, write_register

pytestmark = pytest.mark.django_db


def take_in(tmp_path, *rows, columns=HEADER, **options):
    outcome = import_register(path=write_register(tmp_path, rows, columns=columns), **options)
    return {word: count for word, count in outcome.rows.items() if count}


def thornmere():
    return School.objects.get(urn=900114)


def names_of_networks():
    return set(thornmere().networks.values_list("name", flat=True))


def test_a_school_is_added_with_its_facts(tmp_path):
    assert take_in(tmp_path, row()) == {"added": 1}
    school = thornmere()
    assert (school.name, school.sector, school.status) == ("Thornmere School", Sector.INDEPENDENT, Status.OPEN)
    assert (school.easting, school.northing, school.place_is_approximate) == (412600, 428400, False)
    assert school.local_authority.name == "Calderby"
    assert school.checked
    assert list(search("thornmere calderby", queryset=School.objects.all()).schools) == [school]


def test_the_same_file_again_changes_nothing(tmp_path):
    rows = [row(URN=str(900200 + n), Easting="" if n % 2 else "412600", Northing="428400") for n in range(6)]
    trusts = {"Trusts (name)": "Calder Valley Learning Trust"}
    columns = [*HEADER, *trusts]
    assert take_in(tmp_path, *({**line, **trusts} for line in rows), columns=columns) == {"added": 6}
    before = list(School.objects.order_by("pk").values())
    assert take_in(tmp_path, *({**line, **trusts} for line in rows), columns=columns) == {"unchanged": 6}
    assert list(School.objects.order_by("pk").values()) == before


def test_a_changed_fact_is_taken_in_and_found(tmp_path):
    take_in(tmp_path, row())
    pk = thornmere().pk
    assert take_in(tmp_path, row(EstablishmentName="Oakenclough School")) == {"changed": 1}
    assert thornmere().pk == pk
    assert search("oakenclough", queryset=School.objects.all()).schools.get() == thornmere()
    assert not search("thornmere", queryset=School.objects.all(), literally=True).schools.exists()


def test_a_closed_school_is_marked_and_kept_and_may_open_again(tmp_path):
    take_in(tmp_path, row())
    closed = row(**{"EstablishmentStatus (name)": "Closed", "CloseDate": "31-08-2024"})
    assert take_in(tmp_path, closed, force=True) == {"closed": 1}
    assert (thornmere().status, str(thornmere().closed)) == (Status.CLOSED, "2024-08-31")
    assert take_in(tmp_path, row()) == {"re-opened": 1}
    assert thornmere().closed is None
    assert [event.kind for event in Event.objects.of(thornmere())] == ["school-re-opened", "school-closed"]


def test_schools_that_the_file_leaves_out_stay(tmp_path):
    take_in(tmp_path, row(), row(URN="900115"))
    assert take_in(tmp_path, row(URN="900115"), force=True) == {"unchanged": 1}
    assert thornmere().status == Status.OPEN


def test_schools_added_by_hand_stay(tmp_path):
    added = add_school(name="Ysgol Bryn", sector="state", region="wales", town="Aber", low_age=4, high_age=11)
    take_in(tmp_path, row())
    added.refresh_from_db()
    assert (added.name, added.checked) == ("Ysgol Bryn", False)


def test_columns_that_the_file_lacks_are_left_as_they_were(tmp_path):
    take_in(tmp_path, row())
    short = [column for column in HEADER if column not in ("TelephoneNum", "NumberOfPupils")]
    assert take_in(tmp_path, row(), columns=short) == {"unchanged": 1}
    assert (thornmere().telephone, thornmere().pupils) == ("01632960001", 720)


def test_far_fewer_open_schools_change_nothing_unless_forced(tmp_path):
    take_in(tmp_path, *(row(URN=str(900200 + n)) for n in range(10)))
    seven = [row(URN=str(900200 + n), EstablishmentName="Changed") for n in range(7)]
    with pytest.raises(FileRefused, match="7 open schools and the register 10"):
        take_in(tmp_path, *seven)
    assert not School.objects.filter(name="Changed").exists()
    assert take_in(tmp_path, *seven, force=True) == {"changed": 7}


def test_eight_in_ten_are_enough(tmp_path):
    take_in(tmp_path, *(row(URN=str(900200 + n)) for n in range(10)))
    assert take_in(tmp_path, *(row(URN=str(900200 + n)) for n in range(8))) == {"unchanged": 8}


def test_a_file_that_breaks_off_changes_nothing(tmp_path):
    take_in(tmp_path, row())
    path = write_register(
        tmp_path, [row(EstablishmentName="Changed"), *(row(URN=str(n)) for n in range(900200, 900240))]
    )
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(FileRefused):
        import_register(path=path)
    assert thornmere().name == "Thornmere School"
    assert School.objects.count() == 1


def test_networks_are_joined_and_left(tmp_path):
    columns = [*HEADER, "Trusts (name)", "Diocese (name)"]
    take_in(
        tmp_path, row(**{"Trusts (name)": "Calder Valley Learning Trust", "Diocese (name)": "None"}), columns=columns
    )
    local = make_network("Calderby heads", Network.Kind.LOCAL)
    thornmere().networks.add(local)
    assert {network.name for network in thornmere().networks.all()} == {
        "Calder Valley Learning Trust",
        "Calderby heads",
    }
    moved = row(**{"Trusts (name)": "CALDER VALLEY learning trust", "Diocese (name)": "Diocese of Calderby"})
    assert take_in(tmp_path, moved, columns=columns) == {"changed": 1}
    alone = row(**{"Trusts (name)": "", "Diocese (name)": "Diocese of Calderby"})
    assert take_in(tmp_path, alone, columns=columns) == {"changed": 1}
    assert names_of_networks() == {"Diocese of Calderby", "Calderby heads"}
    assert take_in(tmp_path, row()) == {"unchanged": 1}
    assert Network.objects.count() == 3


def test_an_authority_is_renamed_by_its_code(tmp_path):
    take_in(tmp_path, row())
    assert take_in(tmp_path, row(**{"LA (name)": "Greater Calderby"})) == {"changed": 1}
    assert LocalAuthority.objects.get().name == "Greater Calderby"
    assert search("thornmere greater", queryset=School.objects.all()).schools.exists()


def test_a_blank_place_comes_from_the_same_postcode_sector(tmp_path):
    take_in(
        tmp_path,
        row(URN="900201", Postcode="HX9 4AA", Easting="410000", Northing="420000"),
        row(URN="900202", Postcode="HX9 4AB", Easting="410200", Northing="420400"),
        row(URN="900203", Postcode="HX9 5AB", Easting="490000", Northing="490000"),
        row(URN="900204", Postcode="HX9 4AC", Easting="", Northing=""),
        row(URN="900205", Postcode="HX9 7AC", Easting="", Northing=""),
        row(URN="900206", Postcode="ZE1 1AA", Easting="", Northing=""),
    )
    near, wider, nowhere = School.objects.filter(urn__in=[900204, 900205, 900206]).order_by("urn")
    assert (near.easting, near.northing, near.place_is_approximate) == (410100, 420200, True)
    assert (wider.easting, wider.northing, wider.place_is_approximate) == (436733, 443467, True)
    assert (nowhere.easting, nowhere.place_is_approximate) == (None, False)


def test_a_place_that_was_known_outlives_a_blank_but_not_a_move(tmp_path):
    take_in(tmp_path, row())
    assert take_in(tmp_path, row(Easting="", Northing="")) == {"unchanged": 1}
    assert thornmere().easting == 412600
    assert take_in(tmp_path, row(Easting="", Northing="", Postcode="ZE1 1AA")) == {"changed": 1}
    assert thornmere().easting is None


def write_links(tmp_path, *rows):
    path = tmp_path / "links.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([["URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate"], *rows])
    return path


def test_successors_are_linked_once_from_either_side(tmp_path):
    links = write_links(
        tmp_path,
        [900201, 900202, "x", "Successor", "01-09-2020"],
        [900202, 900201, "x", "Predecessor", "01-09-2020"],
        [900203, 900202, "x", "Successor - merged", ""],
        [900203, 999999, "x", "Successor", ""],
    )
    rows = [row(URN=str(n)) for n in (900201, 900202, 900203)]
    path = write_register(tmp_path, rows)
    first = import_register(path=path, links=links).links
    assert (first["added"], first["of unknown schools"]) == (2, 1)
    second = import_register(path=path, links=links).links
    assert (second["added"], second["changed"], second["unchanged"]) == (0, 0, 2)
    assert {(link.school.urn, link.successor.urn) for link in SchoolLink.objects.all()} == {
        (900201, 900202),
        (900203, 900202),
    }


def test_bad_links_change_nothing(tmp_path):
    links = tmp_path / "links.csv"
    links.write_text("a,b\n1,2\n")
    with pytest.raises(FileRefused, match="LinkType"):
        import_register(path=write_register(tmp_path, [row()]), links=links)
    assert not School.objects.exists()


def test_the_command_prints_counts_and_problems(tmp_path, capsys):
    call_command("import_gias", write_register(tmp_path, [row(), row(URN="")]))
    said = capsys.readouterr()
    assert "1 added, 0 changed, 0 unchanged, 0 closed, 0 re-opened, 1 skipped" in said.out
    assert "line 3: It has no URN" in said.err


def test_the_command_stops_listing_problems_at_a_limit(tmp_path, capsys):
    call_command("import_gias", write_register(tmp_path, [row(), *(row(URN="") for _ in range(30))]))
    said = capsys.readouterr()
    assert said.err.count("It has no URN") == 20
    assert "… and 10 more problems." in said.err
    assert "Problems: 30" in said.out


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n"])
def test_the_command_fails_with_a_sentence(tmp_path, content):
    path = tmp_path / "x.csv"
    path.write_text(content)
    with pytest.raises(CommandError, match=r"x\.csv"):
        call_command("import_gias", path)


def test_a_file_that_is_not_there_fails_with_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_gias", tmp_path / "nothing.csv")


def test_queries_do_not_grow_with_unchanged_schools(tmp_path, django_assert_max_num_queries):
    rows = [row(URN=str(900200 + n)) for n in range(300)]
    take_in(tmp_path, *rows)
    with django_assert_max_num_queries(16):
        take_in(tmp_path, *rows)


def test_a_school_made_another_way_is_brought_up_to_date(tmp_path):
    make_school(urn=900114, name="Old name")
    assert take_in(tmp_path, row()) == {"changed": 1}
    assert thornmere().name == "Thornmere School"
