"""Pages with a worker of their own, as `planner serve` has it, on a database below a folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bench.feeds_publish import greedy_roster
from planner import bootstrap, bootstrap_jobs
from planner.domain.roster import Roster
from planner.domain.team import Team
from planner.storage.database import Database
from tests.e2e.conftest import serving
from tests.planner.account_cases import AccountCase
from tests.web.database_desk import settings_in
from web import create_house


@dataclass(frozen=True)
class WorkedHouse:
    """address: where it is served. owner: an owner's session."""

    address: str
    owner: str
    database: Database
    cases: bootstrap.DatabaseUseCases

    def team(self, team: Team, roster: Roster | None = None) -> str:
        """Bring a team in, with its month's first draft; the address of that month."""
        assert team.month is not None
        with self.cases.vault.writing() as records:
            number = records.save_facts(team, None, {})
        if roster is not None:
            self.cases.drafts.keep(number, roster, None)
        return f"/teams/{number}/{team.month[0]}-{team.month[1]:02}/"


@contextmanager
def worked_house(folder: Path) -> Iterator[WorkedHouse]:
    """A house without a team."""
    settings = settings_in(folder)
    with (
        bootstrap.open_database(settings) as database,
        bootstrap_jobs.plan_jobs_with_worker(settings, database) as plans,
    ):
        cases, accounts = bootstrap.use_cases(settings, database, "en"), AccountCase(database)
        desks, set_up = bootstrap.desks(settings, cases, "en"), bootstrap.set_up(database, cases.vault)
        app = create_house(desks, accounts.accounts, cases.access_log, set_up, b"k" * 32, plans=plans)
        with serving(app) as address:
            yield WorkedHouse(address, accounts.owner(), database, cases)


def draft_open_on(team: Team, day: date) -> Roster:
    """A greedy roster of the day's month in which nobody works on that day."""
    roster = greedy_roster(team, day.year, day.month)
    return replace(roster, assignments=tuple(one for one in roster.assignments if one.day != day))
