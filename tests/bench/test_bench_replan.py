"""What the figures of gentle changes say: by kind of event, what is not proven with its bound, and what was wanted."""

from datetime import date

import pytest

from bench.replan import Mended, summary
from planner.domain.event import Away, Event, Fixed, Swap
from planner.domain.people import AbsenceKind
from planner.domain.scenario import Hire

DAY = date(2026, 12, 1)
AWAY = Away("Ana", AbsenceKind.SICK, DAY, DAY)


def mended(event: Event, seconds: float = 1.0, moved: int = 2, bound: int = 2, filled: int = 0) -> Mended:
    return Mended(event, seconds, seconds / 2, moved, bound, filled)


def test_each_kind_of_event_has_its_line_and_what_is_not_proven_its_bound() -> None:
    found = [
        mended(AWAY, 1.0), mended(AWAY, 3.0), mended(AWAY, 1.5), mended(Fixed("Ana", DAY, "E")),
        mended(Fixed("Ana", DAY, "")), mended(Swap("Ana", DAY, "Ben", DAY), 8.0, 6, 4),
        mended(Hire("Cem", 600, "Ana"), 2.0, 0, 0, 7),
    ]  # fmt: skip
    lines = summary(found)
    assert lines[2:8] == [
        "| one person away | 3 | 1.5 | 3.0 | 0.8 | 1.5 | 3 of 3 |",
        "| somebody must work | 1 | 1.0 | 1.0 | 0.5 | 0.5 | 1 of 1 |",
        "| somebody must be free | 1 | 1.0 | 1.0 | 0.5 | 0.5 | 1 of 1 |",
        "| swap | 1 | 8.0 | 8.0 | 4.0 | 4.0 | 0 of 1 |",
        "| somebody joins | 1 | 2.0 | 2.0 | 1.0 | 1.0 | 1 of 1 |",
        "| all | 7 | 1.5 | 8.0 | 0.8 | 4.0 | 6 of 7 |",
    ]
    assert lines[9:] == [
        "Not proven: swap: 6 moved, at least 4.",
        "Open shifts taken by who joined: 7.",
        "One person away, median: 1.5 s (wanted: 2 s, kept).",
        "Fewest proven: 85 % (wanted: 95 %, missed).",
    ]


@pytest.mark.parametrize(("seconds", "said"), [(2.0, "kept"), (2.1, "missed")])
def test_two_seconds_are_kept_and_more_are_missed(seconds: float, said: str) -> None:
    assert summary([mended(AWAY, seconds)])[-2].endswith(f"{seconds} s (wanted: 2 s, {said}).")
