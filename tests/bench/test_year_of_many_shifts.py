"""What the program of a person's year takes where shift types are many: 150 of them are to leave room in 4 GB."""

from pathlib import Path

import numpy as np

from bench.curtois_format import read_instance
from bench.curtois_team import board_of, columns_of
from planner.solve import fixed_cells, search_over
from solver.rows.room import Room
from solver.rows.team import Team
from solver.rows.warm import compile_now
from solver.search import Options
from tests.solver.test_year_long import arrays_in

#: Groups by when they begin, and lengths in minutes: a shift of a later group is never followed by one of an earlier.
GROUPS, LENGTHS_MIN = "abcdefgh", (480, 480, 600, 720)
#: Bytes of a program, boxes of all counters that were looked at included.
MOST_BYTES = 24_000_000


def year(path: Path) -> Path:
    """Two people who may have some 230 shifts each, of 32 types, half of them capped."""
    types = [(f"{group}{number}", length) for group in GROUPS for number, length in enumerate(LENGTHS_MIN)]
    shifts = [f"{code},{length},{'|'.join(one for one, _ in types if one[0] < code[0])}" for code, length in types]
    caps = "|".join(f"{code}={40 + 3 * n if n % 2 else 364}" for n, (code, _) in enumerate(types))
    path.write_text(
        "\n".join(
            [
                *("SECTION_HORIZON", "364", "SECTION_SHIFTS", *shifts),
                *("SECTION_STAFF", *(f"{name},{caps},112320,111600,5,2,2,26" for name in ("Ada", "Ben"))),
                *("SECTION_COVER", *(f"{day},{code},1,100,1" for day in range(364) for code, _ in types)),
            ]
        ),
        "utf-8",
    )
    return path


def test_a_year_of_one_person_takes_little_however_many_shifts_there_are(tmp_path: Path) -> None:
    compile_now()
    instance = read_instance(year(tmp_path / "year.txt"))
    board = board_of(instance)
    search = search_over(board, columns_of(board, instance), fixed_cells(board), Options(60, 1))
    team = Team.of(search.columns, search.structure, search.fixed, search.layout, lambda: False)
    assert team is not None
    member = team.members[0]
    rng, room, found = np.random.default_rng(1), Room(), 0

    for _ in range(12):
        points = -100.0 * rng.integers(0, 3, len(member.program.line.atoms))
        found += member.program.cheapest(points, room).path is not None
        if member.program.even is not None:
            member.program.even.cheapest(points, room)

    assert found >= 6
    assert sum(arrays_in(member.program, {}).values()) < MOST_BYTES
