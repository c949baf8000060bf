"""How long the register takes to come in, and how much memory: the whole real extract, then the same file again.

Against targets: the first run within 10 s and 300 MB, a second run with nothing new in half the time of the first. The
floor is the mere reading of the same files by Python's csv module, in a process of its own and in the same run, so that
the ratios mean the same on a slower machine. Every run is a fresh process; its time includes starting Django.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

DATA = Path(os.environ.get("DATA", "../shared/data"))
REGISTER, LINKS = DATA / "gias_extract.csv", DATA / "gias_links.csv"
READ = """
import csv, sys
for name in sys.argv[1:]:
    for row in csv.reader(open(name, encoding="cp1252", newline="")):
        pass
"""
MOST_SECONDS, MOST_MEGABYTES, SECOND_RUN = 10, 300, 0.5


@dataclass(frozen=True)
class Run:
    """One child process: seconds by the clock, seconds of its own work, peak megabytes, what it printed first."""

    seconds: float
    work: float
    megabytes: float
    said: str


def run(*command: str) -> Run:
    before = time.perf_counter()
    child = subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    printed = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - before
    if status:
        raise SystemExit(f"{' '.join(command)} failed.")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, printed.partition("\n")[0])


def verdict(good: bool) -> str:
    return "met" if good else "MISSED"


def main() -> None:
    if not REGISTER.exists():
        print(f"Not run: {REGISTER} is not there. Set DATA to the folder that holds gias_extract.csv.")
        return
    files = [str(REGISTER), str(LINKS)]
    floor = run("-c", READ, *files)
    command = ["manage.py", "import_gias", files[0], "--links", files[1]]
    first, second = run(*command), run(*command)
    print(f"floor: csv alone reads both files in {floor.seconds:.2f} s")
    for name, one in (("first", first), ("second", second)):
        ratio = one.seconds / floor.seconds
        print(
            f"{name} run: {one.seconds:.2f} s by the clock ({ratio:.0f} floors), {one.work:.2f} s of work, "
            f"peak {one.megabytes:.0f} MB. {one.said}"
        )
    share = second.seconds / first.seconds
    print(f"first run within {MOST_SECONDS} s: {verdict(first.seconds <= MOST_SECONDS)}")
    print(f"peak within {MOST_MEGABYTES} MB: {verdict(max(first.megabytes, second.megabytes) <= MOST_MEGABYTES)}")
    print(f"second run in {SECOND_RUN:.0%} of the first: {share:.0%}, {verdict(share <= SECOND_RUN)}")
    print(f"second run changes nothing: {verdict(' 0 added, 0 changed' in second.said)}")


if __name__ == "__main__":
    main()
