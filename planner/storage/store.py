"""Teams and rosters from the database for the use cases that plan, check and change a month (planner.ports.Store)."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from planner.domain.roster import Roster
from planner.domain.team import Team
from planner.messages import Message, _l
from planner.ports import Records, Vault
from planner.problems import refused
from planner.reporting.report import Report
from planner.services.drafts import Drafts
from planner.services.month_facts import month_facts, of_the_team, with_locks_of


class DatabaseStore:
    """A Store on a Vault. Refs are those of planner.ports.team_ref and roster_ref. fingerprint: of a team's facts.

    A month's facts hold what last month's published roster carries over. What is saved becomes a draft of `actor`.
    """

    def __init__(
        self, vault: Vault, drafts: Drafts, fingerprint: Callable[[Team], str], actor: int | None = None
    ) -> None:
        self._vault, self._drafts, self._fingerprint, self._actor = vault, drafts, fingerprint, actor

    def team(self, ref: str, month: tuple[int, int] | None = None) -> Team:
        """A team's facts, for the given month or the one they name. InputProblems when there is no such team."""
        number, _, version = ref.partition("+")
        with self._vault.reading() as records:
            facts = _of_month(records, _number(number), month)
            return with_locks_of(records, facts, _number(version)) if version else facts

    def fingerprint(self, team: Team) -> str:
        """A hash of a team's facts."""
        return self._fingerprint(team)

    def roster(self, ref: str, team: Team) -> Roster:
        """A version's roster, without the shifts of people and types that the team does not have any more."""
        with self._vault.reading() as records:
            return of_the_team(records.roster(_number(ref)), team)

    def team_of(self, ref: str) -> Team | None:
        """The facts of a version's team in its month, as they are now. InputProblems when there is no such version."""
        with self._vault.reading() as records:
            version = records.version(_number(ref))
            return month_facts(records, version.team, version.year, version.month)

    def save(self, report: Report, ref: str, extra: Mapping[str, bytes] | None = None) -> Sequence[Path]:
        """Keep a roster as a new draft of the team `ref`, with the free days of the version whose locks it names.

        There are no files; `extra` is made anew whenever somebody asks for it.
        """
        number, _, version = ref.partition("+")
        self._drafts.keep(_number(number), report.roster, self._actor, _number(version) if version else None)
        return ()


def _of_month(records: Records, team: int, month: tuple[int, int] | None) -> Team:
    facts = records.facts(team)
    wanted = month or facts.month
    return facts if wanted is None else month_facts(records, team, *wanted)


def _number(ref: str) -> int:
    if not ref.isascii() or not ref.isdigit():
        mend = Message(_l("Name it by its number, as `planner teams` lists it."))
        raise refused("database", Message(_l("This is no number.")), mend, value=ref)
    return int(ref)
