"""What the box in the header finds: case studies and schools on one page."""

import pytest

from casestudies.tests.cast import published
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db


def test_both_are_found_and_each_leads_to_all_of_its_kind(client):
    edition = published(title="The reading barge")
    make_school(name="Barge Lane Primary School")
    html = client.get("/search/?q=barge").content.decode()
    assert edition.get_absolute_url() in html and "Barge Lane Primary School" in html
    assert 'href="/case-studies/?q=barge"' in html and 'href="/schools/?q=barge"' in html


def test_what_is_not_there_is_said_and_shown_as_text(client):
    html = client.get("/search/", {"q": "<script>zzzzqqqq</script>"}).content.decode()
    assert "<script>zzzz" not in html and "No school is called" in html and "No case study has" in html


@pytest.mark.parametrize("q", ["", " ", "\x00", '"', "*", "x" * 10_000, "a OR b -c"])
def test_anything_may_be_typed(client, q):
    assert client.get("/search/", {"q": q}).status_code == 200


def test_the_header_asks_here(client):
    assert 'class="issp-search" action="/search/"' in client.get("/about/").content.decode()
