"""The self-check ends in what to do next, with reasons, and keeps nothing."""

import pytest
from django.contrib.sessions.models import Session

from partnerships.forms.self_check import SelfCheckForm
from partnerships.self_check import GOOD, HEAD, READ, REGISTER, SEE_TO, SMALL, advise

QUESTIONS = list(GOOD)
ALL_YES = dict.fromkeys(QUESTIONS, "yes")


@pytest.mark.parametrize(
    ("wishes", "changes", "expected"),
    [
        (["curriculum"], {}, REGISTER),
        (["curriculum"], {"give": "no", "head": "partly"}, REGISTER),
        (["curriculum"], {"head": "no"}, HEAD),
        (["curriculum"], {"head": "no", "time": "no"}, HEAD),
        (["curriculum"], {"time": "no"}, SMALL),
        (["curriculum"], {"near": "no"}, SMALL),
        (["nothing"], {}, READ),
        (["curriculum"], {"values": "no"}, READ),
    ],
)
def test_the_next_step(wishes, changes, expected):
    assert advise(wishes, {**ALL_YES, **changes}).next_step == expected


def test_each_answer_gives_its_reason():
    advice = advise(["teaching"], {**ALL_YES, "give": "partly"})
    assert advice.see_to == [SEE_TO["give"]]
    assert advice.good == [GOOD[name] for name in QUESTIONS if name != "give"]


def test_every_question_has_its_words():
    assert set(SelfCheckForm().fields) - {"wishes"} == set(GOOD) == set(SEE_TO)


@pytest.mark.django_db
class TestPages:
    url = "/register-interest/is-it-right/"

    def test_the_questions_come_first(self, client):
        page = client.get(self.url).content.decode()
        assert "Is a partnership right for us?" in page
        assert "There is a problem" not in page

    def test_unanswered_questions_are_named(self, client):
        page = client.get(self.url, {"done": "yes", **ALL_YES}).content.decode()
        assert "Select what you would like" in page
        assert "<title>Error: " in page

    @pytest.mark.parametrize(
        ("changes", "heading"),
        [
            ({}, "Register interest now"),
            ({"head": "no"}, "Talk to your headteacher first"),
            ({"time": "no"}, "Start smaller"),
            ({"wishes": "nothing"}, "Read on before you decide"),
        ],
    )
    def test_the_advice_needs_no_session(self, client, changes, heading):
        page = client.get(self.url, {"done": "yes", "wishes": "curriculum", **ALL_YES, **changes})
        assert f'<h1 class="govuk-heading-l">{heading}' in page.content.decode()
        assert "/guides/starting/" in page.content.decode()
        assert not Session.objects.exists()

    @pytest.mark.parametrize("value", ["<script>alert(1)</script>", "x" * 10_000, "nul\0nul"])
    def test_hostile_answers_are_refused(self, client, value):
        for field in ["wishes", *QUESTIONS, "done"]:
            page = client.get(self.url, {"done": "yes", "wishes": "curriculum", **ALL_YES, field: value})
            assert page.status_code == 200
            assert b"<script>alert" not in page.content

    def test_it_is_only_read(self, client):
        assert client.post(self.url).status_code == 405
