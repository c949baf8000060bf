"""What an amendment changes: the working text against what was signed, and each version against the one before."""

from dataclasses import dataclass

from agreements.comparing import Comparison, compare
from agreements.drafts import content_of
from agreements.models import Mou, Version

SIGNED_ONCE = {Version.Status.SIGNED, Version.Status.REPLACED, Version.Status.ENDED}


@dataclass(frozen=True, kw_only=True)
class Step:
    """A version, with what it changes against the last one that everybody had signed before it (None: the first)."""

    version: Version
    before: Version | None
    comparison: Comparison | None

    @property
    def words(self) -> str:
        """ "Against version 1 it changes: Transport; adds: If another school joins.", or "" for a first version."""
        if self.before is None or self.comparison is None:
            return ""
        if self.comparison.only_dates:
            return f"It renews version {self.before.number}: only the dates differ."
        said = []
        for kind, verb in (("changed", "changes"), ("added", "adds"), ("left out", "leaves out")):
            headings = [found.heading for found in self.comparison.changes if found.kind == kind]
            said += [f"{verb}: {', '.join(headings)}"] if headings else []
        if self.comparison.moved:
            said.append("puts clauses in another order")
        against = f"Against version {self.before.number} it"
        return f"{against} {'; '.join(said)}." if said else f"Its text is that of version {self.before.number}."


def amendment_of(mou: Mou, version: Version) -> Comparison:
    """How the working text differs from what was signed last."""
    return compare(version.content, content_of(mou))


def step_of(version: Version) -> Step:
    """What this version changes."""
    earlier = version.mou.versions.filter(status__in=SIGNED_ONCE, number__lt=version.number)
    return _step(version, earlier.order_by("-number").first())


def history_of(versions: list[Version]) -> list[Step]:
    """Each version with what it changes. Takes and gives the newest first."""
    steps: list[Step] = []
    before: Version | None = None
    for version in reversed(versions):
        steps.append(_step(version, before))
        before = version if version.status in SIGNED_ONCE else before
    return steps[::-1]


def _step(version: Version, before: Version | None) -> Step:
    comparison = compare(before.content, version.content) if before else None
    return Step(version=version, before=before, comparison=comparison)
