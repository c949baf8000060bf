"""The brief for heads: what it says, who reads it, and that it is one page whatever people wrote."""

import io

import pypdf
import pytest
from django.urls import reverse

from accounts.tests.factories import make_forum, make_member, make_user, sign_in
from core.documents import page_count, pdf
from partnerships import briefs
from partnerships.actions.introduction import accept_introduction, decline_introduction
from partnerships.models import Partnership, Registration
from partnerships.tests.cast import line
from partnerships.tests.introductions import (
    SCIENCE,
    asked_introduction,
    brackenfold,
    brokered_introduction,
    opened_partnership,
    thornmere,
)
from schools.tests.factories import make_independent, make_school

pytestmark = pytest.mark.django_db
PEOPLE = ["Amara", "Helen", "Tom Ridley", "Martin", "01632", "@"]


@pytest.fixture
def pair():
    return brackenfold(), thornmere()


def address(name, *args):
    return reverse(f"partnerships:{name}", args=args)


def main_of(response):
    assert response.status_code == 200
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


def text_of(made):
    return " ".join(pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text().split())


def read(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def test_a_match_says_what_each_gains_why_it_fits_and_what_it_takes(client, pair):
    own, other = pair
    sign_in(client, own.lead)
    html = main_of(client.get(address("match_brief", own.reference, other.reference)))
    for words in (
        "What Brackenfold Primary School gains",
        SCIENCE["sentence"],
        "They offer what you need",
        briefs.WITH_PUPILS,
        "in a straight line, each way",
        briefs.NOT_KNOWN,
        "no proof of cause",
        "Thornmere School answers within two weeks",
    ):
        assert words in html
    assert not any(person in html for person in PEOPLE)


def test_the_pdf_says_the_same_on_one_page(client, pair):
    own, other = pair
    sign_in(client, own.lead)
    response = client.get(address("match_brief_pdf", own.reference, other.reference))
    made = read(response)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="brief-thornmere-school.pdf"'
    assert "private" in response["Cache-Control"] and page_count(made) == 1
    text = text_of(made)
    assert "What Thornmere School gains" in text and "They offer what you need" in text
    assert not any(person in text for person in PEOPLE)


@pytest.mark.parametrize("name", ["match_brief", "match_brief_pdf"])
def test_only_people_of_the_school_read_the_brief_of_a_match(client, pair, name):
    own, other = pair
    url = address(name, own.reference, other.reference)
    assert client.get(url).status_code == 302
    for outsider in (make_user(), other.lead, brackenfold().lead, make_forum()):
        sign_in(client, outsider)
        assert client.get(url).status_code == 404
    sign_in(client, make_member(own.school))
    assert client.get(url).status_code == 200
    assert client.post(url).status_code == 405


def test_schools_that_do_not_match_or_are_not_live_have_no_brief(client, pair):
    own, other = pair
    sign_in(client, own.lead)
    unlike = thornmere(
        make_independent(name="Saltmarsh School"), offers=[line("dance", "dance")], needs=[line("swimming", None)]
    )
    assert client.get(address("match_brief", own.reference, unlike.reference)).status_code == 404
    assert client.get(address("match_brief", own.reference, own.reference)).status_code == 404
    Registration.objects.filter(pk=other.pk).update(status="paused")
    assert client.get(address("match_brief", own.reference, other.reference)).status_code == 404


def test_an_introduction_tells_each_side_its_own_next_step(client):
    introduction = asked_introduction()
    url = address("introduction_brief", introduction.pk)
    sign_in(client, introduction.asked.lead)
    asked = main_of(client.get(url))
    assert "Answer by" in asked and "What Thornmere School gains" in asked
    sign_in(client, introduction.asker.lead)
    asker = main_of(client.get(url))
    assert "We have said yes." in asker and "What Brackenfold Primary School gains" in asker
    assert not any(person in asked + asker for person in PEOPLE)
    assert page_count(read(client.get(address("introduction_brief_pdf", introduction.pk)))) == 1


def test_an_introduction_in_every_other_state(client):
    declined = asked_introduction()
    decline_introduction(introduction=declined, by=declined.asked.lead, reason="")
    brokered = brokered_introduction()
    accepted = asked_introduction()
    accept_introduction(introduction=accepted, by=accepted.asked.lead)
    for introduction, words in [
        (declined, "Nothing is to be done."),
        (brokered, "suggested by the Forum"),
        (accepted, "Talk within two weeks"),
    ]:
        sign_in(client, introduction.asker.lead)
        assert words in main_of(client.get(address("introduction_brief", introduction.pk)))


@pytest.mark.parametrize("name", ["introduction_brief", "introduction_brief_pdf"])
def test_an_introduction_is_nobody_else_s(client, name):
    url = address(name, asked_introduction().pk)
    for outsider in (make_user(), brackenfold().lead, make_forum()):
        sign_in(client, outsider)
        assert client.get(url).status_code == 404


def test_a_partnership_at_each_stage(client):
    partnership = opened_partnership()
    sign_in(client, partnership.introduction.asker.lead)
    said = set()
    for stage in Partnership.Stage:
        Partnership.objects.update(stage=stage)
        html = main_of(client.get(address("partnership_brief", partnership.pk)))
        assert partnership.need in html and SCIENCE["sentence"] in html
        said.add(html.partition("Next step")[2])
    assert len(said) == len(Partnership.Stage)
    assert page_count(read(client.get(address("partnership_brief_pdf", partnership.pk)))) == 1


@pytest.mark.parametrize("name", ["partnership_brief", "partnership_brief_pdf"])
def test_a_partnership_is_nobody_else_s(client, name):
    url = address(name, opened_partnership().pk)
    for outsider in (make_user(), brackenfold().lead, make_forum()):
        sign_in(client, outsider)
        assert client.get(url).status_code == 404


def test_staff_who_meet_without_pupils_are_not_told_of_travelling_pupils(client):
    training = line("cpd", None, years=0, sentence="Our new teachers want to watch phonics being taught.")
    own, other = brackenfold(needs=[training]), thornmere(offers=[training])
    sign_in(client, own.lead)
    html = main_of(client.get(address("match_brief", own.reference, other.reference)))
    assert briefs.BY_GROUP["staff"] in html and briefs.WITH_PUPILS not in html


WIDE = "W" * 60
HOSTILE = '#read("/etc/passwd") $a$ <script>alert(1)</script> \u202e\u200f אבג 😀 [x](y) *b* '


@pytest.mark.parametrize(
    "words", ["long words of people " * 40, WIDE * 8, HOSTILE * 8], ids=["long", "wide", "hostile"]
)
def test_it_is_one_page_whatever_people_wrote(words):
    lines = briefs.few([words] * 9)
    brief = briefs.Brief(
        title=f"{briefs.clip(words, briefs.LONGEST_NAME)} and {briefs.clip(words, briefs.LONGEST_NAME)}",
        about="Two schools that fit",
        us=briefs.clip(words, briefs.LONGEST_NAME),
        them=briefs.clip(words, briefs.LONGEST_NAME),
        need=briefs.clip(words, briefs.LONGEST_NEED),
        for_us=lines,
        for_them=lines,
        fit=briefs.few([words] * 9, most=briefs.REASONS),
        cautions=lines,
        time=[*list(briefs.BY_GROUP.values())[: briefs.MOST_KINDS], "The way: 12 miles", briefs.PLANNING],
        cases=[briefs.Case(briefs.clip(words, briefs.LONGEST_CASE), "/case-studies/x/", briefs.clip(words, 80))] * 2,
        next_step=briefs.clip(words, 400),
    )
    made = pdf("partnerships/print/brief.typ", brief.for_print)
    assert page_count(made) == 1
    assert "Next step" in text_of(made)


def test_a_short_one_is_set_in_the_largest_size():
    brief = briefs.Brief(
        title="A and B", about="", us="A", them="B", need="", for_us=[], for_them=[], fit=[], cautions=[], time=["T"],
        next_step="N",
    )  # fmt: skip
    made = pdf("partnerships/print/brief.typ", brief.for_print)
    assert page_count(made) == 1 and "Not settled yet" in text_of(made)


@pytest.mark.parametrize(
    ("text", "longest", "cut"),
    [("short", 10, "short"), ("a  b\nc", 10, "a b c"), ("one two three", 9, "one two…"), ("x" * 30, 10, "x" * 9 + "…")],
)
def test_texts_are_cut_at_a_word(text, longest, cut):
    assert briefs.clip(text, longest) == cut and len(cut) <= max(longest, len("a b c"))


def test_of_many_lines_the_rest_are_counted():
    assert briefs.few(["a", "", "b"]) == ["a", "b"]
    assert briefs.few("abcd") == ["a", "b", "c", "d"]
    assert briefs.few("abcde") == ["a", "b", "c", "and 2 more"]


def test_a_name_that_is_markup_stays_words(client):
    own = brackenfold(make_school(name="<b>Brackenfold</b> & Sons"))
    other = thornmere()
    sign_in(client, own.lead)
    html = main_of(client.get(address("match_brief", own.reference, other.reference)))
    assert "<b>Brackenfold" not in html and "&lt;b&gt;Brackenfold" in html
    made = read(client.get(address("match_brief_pdf", own.reference, other.reference)))
    assert "<b>Brackenfold</b> & Sons" in text_of(made)


def test_the_page_costs_the_same_however_many_lines(client, django_assert_max_num_queries):
    def count(own, other):
        sign_in(client, own.lead)
        url = address("match_brief", own.reference, other.reference)
        client.get(url)
        with django_assert_max_num_queries(60) as found:
            client.get(url)
        return len(found)

    few = count(brackenfold(), thornmere())
    music, art = line("music", "music"), line("drama", None)
    assert count(brackenfold(needs=[SCIENCE, music, art]), thornmere(offers=[SCIENCE, music, art])) == few
