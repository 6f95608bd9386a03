"""Steps of people in a team's December in which ana asks (or is ill), and of the clock: for tests of who is told."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from planner.accounts.model import Role, User
from planner.bootstrap import StandingClock
from planner.domain.edit import Put, Step
from planner.domain.offering import Offer, OfferRules
from planner.domain.people import Absence, AbsenceKind, Manager
from planner.exchange.sheet_forms import SheetForms
from planner.problems import InputProblems
from planner.services.leave_requests import LeaveRequests
from planner.services.offer_ends import OfferEnds
from planner.services.offer_rounds import OfferRounds
from planner.services.team_facts import TeamFacts
from planner.storage.accounts import DatabaseAccounts
from planner.storage.database import Database
from tests.planner.account_cases import BASE
from tests.planner.storage.desk import Desk
from tests.planner.storage.offer_cases import (
    ANA,
    BEN,
    CLEO,
    DORA,
    MORNING,
    PAIR_SHIFTS,
    ask_of,
    day,
    forget_letters,
    kept,
    now_in_force,
    offers_at,
    pair_team,
    place,
    published,
    team_of_four,
)

EVA = "Eva Lead"
#: Dora cannot take Ana's late of the 4th, as she works the early, and has had a late, so it would not be fair, either.
SHIFTS = ((ANA, 4, "L"), (ANA, 6, "E"), (DORA, 4, "E"), (DORA, 8, "L"), (BEN, 10, "E"), (CLEO, 9, "E"))
LATE = place(ANA, 4, "L")


@dataclass(frozen=True, slots=True)
class House:
    """Steps in the team's December, at a moment."""

    desk: Desk
    database: Database

    # ---- of swaps, and of vacant shifts

    def ask(self) -> None:
        offers_at(self.desk).swaps.ask(self.desk.team, LATE, [(BEN, None), (CLEO, None)])

    def exchange(self) -> None:
        offers_at(self.desk).swaps.ask(self.desk.team, LATE, [(BEN, (day(10), "E"))])

    def ill(self) -> None:
        offers_at(self.desk).sick.call_in({self.desk.team: ANA}, None)

    def well(self) -> None:
        offers_at(self.desk).sick.back({self.desk.team: ANA}, day(4))

    @property
    def offer(self) -> Offer:
        return kept(self.desk)[-1]

    def yes(self, person: str = BEN) -> None:
        offers_at(self.desk).answers.accept(self.desk.team, person, self.offer.id, ask_of(self.offer, person))

    def forbidden_yes(self) -> None:
        with pytest.raises(InputProblems):
            self.yes()

    def no(self, person: str = BEN) -> None:
        offers_at(self.desk).answers.decline(self.desk.team, person, self.offer.id)

    def withdraw(self) -> None:
        offers_at(self.desk).answers.withdraw(self.desk.team, ANA, self.offer.id)

    def undo(self) -> None:
        offers_at(self.desk).answers.undo(self.desk.team, ANA, self.offer.id)

    # ---- of the lead

    def nobodys_yes(self) -> None:
        offers_at(self.desk).answers.decide(self.desk.team, OfferRules(False, False), self.lead)

    def confirm(self) -> None:
        offers_at(self.desk).answers.confirm(self.desk.team, self.offer.id, self.lead)

    def forbidden_confirm(self) -> None:
        with pytest.raises(InputProblems):
            self.confirm()

    def refuse(self) -> None:
        offers_at(self.desk).answers.refuse(self.desk.team, self.offer.id, self.lead)

    def end(self) -> None:
        offers_at(self.desk).answers.end(self.desk.team, self.offer.id, self.lead)

    def publish(self, *steps: Step) -> None:
        """By hand; whose shifts move is told by that, as the tests of publishing show."""
        base = now_in_force(self.desk)
        draft = self.desk.drafts.go_on(base.id, self.desk.lead)
        self.desk.edit(draft.id, 0, *steps)
        self.desk.publishing.publish(draft.id, 1, base.id, self.desk.lead)
        forget_letters(self.database)

    def no_rest(self) -> None:
        """After Ben's late of the 4th there are no eleven hours until an early of the 5th."""
        self.publish(Put(BEN, day(5), "E"))

    def away(self, person: str = BEN) -> None:
        """Somebody, on the 4th."""
        with self.desk.vault.writing() as records:
            facts = records.facts(self.desk.team)
            row = Absence(person, AbsenceKind.TRAINING, day(4), day(4))
            records.save_facts(
                replace(facts, absences=(*facts.absences, row)), self.desk.team, records.people(self.desk.team)
            )

    @property
    def lead(self) -> int:
        with self.desk.vault.reading() as records:
            return records.people(self.desk.team)[EVA]

    # ---- what the clock does

    def minute(self) -> None:
        self._minute(timedelta())

    def begun(self) -> None:
        self._minute(self.offer.shift.begins_at - MORNING)

    def left_begun(self) -> None:
        """What the first of a pair would leave has begun."""
        back = self.offer.asks[0].back
        assert back is not None
        self._minute(back.begins_at - MORNING)

    def _minute(self, later: timedelta) -> None:
        clock = StandingClock(MORNING + later)
        OfferEnds(self.desk.vault, clock, BASE).end_due()
        OfferRounds(self.desk.vault, clock, BASE).ask_due()

    # ---- of leave

    @property
    def leave(self) -> LeaveRequests:
        clock = StandingClock(MORNING)
        return LeaveRequests(self.desk.vault, clock, TeamFacts(self.desk.vault, SheetForms(), clock), BASE)

    def ask_leave(self, person: str = ANA) -> None:
        self.leave.ask(self.desk.team, person, date(2027, 1, 20), date(2027, 1, 22), "")

    @property
    def request(self) -> int:
        return self.leave.look(self.desk.team)[0].id


def house_of(name: str, database: Database) -> House:
    """Of the team that a row of the table is about."""
    team, shifts = (pair_team(), PAIR_SHIFTS) if name.startswith("pair") else (team_of_four(), SHIFTS)
    eva = replace(team.managers[0], name=EVA, public_name="Eva")
    away = [Absence(EVA, AbsenceKind.TRAINING, day(1), day(31))]
    # Of those who could follow Cleo only Ben is there.
    away += [Absence(DORA, AbsenceKind.TRAINING, day(4), day(4))] if name.startswith("pair") else []
    managers: tuple[Manager, ...] = (*team.managers, eva)
    desk = published(database, replace(team, managers=managers, absences=tuple(away)), shifts)
    with desk.vault.reading() as records:
        numbers = records.people(desk.team)
    with DatabaseAccounts(database).write() as accounts:
        dora = next(one for one in accounts.users() if one.name == DORA)
        accounts.set_role(dora.user_id, desk.team, Role.MANAGER)
        user = accounts.add_user(User(0, "eva@example.com", EVA, "-", "en", False, numbers[EVA], MORNING))
        accounts.set_role(user.user_id, desk.team, Role.LEAD)
    return House(desk, database)
