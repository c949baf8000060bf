"""The registry through which upper apps add to a school's page and to the list."""

import pytest

from schools import pages
from schools.models import School
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_registry(monkeypatch):
    for name in ("_sections", "_lines", "_open_filters"):
        monkeypatch.setattr(pages, name, [])


def test_sections_come_in_their_order(rf):
    school = make_school()
    pages.register_section(lambda request, school: [pages.Section(template="late.html", context={}, order=90)])
    pages.register_section(lambda request, school: [pages.Section(template="early.html", context={"school": school})])
    assert [section.template for section in pages.sections_of(rf.get("/"), school)] == ["early.html", "late.html"]


def test_lines_of_two_apps_are_joined():
    school = make_school()
    pages.register_lines(lambda schools: {schools[0].pk: pages.Line(say="Offers: Latin.", tag="Open to partners")})
    pages.register_lines(lambda schools: {schools[0].pk: pages.Line(say="Has a case study.", tag="Case study")})
    assert pages.lines_of([school]) == {
        school.pk: pages.Line(say="Offers: Latin. Has a case study.", tag="Open to partners")
    }


def test_open_filters_add_up():
    first, second, third = make_school(), make_school(), make_school()
    assert not pages.can_filter_open()
    assert list(pages.only_open(School.objects.all())) == []
    pages.register_open_filter(lambda schools: schools.filter(pk=first.pk))
    pages.register_open_filter(lambda schools: schools.filter(pk=second.pk))
    assert pages.can_filter_open()
    assert set(pages.only_open(School.objects.all())) == {first, second}
    assert third not in pages.only_open(School.objects.all())
