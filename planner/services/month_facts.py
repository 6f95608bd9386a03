"""A team's facts for one month: as saved, with what the month before hands over and what is locked in a draft."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from planner.carry import with_previous
from planner.domain.drafts import Version, VersionState
from planner.domain.team import Lock, Team
from planner.domain.time import month_days
from planner.ports import Records


def in_force(versions: Sequence[Version]) -> Version | None:
    """The version that holds: of those published the last."""
    published = [version for version in versions if version.state is VersionState.PUBLISHED]
    return max(published, key=lambda version: version.number, default=None)


def month_facts(records: Records, team: int, year: int, month: int) -> Team:
    """A team's facts for planning a month: last month's published roster carried over, where there is one."""
    facts = replace(records.facts(team), month=(year, month))
    day_before = month_days(year, month)[0] - timedelta(days=1)
    previous = in_force(records.versions(team, day_before.year, day_before.month))
    return facts if previous is None else with_previous(facts, records.roster(previous.id))


def with_locks_of(records: Records, facts: Team, version: int) -> Team:
    """The facts with a version's locked shifts and free days as locks of the team, beside those it has."""
    here = {manager.name for manager in facts.managers}
    shifts = (Lock(*a.place) for a in records.roster(version).assignments if a.locked and a.person in here)
    free = (Lock(person, day, "") for person, day in sorted(records.free_days(version)) if person in here)
    return replace(facts, locks=tuple(dict.fromkeys((*facts.locks, *shifts, *free))))
