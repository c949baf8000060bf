"""A registration's answers as rows of words, and what a proposed change would alter in them. No HTML here."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import Role
from core.differences import Change, change_of
from partnerships import slots
from partnerships.models import ActivityType, Registration, Subject, Value
from partnerships.registering.answers import Answers
from schools.year_groups import YearGroups


@dataclass(frozen=True)
class Names:
    """The names of the lists' entries by slug, read once for as many answers as there are to show."""

    activities: dict[str, str]
    subjects: dict[str, str]
    values: dict[str, str]

    @classmethod
    def read(cls) -> "Names":
        """Three queries: the lists are small, and an entry that has gone shows its slug."""
        models = (ActivityType, Subject, Value)
        return cls(*(dict(model.objects.values_list("slug", "name")) for model in models))


def rows_of(answers: Answers, names: Names | None = None) -> list[tuple[str, str]]:
    """(label, words) of every row, in the order of the form. Several lines are parted by line breaks."""
    names = names or Names.read()

    def lines(name: str) -> str:
        return "\n".join(
            ", ".join(
                part
                for part in [
                    names.activities.get(line["activity"], line["activity"]),
                    names.subjects.get(line["subject"], line["subject"]) if line["subject"] else "",
                    YearGroups(line["years"]).words(),
                ]
                if part
            )
            + f": {line['sentence']}"
            for line in answers.get(name, [])
        )

    def person(name: str) -> str:
        answer = answers.get(name, {})
        role = _label(Role.choices, answer["role"]) if answer.get("role") else ""
        parts = [answer.get(key, "") for key in ("name", "job_title", "email", "phone")]
        return "\n".join(part for part in [*parts, role] if part)

    partner, said = answers.get("partner", {}), answers.get("values", {})
    return [
        ("What the school needs", lines("needs")),
        ("What it can offer", lines("offers")),
        ("Partners", _label(Registration.Partners.choices, partner.get("partners"))),
        ("How far they can travel", f"{partner['miles']} miles" if partner else ""),
        ("Transport", _label(Registration.Transport.choices, partner.get("transport"))),
        ("New partnerships this year", str(partner.get("capacity", ""))),
        ("When in the week", "\n".join(slots.words(answers.get("times", {}).get("slots", 0)))),
        ("Values", "\n".join(names.values.get(slug, slug) for slug in said.get("values", []))),
        ("Local groups", "\n".join(said.get("networks", []))),
        ("Does the headteacher support it", _label(Registration.Head.choices, answers.get("head", {}).get("head"))),
        ("Lead", person("lead")),
        ("Second contact", person("deputy")),
    ]


def changes_between(before: Answers, after: Answers, names: Names | None = None) -> list[Change]:
    """The rows in which the two differ. `after` may leave steps out; those stay as they are."""
    names = names or Names.read()
    pairs = zip(rows_of(before, names), rows_of(before | after, names), strict=True)
    return [change_of(label, old, new) for (label, old), (_, new) in pairs if old != new]


def _label(choices: Iterable[tuple[str, str]], value: str | None) -> str:
    return dict(choices).get(value or "", value or "")
