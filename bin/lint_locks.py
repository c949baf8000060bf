"""The pinned requirements are those of the .in files: what somebody added by hand to one of them shows here.

Offline: it compares what requirements*.in ask for with what the locks say came from them. `bin/lock` writes them.
"""

import re
import sys
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;]+)")


def wanted(source: Path) -> dict[str, Requirement]:
    """The requirements of an .in file by name."""
    lines = (line.split("#")[0].strip() for line in source.read_text().splitlines())
    found = [Requirement(line) for line in lines if line and not line.startswith("-")]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def pinned(lock: Path, source: Path) -> tuple[dict[str, str], set[str]]:
    """(every pinned version by name, the names that the lock says came from `source`)."""
    versions: dict[str, str] = {}
    direct: set[str] = set()
    name = ""
    for line in lock.read_text().splitlines():
        if match := PIN.match(line):
            name = canonicalize_name(match["name"])
            versions[name] = match["version"]
        elif line.strip().removeprefix("# via").strip(" #") == f"-r {source.name}":
            direct.add(name)
    return versions, direct


def problems(source: Path, lock: Path) -> list[str]:
    """What is wrong with this pair, a sentence each."""
    asked = wanted(source)
    versions, direct = pinned(lock, source)
    said = [f"{lock.name} lacks {name}" for name in sorted(asked.keys() - direct)]
    said += [
        f"{lock.name} pins {name}, which {source.name} no longer asks for" for name in sorted(direct - asked.keys())
    ]
    said += [
        f"{lock.name} pins {name} {versions[name]}, and {source.name} asks for {asked[name].specifier}"
        for name in sorted(asked.keys() & direct)
        if not asked[name].specifier.contains(versions[name], prereleases=True)
    ]
    return said


def main(folder: Path) -> int:
    said = [
        sentence
        for name in ("requirements", "requirements-dev")
        for sentence in problems(folder / f"{name}.in", folder / f"{name}.txt")
    ]
    for sentence in said:
        sys.stdout.write(f"{sentence}. Run bin/lock.\n")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parent.parent))
