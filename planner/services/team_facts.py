"""A team's facts changed row by row, as forms do it: all checked as in a workbook, then saved in one transaction.

A row is named by what it says, so two leads who change different rows do not meet, and the second to change the same
row is told.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from planner.domain.drafts import EventKind
from planner.domain.people import Absence
from planner.domain.team import Team
from planner.messages import Message, _l
from planner.ports import Clock, Records, Vault
from planner.services.importing import Namesake, namesakes
from planner.sheet_ports import Checked, FormSheet, RowPlace, RowProblem, Sheets, TeamSheets, Texts

#: The names of a team's people.
_PEOPLE = ("managers", "name")
#: The codes of its shift types.
_CODES = ("shift_types", "code")
#: In this language rows are named, whatever language they are shown in.
_NAMED_IN = "en"


@dataclass(frozen=True, slots=True)
class FactRow:
    """A row as it stands. ref: its name, from what it says."""

    ref: str
    texts: Texts


@dataclass(frozen=True, slots=True)
class FactsNow:
    """A team's facts as they stand, in one language. listed: the names in a cell that may hold several."""

    team: Team
    forms: Mapping[str, FormSheet]
    rows: Mapping[str, Sequence[FactRow]]
    listed: Callable[[str], list[str]]

    def row(self, sheet: str, ref: str) -> FactRow | None:
        """The row of this name; None when nobody has it any more."""
        return next((row for row in self.rows[sheet] if row.ref == ref), None)

    def names(self, refers: str) -> tuple[str, ...]:
        """What "sheet.column" declares, each once."""
        sheet, _, column = refers.partition(".")
        return tuple(dict.fromkeys(row.texts[column] for row in self.rows[sheet] if column in row.texts))


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that comes in (ref ""), is changed, or goes (texts None)."""

    sheet: str
    ref: str
    texts: Texts | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a change leaves wrong that was not so before. here: at cells of its row; elsewhere: all others."""

    here: tuple[RowProblem, ...] = ()
    elsewhere: tuple[RowProblem, ...] = ()


class RowRefused(Exception):
    """A change that would leave something wrong. Nothing was changed."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__("; ".join(problem.reason.text for problem in (*verdict.here, *verdict.elsewhere)))
        self.verdict = verdict


class RowGone(Exception):
    """Somebody has changed or removed the row meanwhile. Nothing was changed."""


class IsSomebody(Exception):
    """A new name is a person's in another team: the lead has to say whether they are the same. Nothing was changed."""

    def __init__(self, found: Sequence[Namesake]) -> None:
        super().__init__(", ".join(namesake.name for namesake in found))
        self.namesakes = tuple(found)


class TeamFacts:
    """Use cases on a team's rows. InputProblems when there is no such team."""

    def __init__(self, vault: Vault, sheets: TeamSheets, clock: Clock) -> None:
        self._vault, self._sheets, self._clock = vault, sheets, clock

    def look(self, team: int, language: str) -> FactsNow:
        """The facts as they stand."""
        with self._vault.reading() as records:
            facts = records.facts(team)
        named, shown = (self._sheets.texts(facts, words) for words in (_NAMED_IN, language))
        rows = {
            key: [FactRow(_ref(name), texts) for name, texts in zip(named[key], shown[key], strict=True)]
            for key in shown
        }
        return FactsNow(facts, self._sheets.forms(language), rows, self._sheets.listed)

    def judge(self, team: int, change: RowChange, language: str) -> Verdict:
        """What would be wrong after a change. RowGone likewise."""
        with self._vault.reading() as records:
            return self._after(records, team, change, language)[1]

    def along(self, team: int, change: RowChange) -> Mapping[str, int]:
        """How many rows of each sheet go with a person who is removed."""
        with self._vault.reading() as records:
            before = self._sheets.texts(records.facts(team), _NAMED_IN)
        after, _ = self._changed(before, before, change)
        gone = {key: len(rows) - len(after[key]) for key, rows in before.items() if key != change.sheet}
        return {key: count for key, count in gone.items() if count}

    def save(
        self, team: int, change: RowChange, actor: int | None, language: str, same: Mapping[str, int] | None = None
    ) -> None:
        """Make a change. same: new names that are people's of other teams, by number; None = nobody was asked yet.

        RowGone, RowRefused, IsSomebody; InputProblems when two people would be one, or be called the same.
        """
        with self._vault.writing() as records:
            self._save(records, team, change, actor, language, same)

    def add_absence(self, records: Records, team: int, absence: Absence, actor: int | None) -> None:
        """Add an absence within a transaction, as `save` does. RowRefused likewise."""
        alone = replace(records.facts(team), absences=(absence,))
        [texts] = self._sheets.texts(alone, _NAMED_IN)["absences"]
        self._save(records, team, RowChange("absences", "", texts), actor, _NAMED_IN, None)

    def _save(
        self, records: Records, team: int, change: RowChange, actor: int | None, language: str,
        same: Mapping[str, int] | None,
    ) -> None:  # fmt: skip
        records.revision(team)
        checked, verdict = self._after(records, team, change, language)
        if checked.team is None or verdict != Verdict():
            raise RowRefused(verdict)
        known = self._known(records, team, change, checked.team)
        found = namesakes(records, checked.team, known)
        if found and same is None:
            raise IsSomebody(found)
        records.save_facts(checked.team, team, {**known, **(same or {})})
        records.add_event(EventKind.FACTS, actor, self._clock.now(), team=team)

    def _after(self, records: Records, team: int, change: RowChange, language: str) -> tuple[Checked, Verdict]:
        """What a change makes, and what is wrong then and was not before."""
        facts = records.facts(team)
        named, shown = (self._sheets.texts(facts, words) for words in (_NAMED_IN, language))
        after, place = self._changed(named, shown, change)
        checked = self._sheets.check(after, language, place)
        # What was so before is let be, unless nothing can be made of the rows.
        tolerated = self._sheets.check(shown, language).problems if checked.problems and checked.team else ()
        before = Counter(map(_alike, tolerated))
        new = [*_kept_code(records, team, named, change)]
        for problem in checked.problems:
            if before[_alike(problem)]:
                before[_alike(problem)] -= 1
            else:
                new.append(problem)
        here = tuple(p for p in new if place and p.column and (p.sheet, p.row) == (place.sheet, place.row))
        return checked, Verdict(here, tuple(problem for problem in new if problem not in here))

    def _changed(self, named: Sheets, shown: Sheets, change: RowChange) -> tuple[Sheets, RowPlace | None]:
        """The rows after a change, and where the row stands then. RowGone when it is not there."""
        rows = list(shown[change.sheet])
        if not change.ref:
            assert change.texts is not None
            return {**shown, change.sheet: [*rows, change.texts]}, RowPlace(change.sheet, len(rows))
        place = next((n for n, row in enumerate(named[change.sheet]) if _ref(row) == change.ref), None)
        if place is None:
            raise RowGone
        was = rows[place]
        rows[place : place + 1] = [change.texts] if change.texts is not None else []
        after: Sheets = {**shown, change.sheet: rows}
        for column in self._sheets.forms(_NAMED_IN)[change.sheet].columns:
            before, now = was.get(column.key, ""), (change.texts or {}).get(column.key, "")
            gone = before and all(row.get(column.key) != before for row in rows)
            if gone and (now or (change.sheet, column.key) == _PEOPLE):
                after = self._sheets.renamed(after, f"{change.sheet}.{column.key}", before, now)
        return after, None if change.texts is None else RowPlace(change.sheet, place)

    def _known(self, records: Records, team: int, change: RowChange, after: Team) -> dict[str, int]:
        """The numbers of the team's people; who is renamed keeps theirs."""
        known = dict(records.people(team))
        sheet, column = _PEOPLE
        if change.sheet == sheet and change.ref and change.texts is not None:
            rows = self._sheets.texts(records.facts(team), _NAMED_IN)[sheet]
            place, was = next((n, row[column]) for n, row in enumerate(rows) if _ref(row) == change.ref)
            number = known.pop(was)
            known[after.managers[place].name] = number
        return known


def _kept_code(records: Records, team: int, named: Sheets, change: RowChange) -> Iterator[RowProblem]:
    """Rosters name shift types by their code, so it stays."""
    place = next((n for n, row in enumerate(named[change.sheet]) if _ref(row) == change.ref), None)
    if change.sheet != _CODES[0] or place is None or not records.months(team):
        return
    code, now = named[change.sheet][place][_CODES[1]], (change.texts or {}).get(_CODES[1], "")
    if now != code:
        reason = Message(_l("Rosters have shifts of the type “{code}”, so it stays."), code=code)
        mend = Message(_l("To offer it no more, write “none” as its days; for another code add a shift type."))
        yield RowProblem(_CODES[0], place if change.texts is not None else None, _CODES[1], now, reason, mend)


def _ref(texts: Texts) -> str:
    return sha256(json.dumps(texts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def _alike(problem: RowProblem) -> tuple[str, str, str, str]:
    """What tells whether it is an old problem: rows may have moved."""
    return problem.sheet, problem.column, problem.value, problem.reason.text
