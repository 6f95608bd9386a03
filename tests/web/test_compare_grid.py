"""Two versions in one grid: each date of everybody whose shifts change."""

from datetime import date

from planner.changing.compare_versions import VersionComparison
from planner.changing.person_changes import PersonChange
from web.view.compare_grid import compared_rows

DAYS = [date(2026, 12, day) for day in range(1, 5)]


def test_a_cell_has_old_and_new_and_what_stays_is_in_both() -> None:
    ana = PersonChange("Ana", ((DAYS[0], "E"), (DAYS[1], "L")), ((DAYS[1], "E"), (DAYS[2], "N")))
    after = frozenset({("Ana", DAYS[1], "E"), ("Ana", DAYS[1], "C"), ("Ana", DAYS[2], "N"), ("Ana", DAYS[3], "E")})
    [row] = compared_rows(VersionComparison((ana,), (), (), after | {("Ben", DAYS[0], "L")}), DAYS)
    assert row.person == "Ana"
    assert [(cell.old, cell.new) for cell in row.cells] == [
        (("E",), ()),
        (("C", "L"), ("C", "E")),
        ((), ("N",)),
        (("E",), ("E",)),
    ]
    assert [cell.changed for cell in row.cells] == [True, True, True, False]
