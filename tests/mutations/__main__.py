"""Do the tests notice a change? `python -m tests.mutations [--number 150] [--seed 1]`.

Draws so many changes in the critical modules and in the SQL of the triggers (`targets.py`,
`operators.py`), and for each runs the tests that touch it: first those of its room, and where these
pass those of the rooms beside it. Works in a copy of the last commit, with a database of its own,
and leaves this checkout alone. The same seed draws the same changes.

Prints a line for each change, at the end what was not noticed, and ends with status 1 when fewer
than nine in ten were. What was looked at and does nothing that anybody could see stands in
`equivalent.txt`, with the reason; it is not drawn.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.mutations.operators import Change, changes
from tests.mutations.targets import ROOT, TARGETS, Target


ENOUGH = 0.9
LONGER = 4  # times what the tests take without a change: then the change made them hang
EQUIVALENT = Path(__file__).with_name("equivalent.txt")


def say(text: str) -> None:
    """A line on the screen, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def known_equivalent() -> set[str]:
    """The changes that were looked at: 'file: before  ->  after', without the reason behind '#'."""
    lines = EQUIVALENT.read_text(encoding="utf-8").splitlines()
    return {line.split("  #")[0].strip() for line in lines if line and not line.startswith("#")}


def name_of(change: Change) -> str:
    """How a change is written down: its file and its line before and after."""
    text = change.path.read_text(encoding="utf-8")
    return f"{change.path.relative_to(ROOT)}: {change.describe(text)}"


def draw(number: int, seed: int) -> list[tuple[Target, Change]]:
    """So many changes, divided evenly over the targets, so that a small one is tried as hard."""
    chance = random.Random(seed)  # noqa: S311 - to repeat, not to hide
    equivalent = known_equivalent()
    piles = []
    for target in TARGETS:
        every = [change for path in target.files() for change in changes(path)]
        chance.shuffle(every)
        piles.append((target, [one for one in every if name_of(one) not in equivalent]))
    drawn: list[tuple[Target, Change]] = []
    while len(drawn) < number and any(pile for _, pile in piles):
        drawn += [(target, pile.pop()) for target, pile in piles if pile]
    return drawn[:number]


@contextmanager
def copy_of_the_commit() -> Iterator[Path]:
    """A checkout of the last commit beside this one, and removed afterwards."""
    place = Path(tempfile.mkdtemp(prefix="mutations-"))
    place.chmod(0o755)  # the database runs as another user when we are root
    git = shutil.which("git") or "git"
    try:
        subprocess.run([git, "clone", "-q", str(ROOT), str(place / "copy")], check=True)  # noqa: S603
        yield place
    finally:
        manage = [sys.executable, "manage.py", "stop"]
        subprocess.run(manage, cwd=place / "copy", env=_environment(place), check=False)  # noqa: S603
        shutil.rmtree(place, ignore_errors=True)


def _environment(place: Path) -> dict[str, str]:
    return {**os.environ, "PGDATA": str(place / "postgres"), "PYTHONDONTWRITEBYTECODE": "1"}


def passes(place: Path, tests: Sequence[str], seconds: float, *, new_database: bool) -> bool:
    """Whether these tests pass within that time."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    command += ["--create-db" if new_database else "--reuse-db", *tests]
    try:
        done = subprocess.run(  # noqa: S603
            command,
            cwd=place / "copy",
            env=_environment(place),
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


class Trial:
    """Changes are made one by one; what the tests of a target take is measured once."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._takes: dict[tuple[str, ...], float] = {}

    def is_noticed(self, target: Target, change: Change) -> bool:
        """Whether any test fails, or hangs, with this change."""
        path = self._place / "copy" / change.path.relative_to(ROOT)
        text = path.read_text(encoding="utf-8")
        new_database = path.suffix == ".sql"
        for tests in filter(None, (target.tests, target.more)):
            limit = LONGER * self._time(tests) + 60
            path.write_text(change.apply(text), encoding="utf-8")
            try:
                if not passes(self._place, tests, limit, new_database=new_database):
                    return True
            finally:
                path.write_text(text, encoding="utf-8")
        return False

    def _time(self, tests: tuple[str, ...]) -> float:
        """Seconds that these tests take; they have to pass without a change."""
        if tests not in self._takes:
            begin = time.monotonic()
            if not passes(self._place, tests, 3600, new_database=True):
                raise SystemExit(f"Without a change these tests fail: {' '.join(tests)}")
            self._takes[tests] = time.monotonic() - begin
        return self._takes[tests]


def main() -> None:
    """Draw, try, print."""
    parser = argparse.ArgumentParser(description="Do the tests notice a change?")
    parser.add_argument("--number", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--target", choices=[target.name for target in TARGETS])
    parser.add_argument("--list", action="store_true", help="only say what is drawn")
    asked = parser.parse_args()
    drawn = draw(asked.number, asked.seed)
    if asked.target:
        drawn = [(target, change) for target, change in drawn if target.name == asked.target]
    if asked.list:
        for target, change in drawn:
            say(f"{target.name}: {name_of(change)}")
        return
    missed = []
    with copy_of_the_commit() as place:
        trial = Trial(place)
        # By target, so that one database serves as many as possible.
        for target, change in sorted(drawn, key=lambda pair: TARGETS.index(pair[0])):
            noticed = trial.is_noticed(target, change)
            say(f"{'noticed' if noticed else 'MISSED '}  {name_of(change)}")
            if not noticed:
                missed.append(change)
    share = 1 - len(missed) / len(drawn)
    say(f"\n{len(drawn) - len(missed)} of {len(drawn)} changes noticed ({share:.0%}).")
    for change in missed:
        say(f"not noticed: {name_of(change)}")
    raise SystemExit(0 if share >= ENOUGH else 1)


if __name__ == "__main__":
    main()
