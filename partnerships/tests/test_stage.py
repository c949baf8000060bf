"""Where a partnership stands, and who moves it."""

import pytest

from accounts.models import Role
from accounts.tests.factories import make_member, make_user
from core.models import Event
from core.transitions import StatusNotAllowed
from notifications.models import Message
from partnerships import listeners
from partnerships.actions.stage import (
    NotWriter,
    agree_on_paper,
    end_partnership,
    mark_agreed,
    mark_embedding,
    start_running,
)
from partnerships.models import Partnership
from partnerships.rules import may_write
from partnerships.tests.introductions import opened_partnership

pytestmark = pytest.mark.django_db
Stage = Partnership.Stage


@pytest.fixture
def partnership():
    return opened_partnership()


@pytest.fixture
def amara(partnership):
    return partnership.introduction.asker.lead


def kinds_since(partnership, number):
    return [event.kind for event in Event.objects.of(partnership).order_by("pk")][number:]


def stage_of(partnership):
    return Partnership.objects.get(pk=partnership.pk).stage


def letters(kind):
    return sorted(Message.objects.filter(kind=kind).values_list("to", flat=True))


def at(stage, partnership, by):
    """The partnership brought to this stage."""
    steps = {Stage.AGREED: agree_on_paper, Stage.RUNNING: start_running, Stage.EMBEDDING: mark_embedding}
    for reached, step in steps.items():
        if stage == Stage.FORMING:
            break
        step(partnership=partnership, by=by)
        if reached == stage:
            break
    return partnership


def test_it_goes_its_way_and_back_from_embedding(partnership, amara):
    at(Stage.EMBEDDING, partnership, amara)
    start_running(partnership=partnership, by=amara)
    partnership.refresh_from_db()
    assert partnership.stage == Stage.RUNNING
    assert [row.stage for row in partnership.history.order_by("history_date", "history_id")] == [
        "forming",
        "agreed",
        "running",
        "embedding",
        "running",
    ]
    assert partnership.history.latest().history_user == amara


@pytest.mark.parametrize(
    ("stage", "step", "words"),
    [
        (Stage.FORMING, start_running, "stands at “Forming” now"),
        (Stage.FORMING, mark_embedding, "stands at “Forming” now"),
        (Stage.AGREED, mark_embedding, "stands at “Agreed” now"),
        (Stage.RUNNING, agree_on_paper, "stands at “Running” now"),
        (Stage.EMBEDDING, agree_on_paper, "stands at “Embedding” now"),
    ],
)
def test_no_stage_is_jumped(partnership, amara, stage, step, words):
    at(stage, partnership, amara)
    with pytest.raises(StatusNotAllowed, match=words):
        step(partnership=partnership, by=amara)
    assert stage_of(partnership) == stage


def test_a_second_press_changes_nothing_and_writes_to_nobody(partnership, amara):
    at(Stage.RUNNING, partnership, amara)
    events, sent = Event.objects.count(), Message.objects.count()
    start_running(partnership=partnership, by=amara)
    assert (Event.objects.count(), Message.objects.count()) == (events, sent)


def test_the_other_school_is_told_and_no_name_is_in_the_letter(partnership, amara):
    agree_on_paper(partnership=partnership, by=amara)
    urn = partnership.introduction.asked.school.urn
    assert letters("partnership-agreed") == [f"helen{urn}@thornmere.example", f"martin{urn}@thornmere.example"]
    text = Message.objects.filter(kind="partnership-agreed").first().text
    assert "Brackenfold Primary School has said" in text and "Amara" not in text
    assert partnership.get_absolute_url() in text


def test_the_signed_mou_makes_it_agreed_once_and_never_takes_it_back(partnership, amara):
    chair = make_member(partnership.introduction.asker.school, role=Role.CHAIR)
    before = Event.objects.of(partnership).count()
    for _ in range(2):
        mark_agreed(partnership=partnership, by=chair)
    assert stage_of(partnership) == Stage.AGREED and kinds_since(partnership, before) == ["partnership-agreed"]
    start_running(partnership=partnership, by=amara)
    mark_agreed(partnership=partnership, by=chair)
    assert stage_of(partnership) == Stage.RUNNING


def test_who_only_reads_moves_nothing(partnership):
    colleague = make_member(partnership.introduction.asker.school, role=Role.STAFF)
    for who in (colleague, make_user()):
        with pytest.raises(NotWriter, match="Ask one of them"):
            agree_on_paper(partnership=partnership, by=who)


def test_a_headteacher_may_step_in(partnership):
    head = make_member(partnership.introduction.asker.school, role=Role.HEADTEACHER)
    assert agree_on_paper(partnership=partnership, by=head).stage == Stage.AGREED


def test_what_has_ended_has_ended(partnership, amara, monkeypatch):
    heard = []
    monkeypatch.setattr(listeners, "_on_ended", [lambda ended: heard.append(ended.pk)])
    for _ in range(2):
        end_partnership(partnership=partnership, by=amara, why="Every school said yes.")
    assert stage_of(partnership) == Stage.ENDED and heard == [partnership.pk]
    assert len(letters("partnership-ended")) == 4 and not may_write(amara, partnership)
    mark_agreed(partnership=partnership, by=amara)
    assert stage_of(partnership) == Stage.ENDED
    with pytest.raises(NotWriter):
        start_running(partnership=partnership, by=amara)
