"""What holds now: the version that was signed, by whom, for how long, and what its schools can do with it."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from agreements.actions.after import may_be_renewed, renewed_from
from agreements.models import Mou, Notice, Signatory, Version
from partnerships.models import Partnership
from partnerships.rules import may_write

SOON = datetime.timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Holding:
    """The panel beside an MOU that was signed once. `writes`: this person may change what the schools agreed."""

    mou: Mou
    version: Version
    signatories: list[Signatory]
    notices: list[Notice]
    writes: bool
    mine: frozenset[int]  # the schools that this person writes for, by key
    until_then: Version | None = None

    @property
    def has_ended(self) -> bool:
        return self.version.status == Version.Status.ENDED

    @property
    def is_over(self) -> bool:
        """The partnership has ended too: nothing can follow."""
        return self.mou.partnership.stage == Partnership.Stage.ENDED

    @property
    def is_amended(self) -> bool:
        """The next version is being settled or signed."""
        return self.mou.status in (Mou.Status.DRAFTING, Mou.Status.SIGNING)

    @property
    def review_is_due(self) -> bool:
        return not self.has_ended and not self.is_amended and timezone.localdate() >= self.version.review_on - SOON

    @property
    def may_amend(self) -> bool:
        return self.writes and not self.is_over and self.mou.status == Mou.Status.SIGNED

    @property
    def may_renew(self) -> bool:
        return (
            self.writes and not self.is_over and self.mou.status != Mou.Status.SIGNING and may_be_renewed(self.version)
        )

    @property
    def renewed_from(self) -> datetime.date:
        return renewed_from(self.version)

    @property
    def may_leave(self) -> bool:
        """Whether a school of this person's can give notice: the MOU holds, and not every one of them has."""
        gave = {notice.school_id for notice in self.notices}
        return self.writes and not self.is_over and not self.has_ended and bool(self.mine - gave)


def holding_of(mou: Mou, user: User) -> Holding | None:
    """What holds, or held last, as this person sees it; None before anything was signed."""
    version = mou.in_force
    if version is None:
        return None
    mine = mou.partnership.partners.written_for_by(user).values_list("school_id", flat=True)
    return Holding(
        mou=mou,
        version=version,
        signatories=list(version.signatories.select_related("school")),
        notices=list(mou.notices.filter(status=Notice.Status.GIVEN).select_related("school").order_by("ends_on", "pk")),
        writes=may_write(user, mou.partnership),
        mine=frozenset(mine),
        until_then=_until_then(version),
    )


def _until_then(version: Version) -> Version | None:
    """The one before, where the next was signed ahead of its beginning and the one before has not run out."""
    today = timezone.localdate()
    if version.begins_on <= today:
        return None
    return version.mou.versions.filter(status=Version.Status.REPLACED, ends_on__gte=today).first()
