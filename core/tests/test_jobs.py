"""Reminders and purges as registered jobs."""

import pytest

from core import jobs


@pytest.fixture(autouse=True)
def no_jobs(monkeypatch):
    for name in ("_reminders", "_purges", "_promises"):
        monkeypatch.setattr(jobs, name, [])


def two():
    """Write to two people.

    More that nobody is shown.
    """
    return 2


def broken():
    """Fail every time."""
    raise ValueError("a fault in one job")


def three():
    """Write to three people."""
    return 3


def outcomes(found):
    return [(outcome.description, outcome.count, outcome.failed) for outcome in found]


@pytest.mark.django_db
def test_each_says_what_it_did_in_the_order_of_registration():
    jobs.register_reminder(two)
    jobs.register_reminder(three)
    assert outcomes(jobs.run_reminders()) == [("Write to two people", 2, False), ("Write to three people", 3, False)]


@pytest.mark.django_db
def test_one_that_fails_does_not_stop_the_others(caplog):
    for job in (two, broken, three):
        jobs.register_purge(job, what=job.__name__, after="a day")
    assert [outcome.failed for outcome in jobs.run_purges()] == [False, True, False]
    assert "test_jobs.broken failed" in caplog.text
    assert "a fault in one job" in caplog.text


@pytest.mark.django_db
def test_reminders_and_purges_are_apart():
    jobs.register_reminder(two)
    assert list(jobs.run_purges()) == []


@pytest.mark.django_db
def test_registering_twice_runs_it_once():
    jobs.register_reminder(two)
    jobs.register_reminder(two)
    assert len(list(jobs.run_reminders())) == 1


def test_a_job_without_a_description_is_refused():
    def nameless():
        return 0

    with pytest.raises(TypeError, match="needs a docstring"):
        jobs.register_reminder(nameless)


def test_what_a_purge_promises_is_there_for_the_privacy_notice():
    jobs.register_purge(two, what="A draft", after="30 days")
    assert jobs.retention() == [("A draft", "30 days")]
