"""Reading the register's files, without a database."""

import csv
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools import gias
from schools.models import Phase, Region, Sector, Status
from schools.tests.register_files import HEADER, row, write_register


def read(path, **options):
    file = gias.RegisterFile(path, **options)
    return list(file), file


def test_a_row_is_cleaned(tmp_path):
    (found,), file = read(write_register(tmp_path, [row(SchoolWebsite="https://www.thornmere.example/home")]))
    assert found.urn == 900114
    assert found.line == 2
    assert found.authority == ("981", "Calderby")
    assert found.values["name"] == "Thornmere School"
    assert found.values["sector"] == Sector.INDEPENDENT
    assert found.values["status"] == Status.OPEN
    assert found.values["phase"] == Phase.NOT_APPLICABLE
    assert found.values["region"] == Region.YORKSHIRE
    assert (found.values["low_age"], found.values["high_age"], found.values["pupils"]) == (3, 18, 720)
    assert found.values["opened"] == datetime.date(1921, 9, 1)
    assert found.values["domain"] == "thornmere.example"
    assert (found.values["easting"], found.values["northing"]) == (412600, 428400)
    assert file.problems == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_each_encoding_is_read(tmp_path, encoding):
    path = write_register(tmp_path, [row(EstablishmentName="St Oswin’s Collège")], encoding=encoding)
    assert read(path)[0][0].values["name"] == "St Oswin’s Collège"


def test_columns_go_by_name_and_unknown_ones_are_never_kept(tmp_path):
    path = write_register(tmp_path, [row()], columns=["HeadLastName", *reversed(HEADER)], extra={"HeadLastName": "Zyx"})
    (found,), _ = read(path)
    assert found.urn == 900114
    assert "Zyx" not in str(found)


def test_columns_that_the_file_lacks_are_left_alone(tmp_path):
    path = write_register(tmp_path, [row()], columns=sorted(gias.NEEDED))
    (found,), _ = read(path)
    assert found.networks is None
    assert not {"telephone", "closed", "website", "pupils"} & set(found.values)


def test_missing_needed_columns_are_named(tmp_path):
    path = write_register(tmp_path, [row()], columns=[c for c in HEADER if c not in ("URN", "Town")])
    with pytest.raises(gias.FileRefused, match="Town, URN"):
        read(path)


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\0\0", b"a,b\r\n1,2\r\n", b"\xff\xfeU\0R\0N\0"])
def test_what_is_not_the_register_is_refused(tmp_path, content):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(gias.FileRefused):
        read(path)


def test_a_heading_alone_is_refused(tmp_path):
    with pytest.raises(gias.FileRefused, match="no schools"):
        read(write_register(tmp_path, []))


@pytest.mark.parametrize("cut", [1, 3, 20, 120])
def test_a_file_cut_in_its_last_row_is_refused(tmp_path, cut):
    path = write_register(tmp_path, [row(URN=str(900101 + n)) for n in range(5)])
    whole = path.read_bytes()
    path.write_bytes(whole[: -2 - cut])
    with pytest.raises(gias.BreaksOff, match="line 6"):
        read(path)


def test_with_force_the_rows_before_the_cut_stand(tmp_path):
    path = write_register(tmp_path, [row(URN=str(900101 + n)) for n in range(5)])
    path.write_bytes(path.read_bytes()[:-60])
    found, file = read(path, force=True)
    assert len(found) == 4
    assert file.skipped == 1


def test_a_missing_last_line_end_is_no_cut(tmp_path):
    path = write_register(tmp_path, [row()])
    path.write_bytes(path.read_bytes().rstrip())
    assert len(read(path)[0]) == 1


def test_rows_that_cannot_stand_are_reported_with_their_line(tmp_path):
    rows = [row(URN=""), row(URN="12x"), row(EstablishmentName=" "), row(), row(), row(URN="9000001")]
    found, file = read(write_register(tmp_path, rows))
    assert [school.line for school in found] == [5]
    assert file.skipped == 5
    assert [(problem.line, problem.sentence.split(".")[0]) for problem in file.problems] == [
        (2, "It has no URN"),
        (3, "“12x” is not a URN"),
        (4, "School 900114 has no name"),
        (6, "School 900114 is in the file twice; the first line counts"),
        (7, "“9000001” is not a URN"),
    ]


def test_a_row_with_too_few_cells_is_left_out(tmp_path):
    path = write_register(tmp_path, [row(), row(URN="900115")])
    lines = path.read_text("cp1252").splitlines()
    path.write_text("\r\n".join([lines[0], '"900113","981"', *lines[1:], ""]), "cp1252")
    found, file = read(path)
    assert [school.urn for school in found] == [900114, 900115]
    assert file.problems[0].line == 2


def test_a_name_over_two_lines_keeps_the_line_numbers_right(tmp_path):
    found, _ = read(write_register(tmp_path, [row(EstablishmentName="St\nMary's"), row(URN="900115")]))
    assert [(school.line, school.values["name"]) for school in found] == [(2, "St Mary's"), (4, "Thornmere School")]


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ({"StatutoryLowAge": "18", "StatutoryHighAge": "3"}, {"low_age": None, "high_age": None}),
        ({"StatutoryLowAge": "-4"}, {"low_age": None, "high_age": 18}),
        ({"StatutoryLowAge": "four"}, {"low_age": None}),
        ({"NumberOfPupils": "9" * 30}, {"pupils": None}),
        ({"Easting": "9999999"}, {"easting": None, "northing": None}),
        ({"OpenDate": "31-02-2000"}, {"opened": None}),
        ({"Postcode": "not one"}, {"postcode": ""}),
        ({"PhaseOfEducation (name)": "Tertiary"}, {"phase": Phase.NOT_APPLICABLE}),
        ({"GOR (name)": "Atlantis"}, {"region": ""}),
        ({"EstablishmentStatus (name)": "Created in error"}, {"status": Status.CLOSED}),
        ({"EstablishmentStatus (name)": ""}, {"status": Status.OPEN}),
        ({"TypeOfEstablishment (name)": ""}, {"sector": Sector.OTHER}),
        ({"EstablishmentName": "X" * 500}, {"name": "X" * 200}),
    ],
)
def test_impossible_values_are_dropped_and_the_row_stands(tmp_path, changes, left):
    (found,), file = read(write_register(tmp_path, [row(**changes)]))
    assert {name: found.values[name] for name in left} == left
    assert [problem.line for problem in file.problems] == [2]


def test_zero_places_and_nul_are_blank_without_a_problem(tmp_path):
    (found,), file = read(write_register(tmp_path, [row(Easting="0", Northing="0", Town="Cal\0derby")]))
    assert (found.values["easting"], found.values["northing"], found.values["town"]) == (None, None, "Calderby")
    assert file.problems == []


@pytest.mark.parametrize(
    ("type_name", "sector"),
    [
        ("Other independent school", Sector.INDEPENDENT),
        ("OTHER INDEPENDENT SPECIAL SCHOOL", Sector.INDEPENDENT),
        ("City technology college", Sector.STATE),
        ("Academy converter", Sector.STATE),
        ("Free Schools - 16-19", Sector.STATE),
        ("Mainstream Academy", Sector.STATE),
        ("University technical college", Sector.STATE),
        ("Further education", Sector.STATE),
        ("Sixth form centres", Sector.STATE),
        ("Local authority nursery school", Sector.STATE),
        ("Foundation special school", Sector.STATE),
        ("Pupil referral unit", Sector.STATE),
        ("Non-maintained special school", Sector.OTHER),
        ("Higher education institutions", Sector.OTHER),
        ("Children's centre", Sector.OTHER),
        ("British schools overseas", Sector.OTHER),
        ("Offshore schools", Sector.OTHER),
        ("Welsh establishment", Sector.OTHER),
        ("Miscellaneous", Sector.OTHER),
        ("", Sector.OTHER),
    ],
)
def test_sector(type_name, sector):
    assert gias.sector_of(type_name) == sector


@pytest.mark.parametrize(
    ("website", "domain"),
    [
        ("http://www.clsg.org.example/about?x=1", "org.example"),
        ("www.benthal.hackney.sch.uk/", "benthal.hackney.sch.uk"),
        ("https://mail.school.co.uk:8080/x", "school.co.uk"),
        ("HTTPS://WWW.School.COM", "school.com"),
        ("http:/www.school.com", "school.com"),
        ("hackney.sch.uk", ""),
        ("co.uk", ""),
        ("https://sites.google.com/thornmere", ""),
        ("www.webfronter.com/calderby/thornmere", ""),
        ("www.calderby.gov.uk/thornmere", ""),
        ("http://user@192.168.0.1/", ""),
        ("none", ""),
        ("", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_domain(website, domain):
    assert gias.domain_of(website) == domain


@given(st.text(max_size=80))
def test_any_text_gives_a_host_or_nothing(text):
    domain = gias.domain_of(text)
    assert domain == "" or ("." in domain and domain == domain.lower() and "/" not in domain and "@" not in domain)


@pytest.mark.parametrize("text", ["01-09-1921", "1/9/1921", "1921-09-01", " 01/09/1921 "])
def test_dates(text):
    assert gias.date_of(text) == datetime.date(1921, 9, 1)


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_none(text):
    assert gias.date_of(text) is None or isinstance(gias.date_of(text), datetime.date)


def test_networks(tmp_path):
    named = {
        "Trusts (name)": "Calder Valley Learning Trust",
        "Federations (name)": "Not applicable",
        "Diocese (name)": "Diocese of Calderby",
    }
    (found,), _ = read(write_register(tmp_path, [row(**named)], columns=[*HEADER, *named]))
    assert found.networks == {("trust", "Calder Valley Learning Trust"), ("diocese", "Diocese of Calderby")}


def write_links(tmp_path, rows):
    path = tmp_path / "links.csv"
    with path.open("w", newline="", encoding="cp1252") as file:
        writer = csv.writer(file)
        writer.writerow(["URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate"])
        writer.writerows(rows)
    return path


def test_links_are_successors_and_predecessors_turned_round(tmp_path):
    path = write_links(
        tmp_path,
        [
            [900101, 900102, "x", "Successor - merged", "31-08-2021"],
            [900104, 900103, "x", "Predecessor", ""],
            [900105, 900106, "x", "Sixth Form Centre Link", ""],
            ["", 900106, "x", "Successor", ""],
            [900107, 900107, "x", "Successor", ""],
        ],
    )
    assert list(gias.read_links(path)) == [
        gias.LinkRow(900101, 900102, "Successor - merged", datetime.date(2021, 8, 31)),
        gias.LinkRow(900103, 900104, "Successor", None),
    ]
