"""An MOU that was signed, with the dates that a test needs, and the clock of a later day."""

import datetime

import pytest
from django.utils import timezone

from agreements.actions.signing import send_for_signature, sign
from agreements.models import Mou, Signatory, Version
from agreements.tests.cast import (
    CLAUSES,
    agree_fully,
    agreed_mou,
    chair_of,
    clause,
    fill_in,
    head_of,
    make_template_version,
    partners_of,
)
from partnerships.models import Partnership

LEAVING = clause("leaving", "Leaving and ending", text="A school may leave if it gives 60 days’ notice in writing.")
YEAR = datetime.timedelta(days=365)


def signed(partnership: Partnership | None = None, *, ends_in: int = 200, review_in: int = 100) -> Mou:
    """Brackenfold and Thornmere have signed. `review_in` and `ends_in` are days from today; 60 days' notice."""
    mou = agreed_mou(partnership, template=make_template_version([*CLAUSES, LEAVING]))
    today = timezone.localdate()
    dates = mou.clauses.get(kind="dates")
    said = {
        "begins": (today - datetime.timedelta(days=30)).isoformat(),
        "review": (today + datetime.timedelta(days=review_in)).isoformat(),
        "ends": (today + datetime.timedelta(days=ends_in)).isoformat(),
    }
    fill_in(dates, by=partners_of(mou.partnership)[0].lead, **said)
    agree_fully(mou.clauses.get(kind="dates"))
    return sign_all(mou)


def sign_all(mou: Mou) -> Mou:
    """Send it for signature, and have everybody sign."""
    version = send_for_signature(mou=mou, by=partners_of(mou.partnership)[0].lead)
    for signatory in version.signatories.select_related("school"):
        holder = head_of(signatory.school) if signatory.role == Signatory.Role.HEAD else chair_of(signatory.school)
        sign(version=version, signatory=signatory, by=holder, how=Signatory.How.PASSWORD, seen=version.fingerprint)
    return Mou.objects.get(pk=mou.pk)


def in_force(mou: Mou) -> Version:
    """What holds, read afresh."""
    found = Mou.objects.get(pk=mou.pk).in_force
    assert found is not None
    return found


def clock(monkeypatch: pytest.MonkeyPatch, days: int) -> datetime.date:
    """As if it were so many days later."""
    later = timezone.localdate() + datetime.timedelta(days=days)
    monkeypatch.setattr(timezone, "localdate", lambda value=None, tz=None: value.date() if value else later)
    return later
