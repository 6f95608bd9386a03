"""What a page asks to be edited, in the verbs of its keys and menus, and the steps that this takes on a roster."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from planner.board import Board
from planner.domain.edit import Edit, LockCell, Put, Step, Take, UnlockCell
from planner.domain.time import week_start_of
from planner.reporting.report import Report

#: Cells that one edit may name: a month of 200 people.
MOST_STEPS = 200 * 31


class AskedStep(BaseModel):
    """put: one more shift in the cell. take: that shift away. set: instead of what is worked there; duty stays, or is
    what is replaced. fill: exactly `shifts`. free: nothing, and locked so. copy_week: into the empty cells of the
    week of `day` comes what `people` (all when empty) worked seven days before.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    verb: Literal["put", "take", "set", "fill", "lock", "unlock", "free", "copy_week"]
    day: date
    person: str = ""
    shift: str = ""
    shifts: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


class AskedEdit(BaseModel):
    """One edit of a page that shows a version after so many edits."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int
    revision: int
    steps: tuple[AskedStep, ...] = Field(min_length=1, max_length=MOST_STEPS)


def edit_of(report: Report, asked: Sequence[AskedStep]) -> Edit:
    """The steps that do what is asked on this roster; none where it is so already."""
    reader = _Reader(report)
    return Edit(tuple(step for one in asked for step in reader.steps(one)))


class _Reader:
    def __init__(self, report: Report) -> None:
        self._board: Board = report.board
        self._locks = report.board.locks
        self._on: dict[tuple[str, date], list[str]] = {}
        for a in report.roster.assignments:
            self._on.setdefault((a.person, a.day), []).append(a.shift)

    def steps(self, asked: AskedStep) -> Iterator[Step]:
        person, day = asked.person, asked.day
        worked = self._on.get((person, day), [])
        match asked.verb:
            case "put":
                yield Put(person, day, asked.shift)
            case "take":
                yield Take(person, day, asked.shift)
            case "set":
                alike = [code for code in worked if code in self._board.alike(asked.shift)]
                yield from self._instead(person, day, alike, [asked.shift])
            case "fill":
                yield from self._instead(person, day, worked, asked.shifts)
            case "free":
                yield from self._instead(person, day, worked, ())
                yield LockCell(person, day)
            case "lock":
                yield LockCell(person, day)
            case "unlock":
                yield UnlockCell(person, day)
            case "copy_week":
                yield from self._copied(asked)

    @staticmethod
    def _instead(person: str, day: date, worked: Sequence[str], wanted: Sequence[str]) -> Iterator[Step]:
        yield from (Take(person, day, code) for code in worked if code not in wanted)
        yield from (Put(person, day, code) for code in wanted if code not in worked)

    def _copied(self, asked: AskedStep) -> Iterator[Step]:
        """Only what makes sense: no day off, lock or filled cell is touched, no shift put where none is offered."""
        first = week_start_of(asked.day, self._board.team.first_weekday)
        earlier: dict[tuple[str, date], list[str]] = {}
        for past in self._board.team.past_shifts:
            earlier.setdefault((past.person, past.day), []).append(past.shift)
        for index, manager in enumerate(self._board.people):
            if asked.people and manager.name not in asked.people:
                continue
            away = self._board.away_days(index)
            for day in (first + timedelta(days=n) for n in range(7)):
                key, source = (manager.name, day), (manager.name, day - timedelta(days=7))
                if day in away or key in self._locks or key in self._on:
                    continue
                for code in self._on.get(source) or earlier.get(source, []):
                    if code in self._board.offered[day]:
                        yield Put(manager.name, day, code)
