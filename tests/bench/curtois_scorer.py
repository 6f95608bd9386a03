"""A scorer of its own for the public instances' format: it shares no line with the planner or with bench/.

Written from the ten rules of Curtois and Qu (2014). A row is a list of shift ids a day, "" = day off.
"""

from itertools import groupby, pairwise
from typing import NamedTuple


class Score(NamedTuple):
    """cost: points. broken: (rule, employee), by the codes of our catalogue."""

    cost: int
    broken: frozenset[tuple[str, str]]


def sections(text: str) -> dict[str, list[list[str]]]:
    """The lines of each section, cut at the commas."""
    found: dict[str, list[list[str]]] = {}
    for block in text.split("SECTION_")[1:]:
        name, _, rest = block.partition("\n")
        lines = [line.split("#")[0].strip() for line in rest.splitlines()]
        found[name.strip()] = [line.split(",") for line in lines if line]
    return found


def score(text: str, rows: dict[str, list[str]]) -> Score:
    """What a roster costs in an instance (the text of its file), and which rules it breaks for whom."""
    read = sections(text)
    length = {line[0]: int(line[1]) for line in read["SHIFTS"]}
    never = {(line[0], after) for line in read["SHIFTS"] for after in line[2].split("|") if after}
    off = {(line[0], int(day)) for line in read.get("DAYS_OFF", []) for day in line[1:]}
    broken = set()
    for name, most_of, *limits in read["STAFF"]:
        row = rows[name]
        most_min, least_min, most_run, least_run, least_off, most_weekends = map(int, limits)
        works = [shift for shift in row if shift]
        paid = sum(length[shift] for shift in works)
        runs = [(on, len(list(days))) for on, days in groupby(row, key=bool)]
        weekends = [row[day] or row[day + 1] for day in range(5, len(row), 7)]
        wrong = {
            "availability": any(shift and (name, day) in off for day, shift in enumerate(row)),
            "succession": any(pair in never for pair in pairwise(row)),
            "max_of_shift": any(
                works.count(shift) > int(most) for shift, most in (one.split("=") for one in most_of.split("|"))
            ),
            "max_month": paid > most_min,
            "min_month": paid < least_min,
            "max_days_in_row": any(on and days > most_run for on, days in runs),
            "min_days_in_row": any(on and days < least_run for on, days in runs[1:-1]),
            "min_days_off": any(not on and days < least_off for on, days in runs[1:-1]),
            "max_weekends": len([weekend for weekend in weekends if weekend]) > most_weekends,
        }
        broken |= {(rule, name) for rule, is_wrong in wrong.items() if is_wrong}
    wants = [row for row in read.get("SHIFT_ON_REQUESTS", []) if rows[row[0]][int(row[1])] != row[2]]
    loathes = [row for row in read.get("SHIFT_OFF_REQUESTS", []) if rows[row[0]][int(row[1])] == row[2]]
    cost = sum(int(row[3]) for row in (*wants, *loathes))
    for day, shift, people, under, over in read.get("COVER", []):
        missing = int(people) - [row[int(day)] for row in rows.values()].count(shift)
        cost += missing * int(under) if missing > 0 else -missing * int(over)
    return Score(cost, frozenset(broken))
