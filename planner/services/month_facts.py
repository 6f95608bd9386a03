"""A team's facts for one month: as saved, with what the months around it say and what is locked in a draft."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from planner.domain.drafts import GridCell, Version, VersionState
from planner.domain.roster import Assignment, Roster
from planner.domain.team import Lock, NextShift, ShiftElsewhere, Team
from planner.domain.time import MINUTES_A_DAY, moment, month_days, wall
from planner.ports import Records
from planner.reporting.carry import with_previous

#: So many days after a month may bear on its last ones: a week that its end cuts, rows of days and Sundays, and the
#: whole weekend after one that its end cuts.
DAYS_AFTER = 8


def in_force(versions: Sequence[Version]) -> Version | None:
    """The version that holds: of those published the last."""
    published = [version for version in versions if version.state is VersionState.PUBLISHED]
    return max(published, key=lambda version: version.number, default=None)


def month_facts(records: Records, team: int, year: int, month: int) -> Team:
    """A team's facts for planning a month: last month's published roster carried over, where there is one, and towards
    the first days of the next month's.

    What its people work in other teams, as published there, is fixed, and their absences there hold here. So do the
    busy times of their own calendars.
    """
    facts = replace(records.facts(team), month=(year, month))
    days = month_days(year, month)
    day_before = days[0] - timedelta(days=1)
    previous = in_force(records.versions(team, day_before.year, day_before.month))
    if previous is not None:
        facts = with_previous(facts, records.roster(previous.id))
    day_after = days[-1] + timedelta(days=1)
    last_after = days[-1] + timedelta(days=DAYS_AFTER)
    following = in_force(records.versions(team, day_after.year, day_after.month))
    if following is not None:
        rows = of_the_team(records.roster(following.id), facts).assignments
        facts = replace(facts, next_shifts=tuple(NextShift(*row.place) for row in rows if row.day <= last_after))
    absences = list(facts.absences)
    shifts: list[ShiftElsewhere] = []
    for other, names in records.shared_people(team).items():
        there = records.facts(other)
        absences += (row for row in there.absences if row.person in names)
        for day in (day_before, days[0], day_after):
            version = in_force(records.versions(other, day.year, day.month))
            if version is not None:
                found = _shifts_of(records.roster(version.id), there, names)
                shifts += (shift for shift in found if shift.day <= last_after)
    # A shift of the last day may go on through the next.
    busy = records.busy_times(team, wall(facts.zone, days[0], 0), wall(facts.zone, days[-1], 2 * MINUTES_A_DAY))
    return replace(facts, absences=tuple(dict.fromkeys(absences)), elsewhere=tuple(shifts), busy=tuple(busy))


def _shifts_of(roster: Roster, team: Team, names: Collection[str]) -> Iterator[ShiftElsewhere]:
    """What some people work in a team's roster, and when they are on call."""
    kinds = {kind.code: kind for kind in team.shift_types}
    for row in roster.assignments:
        if row.person in names and (kind := kinds.get(row.shift)) is not None:
            start, end = (moment(team.zone, row.day, minute) for minute in (kind.start_min, kind.end_min))
            name = f"{kind.name} ({team.name})"
            paid_min = 0 if kind.on_call else end - start - kind.break_min
            yield ShiftElsewhere(row.person, row.day, start, end, paid_min, name, kind.on_call)


def with_locks_of(records: Records, facts: Team, version: int) -> Team:
    """The facts with a version's locked shifts and free days as the team's locks of that month.

    Those that the team's facts name were taken over when the month's first draft was kept, and may be open since.
    """
    here = {manager.name for manager in facts.managers}
    roster = of_the_team(records.roster(version), facts)
    shifts = (Lock(*a.place) for a in roster.assignments if a.locked)
    free = (Lock(person, day, "") for person, day in sorted(records.free_days(version)) if person in here)
    month = (roster.year, roster.month)
    others = (lock for lock in facts.locks if (lock.day.year, lock.day.month) != month)
    return replace(facts, locks=tuple(dict.fromkeys((*others, *shifts, *free))))


def free_locks_of(facts: Team, year: int, month: int) -> frozenset[GridCell]:
    """The days of a month that a team's facts lock as free."""
    of_month = (lock for lock in facts.locks if (lock.day.year, lock.day.month) == (year, month))
    return frozenset((lock.person, lock.day) for lock in of_month if not lock.shift)


def still_here(roster: Roster, facts: Team) -> tuple[Roster, tuple[Assignment, ...]]:
    """A roster with what the team can still work of it, and the shifts that stay out: of people who are not in the team
    on the day, or of types that it does not have any more.
    """
    people = {manager.name: manager for manager in facts.managers}
    codes = {shift.code for shift in facts.shift_types}

    def works(row: Assignment) -> bool:
        return row.shift in codes and row.person in people and people[row.person].employed(row.day)

    there = tuple(row for row in roster.assignments if works(row))
    carried = tuple(row for row in roster.carry_over if row.person in people)
    left_out = tuple(row for row in roster.assignments if not works(row))
    return replace(roster, assignments=there, carry_over=carried), left_out


def of_the_team(roster: Roster, facts: Team) -> Roster:
    """A roster without the shifts of people and types that the team does not have any more."""
    people = {manager.name for manager in facts.managers}
    codes = {shift.code for shift in facts.shift_types}
    here = tuple(row for row in roster.assignments if row.person in people and row.shift in codes)
    return replace(roster, assignments=here)
