"""A December that is published, with people who read letters, and the use cases on offers at a moment."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, select

from planner.accounts.model import Role, User
from planner.board import Place
from planner.bootstrap import StandingClock
from planner.domain.drafts import Version
from planner.domain.offering import Offer
from planner.domain.people import Manager
from planner.domain.team import Team
from planner.problems import InputProblems
from planner.rules.catalogue import RULES
from planner.services.month_facts import in_force
from planner.services.month_reports import Reports
from planner.services.offers import Offers
from planner.storage.accounts import DatabaseAccounts
from planner.storage.database import Database
from planner.storage.schema_accounts import team_roles, users
from planner.storage.schema_letters import letters
from tests.planner.account_cases import BASE
from tests.planner.small_teams import small_team
from tests.planner.storage.desk import Desk, desk_on

ANA, BEN, CLEO, DORA = "Ana Ill", "Ben Next", "Cleo Far", "Dora Lead"
#: The morning of Friday 4 December in Vienna, 6:30.
MORNING = datetime(2026, 12, 4, 5, 30, tzinfo=UTC)
#: Rules that say something about these.
WEIGHED = ("absence", "rest", "overlap", "coverage_minimum", "fair_weekends", "fair_lates", "lock", "day_span")
#: What they are not about is left out, as each roster is weighed several times.
RULES_WEIGHED = {rule.code: {"price": 0} for rule in RULES if rule.code not in WEIGHED}
#: Ana and Cleo work on the days on which something happens; Ben is free, Dora leads.
SHIFTS = ((ANA, 4, "L"), (ANA, 6, "E"), (CLEO, 4, "E"), (CLEO, 8, "E"), (BEN, 10, "L"), (DORA, 11, "E"))


def team_of_four() -> Team:
    """An early and a late each day, of which one person is wanted each."""
    people = {name: {"public_name": name.partition(" ")[0]} for name in (ANA, BEN, CLEO, DORA)}
    demand = [{"when": 4, "shift": code, "minimum": 1} for code in "EL"] + [{"when": 6, "shift": "E", "minimum": 1}]
    times = {"E": "06:00-14:00", "L": "14:00-22:00"}
    shifts = {code: {"times": span, "break_min": 30} for code, span in times.items()}
    return small_team(people=people, shifts=shifts, demand=demand, rules=RULES_WEIGHED)


#: Ana's late of the 4th needs what only Cleo can do as well, who works the early of that day.
PAIR_SHIFTS = ((ANA, 4, "L"), (CLEO, 4, "E"), (BEN, 10, "E"), (DORA, 11, "E"))


def pair_team(*able: str, early: int = 1) -> Team:
    """able: who can work the late, besides Ana and Cleo. early: how many are wanted on the early."""
    named = {
        name: {"public_name": name.partition(" ")[0], "skills": {"crisis": 1} if name in (ANA, CLEO, *able) else {}}
        for name in (ANA, CLEO, BEN, DORA)
    }
    shifts = {"E": {"times": "08:00-14:00", "break_min": 30},
              "L": {"times": "14:00-22:00", "break_min": 30, "skills": {"crisis": 1}}}  # fmt: skip
    demand = [{"when": 4, "shift": "E", "minimum": early}, {"when": 4, "shift": "L", "minimum": 1}]
    rules = {rule.code: {"price": 0} for rule in RULES if rule.code not in (*WEIGHED, "skill")}
    return small_team(people=named, shifts=shifts, demand=demand, rules=rules)


def offers_at(desk: Desk, now: datetime = MORNING) -> Offers:
    return Offers.on(desk.vault, StandingClock(now), Reports(desk.vault), BASE)


def published(database: Database, team: Team | None = None, shifts: tuple[tuple[str, int, str], ...] = SHIFTS) -> Desk:
    """A team of its own whose December is out; all have accounts in English, and Dora leads."""
    with database.write() as connection:
        for table in (letters, team_roles, users):
            connection.execute(delete(table))
    desk = desk_on(database, team or team_of_four())
    with desk.vault.reading() as records:
        numbers = records.people(desk.team)
    with DatabaseAccounts(database).write() as accounts:
        for name in (ANA, BEN, CLEO, DORA):
            email = f"{name.partition(' ')[0].lower()}@example.com"
            user = accounts.add_user(User(0, email, name, "-", "en", False, numbers[name], MORNING))
            accounts.set_role(user.user_id, desk.team, Role.LEAD if name == DORA else Role.MANAGER)
    draft = desk.draft(*shifts)
    desk.publishing.publish(draft.id, 0, None, desk.lead)
    forget_letters(database)
    return desk


def day(number: int) -> date:
    return date(2026, 12, number)


def place(person: str, number: int, code: str) -> Place:
    return person, day(number), code


def now_in_force(desk: Desk) -> Version:
    with desk.vault.reading() as records:
        version = in_force(records.versions(desk.team, 2026, 12))
    assert version is not None
    return version


def worked(desk: Desk) -> set[tuple[str, int, str]]:
    """What is in force."""
    return desk.places(now_in_force(desk).id)


def kept(desk: Desk) -> list[Offer]:
    """All offers."""
    with desk.vault.reading() as records:
        return list(records.offers(desk.team, day(1)))


def ask_of(offer: Offer, person: str) -> int:
    """The number of what a person is asked."""
    return next(ask.id for ask in offer.asks if ask.person == person)


def told(database: Database) -> dict[str, list[str]]:
    """Letters that wait: address -> subjects, in their order."""
    found: dict[str, list[str]] = {}
    with database.read() as connection:
        for row in connection.execute(select(letters).where(letters.c.address.is_not(None)).order_by(letters.c.id)):
            found.setdefault(row.address.partition("@")[0], []).append(row.subject)
    return found


def bodies(database: Database) -> list[str]:
    with database.read() as connection:
        return [row.body for row in connection.execute(select(letters).where(letters.c.body.is_not(None)))]


def forget_letters(database: Database) -> None:
    with database.write() as connection:
        connection.execute(delete(letters))


def refused(act: Callable[[], object]) -> str:
    """Why it was refused."""
    with pytest.raises(InputProblems) as caught:
        act()
    [problem] = caught.value.problems
    return problem.reason.text


def without(team: Team, *names: str) -> Team:
    """A team that has lost some people."""
    there: tuple[Manager, ...] = tuple(one for one in team.managers if one.name not in names)
    return replace(team, managers=there)
