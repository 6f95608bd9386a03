"""Servers killed at random moments while a lead saves: `python -m bench.torture_saves`.

An owner edits fifteen cells at a time and publishes, over HTTP; each server is killed (SIGKILL) at a random moment
after its first answer, and the next one goes on. After each kill all that was answered must be in the database, no save
may be half there, and each publication must have its notices. Takes some minutes.
"""

import random
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.kills import kill_options
from bench.machine import keep, machine_line
from tests.web.killed_saves import SavingHouse, kill_servers

#: A server is killed at the latest so long after its first answer: within some saves.
LONGEST_S = 1.0


def main() -> None:
    """Print the report and keep it; AssertionError, with what was lost, when something was."""
    options = kill_options(__doc__)
    chance = random.Random(options.seed)
    with TemporaryDirectory() as name:
        folder = Path(name)
        with closing(SavingHouse(options.database or f"sqlite:///{folder / 'planner.db'}", folder)) as house:
            for number in range(1, options.kills + 1):
                kill_servers(house, 1, chance, LONGEST_S)
                tally = house.tally
                print(f"kill {number}: {tally.answered} answered, {tally.kept} kept", file=sys.stderr)
        kind = "sqlite" if house.is_sqlite else "postgresql"
    report = [
        f"# Servers killed during saves, {datetime.now(UTC):%Y-%m-%d}",
        "",
        machine_line(1),
        "",
        f"{kind}, {tally.kills} servers killed within {LONGEST_S:.0f} s of their first answer; seed {options.seed}.",
        "",
        f"{tally.answered} saves answered, all of them kept; {tally.kept - tally.answered} more were kept whose answer "
        "did not come. None was half there.",
    ]
    print("\n".join(report))
    keep(f"torture-saves-{kind}", report)


if __name__ == "__main__":
    main()
