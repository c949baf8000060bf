from django.core.management import call_command

from core import search
from schools.models import School
from schools.search import search as search_schools
from schools.tests.factories import make_school


def test_every_index_is_made_afresh_and_counted(db, capsys):
    make_school(name="Tarnside Primary School")
    call_command("rebuild_search")
    told = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in told] == ["edition_search", "school_search"]
    assert "1 rows of schools_school" in told[1]
    assert search_schools("tarnside", queryset=School.objects.open()).schools.count() == 1


def test_an_index_is_declared_once():
    names = [index.name for index in search.declared]
    assert len(names) == len(set(names))
