"""The public pages of templates and shared MOUs: found, read, taken along, and begun from."""

import pytest
from django.urls import reverse

from accounts.models import Role
from accounts.tests.factories import make_forum, make_member, make_user
from agreements.actions.library import publish_template, withdraw_template
from agreements.library import offered
from agreements.models import Template
from agreements.tests.cast import draft_mou, partners_of
from agreements.tests.sharing import public_mou, signed_version
from partnerships.tests.introductions import opened_partnership

pytestmark = pytest.mark.django_db
LIST = reverse("agreements:templates")


def page(client, slug="regular-visits"):
    return client.get(reverse("agreements:template", args=[slug]))


# --- The list ---------------------------------------------------------------------------------------------------------
def test_everybody_finds_the_templates(client):
    response = client.get(LIST)
    assert response.status_code == 200
    assert [each.slug for each in response.context["page"]] == [
        "regular-visits",
        "first-term",
        "shared-teaching",
        "three-or-more",
    ]
    assert b"noindex" not in response.content


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("steering group", "three-or-more"),
        ("three schools", "three-or-more"),
        ("TERM page", "first-term"),
        ("courses examination", "shared-teaching"),
        ("weekly", None),
        ("“laborator", "regular-visits"),
    ],
)
def test_words_find_what_holds_them_all(words, first):
    found = offered(words)
    assert (found[0].slug if found else None) == first


def test_a_word_of_the_title_comes_before_one_of_a_clause():
    assert next(each.slug for each in offered("course")) == "shared-teaching"


def test_words_that_say_nothing_find_everything():
    assert len(offered("the")) == 4


def test_nothing_found_says_what_to_do(client):
    response = client.get(LIST, {"q": "zeppelin"})
    assert "Nothing holds all of these words" in response.text
    response = client.get(LIST, {"kind": "shared"})
    assert "No school has shared an MOU yet" in response.text


@pytest.mark.parametrize(
    "query",
    [
        {"q": "\x00"},
        {"q": "x" * 10_000},
        {"q": "((*\"'--"},
        {"q": "<script>alert(1)</script>"},
        {"kind": "x\x00"},
        {"page": "9" * 40},
        {"page": "-1"},
        {"page": "x"},
        {"q": "'; drop table"},
    ],
)
def test_nonsense_in_the_address_is_answered(client, query):
    response = client.get(LIST, query)
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_the_list_is_paged(client, monkeypatch):
    monkeypatch.setattr("agreements.views.library.A_PAGE", 3)
    assert len(client.get(LIST).context["page"]) == 3
    assert [each.slug for each in client.get(LIST, {"page": 2}).context["page"]] == ["three-or-more"]


def test_a_longer_list_takes_no_more_queries(client, django_assert_num_queries, django_assert_max_num_queries):
    with django_assert_max_num_queries(4) as counted:
        client.get(LIST, {"q": "school"})
    moderator = make_forum()
    for n in range(8):
        template = Template.objects.create(slug=f"copy-{n}", title=f"Copy {n}", summary="School.")
        for line in Template.objects.get(slug="first-term").clauses.all():
            line.pk, line.template = None, template
            line.save()
        publish_template(template=template, by=moderator)
    with django_assert_num_queries(len(counted)):
        client.get(LIST, {"q": "school"})


# --- One template -----------------------------------------------------------------------------------------------------
def test_a_template_is_read_whole(client):
    response = page(client)
    assert response.status_code == 200
    text = response.text
    for words in ("Regular visits, two schools", "15 clauses, 11 of them required", "Who gives what, who gets what"):
        assert words in text
    assert '<span class="issp-blank">[how much]</span>' in text
    assert "<strong>and</strong> a deputy" in text  # guidance is markdown
    assert text.count("May be left out") == 4
    assert 'name="description" content="For two schools whose pupils meet' in text


@pytest.mark.parametrize("slug", ["no-such", "x" * 200])
def test_what_is_not_published_is_not_found(client, slug):
    assert page(client, slug).status_code == 404
    Template.objects.create(slug="unfinished", title="Unfinished", summary="Not yet.")
    assert page(client, "unfinished").status_code == 404
    withdraw_template(template=Template.objects.get(slug="first-term"), by=make_forum())
    assert page(client, "first-term").status_code == 404
    assert client.get(reverse("agreements:template_file", args=["first-term", "first-term.pdf"])).status_code == 404


@pytest.mark.parametrize(("ending", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK")])
def test_it_is_taken_along(client, ending, begins):
    response = client.get(reverse("agreements:template_file", args=["first-term", f"first-term.{ending}"]))
    assert response.status_code == 200
    assert response.content.startswith(begins)
    assert f"first-term.{ending}" in response["Content-Disposition"]


@pytest.mark.parametrize("name", ["first-term.exe", "other.pdf", "first-term", ".pdf", "first-term.pdf.pdf"])
def test_no_other_file_is_there(client, name):
    assert client.get(reverse("agreements:template_file", args=["first-term", name])).status_code == 404


# --- Beginning --------------------------------------------------------------------------------------------------------
def begin_address(partnership, source="template:regular-visits"):
    return f"{reverse('agreements:begin', args=[partnership.pk])}?from={source}"


def test_a_visitor_is_told_what_is_needed(client):
    text = page(client).text
    assert "An MOU belongs to a partnership. Are you in one?" in text
    assert "/mou/begin/" not in text


def test_somebody_without_a_partnership_is_told_what_is_needed(client):
    client.force_login(make_user())
    assert "your school has none here yet" in page(client).text


def test_who_writes_for_a_partnership_begins_from_it(client):
    partnership = opened_partnership()
    client.force_login(partners_of(partnership)[0].lead)
    assert f'href="{begin_address(partnership)}"' in page(client).text


def test_a_partnership_that_has_an_mou_is_not_offered(client):
    mou = draft_mou()
    client.force_login(partners_of(mou.partnership)[0].lead)
    text = page(client).text
    assert "/mou/begin/" not in text
    assert "Your partnership has an MOU already" in text


def test_who_only_reads_is_not_offered_to_begin(client):
    partnership = opened_partnership()
    client.force_login(make_member(partners_of(partnership)[0].school, role=Role.STAFF))
    assert "/mou/begin/" not in page(client).text


# --- Shared by schools ------------------------------------------------------------------------------------------------
def test_a_shared_mou_is_found_read_taken_along_and_begun_from(client):
    shared = public_mou(signed_version())
    assert [each.slug for each in offered(kind="shared")] == [shared.slug]
    assert shared.slug in [each.slug for each in offered("coach")]
    text = client.get(shared.get_absolute_url()).text
    assert "School A (state), School B (independent)" in text
    assert '<span class="issp-blank">[School A]</span>' in text
    for name in ("Amara", "Castellane", "Brackenfold", "Thornmere", "01632"):
        assert name not in text
    file = client.get(reverse("agreements:shared_file", args=[shared.slug, f"{shared.slug}.docx"]))
    assert file.content.startswith(b"PK")
    partnership = opened_partnership()
    client.force_login(partners_of(partnership)[0].lead)
    assert f'href="{begin_address(partnership, f"shared:{shared.slug}")}"' in client.get(shared.get_absolute_url()).text


def test_the_sitemap_lists_them(client):
    text = client.get("/sitemap-mou-templates.xml").text
    assert "/mou-templates/first-term/" in text
    assert "/mou-templates/</loc>" in client.get("/sitemap-pages.xml").text
