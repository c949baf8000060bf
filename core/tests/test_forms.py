"""The base of every form: what it prints of other people's words."""

from django import forms
from django.template import Context, Template
from django.utils.html import format_html

from core.forms import PortalForm

PAGE = Template("{% load crispy_forms_tags %}{% crispy form %}")
SCHOOL = "<script>alert(1)</script> & Sons’ School"
SHOWN = "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Sons’ School"


class AskForm(PortalForm):
    words = forms.CharField(label=SCHOOL, help_text=SCHOOL)
    choice = forms.ChoiceField(label=SCHOOL, choices=[("a", SCHOOL), ("b", "B")], widget=forms.RadioSelect)
    boxes = forms.MultipleChoiceField(choices=[("a", SCHOOL)], widget=forms.CheckboxSelectMultiple)


def printed(form):
    return PAGE.render(Context({"form": form}))


def test_no_words_of_a_label_a_hint_or_a_choice_are_taken_for_html():
    page = printed(AskForm())
    assert "<script>" not in page
    assert page.count(SHOWN) == 5


def test_a_label_set_afterwards_is_escaped_too():
    form = AskForm()
    form.fields["words"].label = f"What shall we tell {SCHOOL}?"
    assert f"What shall we tell {SHOWN}?" in printed(form)


def test_html_that_was_made_on_purpose_stays():
    form = AskForm()
    form.fields["words"].label = format_html("See <a href='/terms/'>{}</a>", SCHOOL)
    assert f"See <a href='/terms/'>{SHOWN}</a>" in printed(form)
