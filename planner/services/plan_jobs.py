"""Have a month planned in the background: ask, look, stop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from planner.changing.changes import shifts_changed
from planner.domain.demand import ShiftType
from planner.domain.drafts import GridCell, Seen
from planner.domain.job import Asked, Job, JobKind, Places, PlanGoal
from planner.domain.roster import Roster
from planner.domain.scenario import Scenario
from planner.domain.team import Team
from planner.domain.time import month_days
from planner.job_ports import Jobs, Runner
from planner.messages import Message, _l, dated
from planner.problems import InputProblem, InputProblems

#: Each plan of a comparison takes so long at most.
COMPARED_S = 20.0


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What a month is planned on. base: the roster to go on from, if any. team_hash: of the team's facts.

    published: whether people know a roster of this month. Only then are past days over, and changes short of notice.
    """

    team: Team
    base: Roster | None
    published: bool
    team_hash: str


class PlanTable(Protocol):
    """Where planning finds a month's facts."""

    def newest(self, team: int, year: int, month: int) -> Seen | None:
        """The month's newest version as it stands; None before the first."""
        ...

    def facts(self, team: int, year: int, month: int, base: int | None, *, keep_locked: bool) -> PlanFacts:
        """What a month is planned on. base: the version to go on from. keep_locked: its locks are the team's.

        InputProblems when there is no such team or version.
        """
        ...

    def places(self, seen: Seen) -> Places:
        """The shifts of a version as it stood after so many edits. InputProblems when there is none."""
        ...

    def by_hand(self, version: int) -> int:
        """How many unlocked cells of a version stand as somebody put them by hand."""
        ...

    def before(self, version: int) -> int | None:
        """The version that was the month's newest until this one came, by id; None where it was the first."""
        ...

    def carried(self, base: Seen, version: int) -> Sequence[GridCell]:
        """The cells that were edited while a version was planned on `base`, and stand in it as they were edited."""
        ...

    def away(self, version: int) -> Sequence[GridCell]:
        """The cells out of which shifts fell, as somebody is away who was not when a version was planned."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a plan made of a roster that there was when it was asked for: of `before` shifts so many are changed, fell
    away or are new.

    previous: the version that stood there, by id, while nothing else has come after the plan's; else None.
    carried: cells that people edited while it was planned; they stand as they were edited, and the plan changed none.
    """

    before: int
    changed: int
    previous: int | None = None
    carried: Sequence[GridCell] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen for a month. base: its newest version as it stands. people: names in the team's order.

    published: whether people know a roster of the month. by_hand: unlocked cells that stand as somebody put them.
    """

    base: Seen | None
    people: Sequence[str]
    days: Sequence[date]
    shift_types: Sequence[ShiftType]
    published: bool
    by_hand: int

    @property
    def goal(self) -> PlanGoal:
        """What is meant unless something else is said: what people know, or made by hand, is not swept away."""
        return PlanGoal.GENTLE if self.base and (self.published or self.by_hand) else PlanGoal.WHOLE


class PlanJobs:
    """Use cases of leads around planning in the background. All leads of a team see the same job."""

    def __init__(self, jobs: Jobs, table: PlanTable, runner: Runner) -> None:
        self._jobs, self._table, self._runner = jobs, table, runner

    def choices(self, team: int, year: int, month: int) -> Choices:
        """What can be chosen. InputProblems when there is no such team."""
        base = self._table.newest(team, year, month)
        facts = self._table.facts(team, year, month, None, keep_locked=False)
        people = [manager.name for manager in facts.team.managers]
        by_hand = self._table.by_hand(base.version) if base else 0
        return Choices(base, people, month_days(year, month), facts.team.shift_types, facts.published, by_hand)

    def ask(self, team: int, year: int, month: int, asked: Asked, asked_by: int | None = None) -> Job:
        """Have the month planned, going on from its newest version; the job that is under way, if there is one.

        InputProblems for people or days that are not there.
        """
        choices = self.choices(team, year, month)
        _refuse_unknown(asked, choices)
        job, new = self._jobs.add(team, year, month, asked, base=choices.base, asked_by=asked_by)
        if new:
            self._runner.put(job.id)
        return job

    def scenarios(self, team: int, year: int, month: int) -> Sequence[Scenario]:
        """The scenarios that the team keeps. InputProblems when there is no such team."""
        return self._table.facts(team, year, month, None, keep_locked=False).team.scenarios

    def compare(self, team: int, year: int, month: int, names: Sequence[str], asked_by: int | None = None) -> Job:
        """Have the month planned as it is and with each scenario, and compared; the job under way, if there is one.

        InputProblems for a scenario that the team does not keep, and for none at all.
        """
        kept = [scenario.name for scenario in self.scenarios(team, year, month)]
        unknown = [name for name in names if name not in kept]
        if unknown or not names:
            reasons = [(name, _l("The team keeps no such scenario.")) for name in unknown]
            mend = Message(_l("Choose again; nothing was planned."))
            raise InputProblems(
                InputProblem("", Message(reason), mend, value=value)
                for value, reason in reasons or [("", _l("Nobody and nothing is chosen."))]
            )
        asked = Asked(seconds=COMPARED_S, scenarios=tuple(names))
        job, new = self._jobs.add(team, year, month, asked, base=None, asked_by=asked_by, kind=JobKind.WHATIF)
        if new:
            self._runner.put(job.id)
        return job

    def look(self, team: int, year: int, month: int, kind: JobKind = JobKind.PLAN) -> Job | None:
        """The month's last job of a kind as it stands."""
        return self._jobs.newest(team, year, month, kind)

    def outcome(self, job: Job) -> Outcome | None:
        """What a plan changed, and apart from it what people did; None where it left no roster, or had none before."""
        if job.base is None or job.result is None:
            return None
        carried = self._table.carried(job.base, job.result)
        # As it was planned: what was edited since is no change of the plan, nor is what was edited meanwhile.
        before, after = self._table.places(job.base), self._table.places(Seen(job.result, 0))
        planned = (frozenset(place for place in places if place[:2] not in carried) for places in (before, after))
        newest = self._table.newest(job.team, job.year, job.month)
        previous = self._table.before(job.result) if newest and newest.version == job.result else None
        return Outcome(len(before), shifts_changed(*planned), previous, carried)

    def away(self, job: Job) -> Sequence[GridCell]:
        """Whose shifts of a plan fell away on which date, as they are away by now."""
        return self._table.away(job.result) if job.result else ()

    def stop(self, team: int, year: int, month: int, kind: JobKind = JobKind.PLAN) -> None:
        """End the month's job soon, and keep the best it has found; of a comparison nothing is kept."""
        job = self._jobs.newest(team, year, month, kind)
        if job is not None and job.state.active:
            self._jobs.cancel(job.id)

    def sweep(self) -> None:
        """Put on the queue again what lost its worker, or was never taken up."""
        for job in self._jobs.sweep():
            self._runner.put(job)


def _refuse_unknown(asked: Asked, choices: Choices) -> None:
    strangers = sorted((asked.people or frozenset()) - set(choices.people))
    elsewhere = sorted((asked.days or frozenset()) - set(choices.days))
    problems = [
        *((name, Message(_l("There is nobody of this name in the team."))) for name in strangers),
        *(("", Message(_l("{day} is not in the month of this roster."), day=dated(day))) for day in elsewhere),
    ]
    if asked.people == frozenset() or asked.days == frozenset():
        problems.append(("", Message(_l("Nobody and nothing is chosen."))))
    if problems:
        mend = Message(_l("Choose again; nothing was planned."))
        raise InputProblems(InputProblem("", reason, mend, value=value) for value, reason in problems)
