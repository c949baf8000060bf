"""manage.py send_reminders and manage.py purge_expired"""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core import jobs

pytestmark = pytest.mark.django_db


def remind():
    """Remind three people."""
    return 3


def fail():
    """Fail."""
    raise RuntimeError


@pytest.mark.parametrize(("command", "jobs_of"), [("send_reminders", "_reminders"), ("purge_expired", "_purges")])
def test_says_what_each_job_did(command, jobs_of, monkeypatch):
    monkeypatch.setattr(jobs, jobs_of, [remind])
    said = StringIO()
    call_command(command, stdout=said)
    assert said.getvalue() == "Remind three people: 3\n"


@pytest.mark.parametrize(("command", "jobs_of"), [("send_reminders", "_reminders"), ("purge_expired", "_purges")])
def test_ends_with_an_error_when_one_failed_and_has_run_the_others(command, jobs_of, monkeypatch):
    monkeypatch.setattr(jobs, jobs_of, [fail, remind])
    said, complained = StringIO(), StringIO()
    with pytest.raises(CommandError, match="1 failed: Fail"):
        call_command(command, stdout=said, stderr=complained)
    assert said.getvalue() == "Remind three people: 3\n"
    assert "Fail: failed" in complained.getvalue()


@pytest.mark.parametrize("command", ["send_reminders", "purge_expired"])
def test_every_registered_job_runs_twice_on_an_empty_portal(command):
    call_command(command, stdout=StringIO())
    call_command(command, stdout=StringIO())
