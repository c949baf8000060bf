"""The repeated parts of a page."""

import pytest
from django.core.paginator import Paginator
from django.forms import CharField, Form
from django.template import Context, RequestContext, Template, TemplateSyntaxError
from django.test import RequestFactory


def render(source, address="/", **context):
    request = RequestFactory().get(address)
    return Template(source).render(RequestContext(request, context))


def test_a_notice_escapes_its_title_and_announces_only_success():
    ok = render("{% notice ok title %}<p>Body</p>{% endnotice %}", title="<b>Saved</b>")
    warn = render('{% notice warn "Late" %}{% endnotice %}')

    assert "&lt;b&gt;Saved" in ok
    assert 'role="status"' in ok
    assert "<p>Body</p>" in ok
    assert "role=" not in warn


def test_a_notice_of_an_unknown_kind_is_a_mistake_of_the_template():
    with pytest.raises((TemplateSyntaxError, KeyError)):
        render('{% notice shout "Hey" %}{% endnotice %}')


def test_query_changes_words_of_the_address_and_starts_paging_again():
    assert render('{% query sort="name" %}', "/schools/?q=a+b&page=7&sort=near") == "?q=a+b&amp;sort=name"
    assert render("{% query sort=None %}", "/schools/?sort=near") == "?"


def test_without_takes_one_value_of_a_word():
    address = "/schools/?sector=state&sector=independent&q=x&page=2"
    assert render('{% without "sector" "state" %}', address) == "?sector=independent&amp;q=x"


def test_pagination_keeps_the_rest_of_the_address_and_marks_the_present_page():
    page = Paginator(range(100), 10).get_page(5)
    html = render("{% pagination page %}", "/schools/?q=oak&page=5", page=page)

    assert 'href="?q=oak&amp;page=4"' in html
    assert 'href="?q=oak&amp;page=6"' in html
    assert html.count('aria-current="page"') == 1


def test_one_page_needs_no_pagination():
    page = Paginator(range(3), 10).get_page(1)
    assert render("{% pagination page %}", page=page).strip() == ""


@pytest.mark.parametrize(("data", "prefix"), [({"word": ""}, "Error: "), ({"word": "yes"}, ""), (None, "")])
def test_a_refused_form_says_error_in_the_title(data, prefix):
    class WordForm(Form):
        word = CharField()

    html = Template("{{ form|error_prefix }}").render(Context({"form": WordForm(data)}))
    assert html == prefix


def test_a_sector_has_its_word_beside_its_shape():
    assert "Independent</span>" in render('{% sector "independent" %}')
