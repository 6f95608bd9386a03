"""bench.feeds on four people: the yardstick first, every row with the answers that it is about."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bench import feeds
from bench.feed_client import ask
from bench.feeds_publish import greedy_roster
from bench.samples import SAMPLES


def test_each_row_has_the_answers_that_it_is_about(tmp_path: Path) -> None:
    sample, today = SAMPLES["4-short-team"](), datetime.now(UTC).date()
    # Who has left has no feed: one of them does on a day that comes.
    team = replace(sample, managers=tuple(replace(manager, leaves_on=None) for manager in sample.managers))
    roster = greedy_roster(team, today.year, today.month)
    with feeds.house(tmp_path, team, roster, subscribers=8, events=30) as house:
        assert house.events == 30
        lines = feeds.lines(house, ask, requests=10)
    shape = r"\| (.+) \| (\d+) \| (\d+) \| \d+ \| (\d+\.\d\d) \| \d+\.\d\d \| (.+) \|"
    rows = [row.groups() for line in lines if (row := re.fullmatch(shape, line))]
    assert [row[:3] for row in rows] == [
        ("hello world", "10", "200"),
        ("304 of a full feed", "10", "304"),
        ("a full feed", "10", "200"),
        ("a round of all subscribers after a publication", "8", "200"),
        ("a round of all subscribers, nothing new", "8", "304"),
    ]
    assert rows[0][3] == "1.00"
    assert [float(row[4]) > 1 for row in rows] == [False, False, True, True, False]
    assert re.search(r"(kept|missed): \d+%", "\n".join(lines))
    assert lines[-1].startswith("8 subscribers who poll every 15 minutes take")
