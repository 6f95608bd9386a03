"""What the pages need from the planner, as a protocol: the service layer serves it, tests serve a small one."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar, runtime_checkable

from flask import abort, current_app, g

from planner.changing.compare_versions import VersionComparison
from planner.changing.replan import Goal
from planner.domain.drafts import CellChange, Seen, Version
from planner.domain.edit import Edit
from planner.domain.letter import LetterStanding
from planner.reporting.period import Period
from planner.reporting.report import Report
from planner.services.asking import Questions
from planner.services.busy_times import BusyTimes
from planner.services.colleagues import Colleagues
from planner.services.desks import TeamMonths, TeamWindow
from planner.services.edited import Standing
from planner.services.feeds import Feeds
from planner.services.issuing import Publication
from planner.services.leave_effects import LeaveEffects
from planner.services.leave_requests import LeaveRequests
from planner.services.message_box import MessageBox
from planner.services.month_ending import MonthEnding
from planner.services.offers import Offers
from planner.services.own_shifts import OwnRoster, YearMonth
from planner.services.pending import Pending
from planner.services.privacy import Privacy
from planner.services.replanning import Replanned
from planner.services.wishing import Wishing
from web.feeds import Fetched

_Answer = TypeVar("_Answer")


class Desk(Protocol):
    """One team's roster and its files, as the pages see them.

    base_url: where the reader's browser finds the pages. feeds: the team's calendar feeds and their links.
    """

    base_url: str
    feeds: Feeds

    def report(self) -> Report | None:
        """The roster with everything shown of it; None while no month has been planned. InputProblems if unreadable."""
        ...

    def downloads(self) -> Sequence[Path]:
        """The files made with the roster, in reading order; only these can be downloaded."""
        ...

    def what_if(self, language: str) -> Mapping[str, Any] | None:
        """The comparison last kept beside the roster (telling.comparison_json) and when it was "made", if any."""
        ...

    def ask(self, question: Callable[[Questions], _Answer]) -> _Answer:
        """The answer to one question about the roster; one at a time."""
        ...

    def replan(self, events: Sequence[str], since: date | None, goal: Goal) -> Replanned:
        """The roster changed after some events; nothing is saved. InputProblems for events that cannot be."""
        ...

    def take_over(self, signature: str) -> Replanned:
        """Save the roster that `replan` gave last and give it back. InputProblems when its signature is another."""
        ...

    def period(self, months: int) -> Period | None:
        """This month and those before it, `months` in all, as far as there are rosters; None without one."""
        ...

    def period_workbook(self, period: Period, language: str) -> bytes:
        """A report as a workbook, in a language."""
        ...

    def now(self) -> datetime:
        """The present moment, aware."""
        ...


@runtime_checkable
class EditableDesk(Desk, Protocol):
    """A desk of drafts and published versions, whose reader may change the roster cell by cell and publish it. Each
    change is saved when the call returns, or not made.
    """

    def standing(self) -> Standing | None:
        """The roster as it stands, the same object until it changes; None while no month has been planned."""
        ...

    def edit(self, edit: Edit, seen: Seen) -> Standing:
        """Make an edit on a page that shows `seen`; the roster after it, others' changes included.

        EditConflict when one of its cells is not as it was seen; EditRefused when it makes no sense.
        """
        ...

    def undo(self) -> Standing:
        """Take back the reader's last edit. EditRefused when there is none, EditConflict when others touched it since.
        """
        ...

    def redo(self) -> Standing:
        """Make again what was taken back last. Refused likewise."""
        ...

    def passed_by(self) -> Sequence[CellChange]:
        """Changes of what is published that the draft has not, as it said something else there already."""
        ...

    def waiting_offers(self) -> int:
        """How many of the team's offers of shifts wait for a lead's yes."""
        ...

    def pending(self) -> Pending | None:
        """What publishing the draft would change, and what speaks against it; None where no draft is waiting."""
        ...

    def publish(self, seen: Seen, over: int | None) -> Publication:
        """Publish the draft as looked at. over: the version in force then. InputProblems when either changed."""
        ...

    def versions(self) -> Sequence[Version]:
        """All versions of the month, newest first."""
        ...

    def makers(self) -> Mapping[int, str]:
        """Who made each version, by its id; "" = nobody known."""
        ...

    def compare(self, old: int, new: int) -> VersionComparison:
        """Two versions of the month, by number, side by side. InputProblems when there is no such version."""
        ...

    @property
    def ending(self) -> MonthEnding:
        """The month-end sheet."""
        ...

    def letters(self) -> Sequence[LetterStanding]:
        """Who was told of the version in force, or could not be, and how their letters stand; by name."""
        ...

    def has_mail_server(self) -> bool:
        """Whether letters go to people, instead of into a folder."""
        ...

    def go_on(self, version: int) -> Version:
        """Begin a draft that is what a version of this month was. InputProblems when that cannot be."""
        ...

    def returning(self, number: int) -> tuple[Version, Publication]:
        """An older published version, and what returning to it would change. InputProblems when that cannot be."""
        ...

    def return_to(self, version: int, over: int) -> Publication:
        """Publish an older published version again. InputProblems when that cannot be."""
        ...


@runtime_checkable
class WishedDesk(Desk, Protocol):
    """A desk of a month that wishes are given for."""

    @property
    def wishing(self) -> Wishing:
        """The wishes for the month."""
        ...


class FolderDesk(Desk, Fetched, Protocol):
    """A desk that answers calendar programs, too."""


class Desks(Fetched, Protocol):
    """The desks of many teams, one for each month.

    base_url: where readers' browsers find the pages. offers: of shifts, in all teams.
    """

    base_url: str
    offers: Offers

    @property
    def busy(self) -> BusyTimes:
        """People's own calendars."""
        ...

    @property
    def privacy(self) -> Privacy:
        """What is kept of people."""
        ...

    @property
    def colleagues(self) -> Colleagues:
        """What colleagues see of each other."""
        ...

    def teams(self) -> Sequence[TeamMonths]:
        """All teams, by name."""
        ...

    def country(self, team_id: int) -> str:
        """Where a team's own site is, as an ISO code; "" where there is no such team."""
        ...

    def months(self, team_id: int) -> Sequence[YearMonth]:
        """The months that a team has rosters for, earliest first."""
        ...

    def desk(self, team_id: int, month: tuple[int, int], actor: int | None, *, leads: bool) -> Desk | None:
        """The desk of a team's month for a reader, planned or not; None where there is no such team.

        actor: the reader's number among the people. leads: whether they may see and change drafts.
        """
        ...

    def own_shifts(self, persons: Mapping[int, str], month: YearMonth | None) -> OwnRoster | None:
        """What somebody works in all their teams; None while nothing is published. KeyError for another month.

        persons: their name in each team. month: None = the one that matters now.
        """
        ...

    def feeds(self, team_id: int, actor: int) -> Feeds:
        """A team's calendar feeds, for a reader who makes links."""
        ...

    @property
    def leave(self) -> LeaveRequests:
        """Leave that people ask for."""
        ...

    @property
    def leave_effects(self) -> LeaveEffects:
        """What leave does to a published month."""
        ...

    @property
    def message_box(self) -> MessageBox:
        """What people were told, as they read it."""
        ...

    def wish_windows(self, teams: Collection[int]) -> Sequence[TeamWindow]:
        """The wish windows of some teams, open ones first."""
        ...


def the_desks() -> Desks:
    """The desks of the running house."""
    desks: Desks = current_app.extensions["desks"]
    return desks


class NoRoster(Exception):
    """A page needs a roster and there is none yet."""


def the_desk() -> Desk:
    """The desk that the address names, or the only one there is."""
    desk: Desk = g.desk if "desk" in g else current_app.extensions["desk"]
    return desk


def editable_desk() -> EditableDesk | None:
    """The desk, where its reader may change the roster; None where it is only to be looked at."""
    desk = the_desk()
    return desk if isinstance(desk, EditableDesk) else None


def the_editable_desk() -> EditableDesk:
    """The desk to change the roster at; on others there is no such page."""
    return editable_desk() or abort(404)


def the_wishing() -> Wishing:
    """The wishes of the desk's month; on desks without there is no such page."""
    desk = the_desk()
    return desk.wishing if isinstance(desk, WishedDesk) else abort(404)


def the_standing() -> Standing:
    """The roster of the editable desk as it stands. NoRoster while no month has been planned."""
    standing = the_editable_desk().standing()
    if standing is None:
        raise NoRoster
    return standing


def has_desk() -> bool:
    """Whether this page shows one team's month; pages about accounts and teams do not."""
    return "desk" in g or "desk" in current_app.extensions


def the_report() -> Report:
    """The report of the running app's desk. NoRoster while no month has been planned."""
    report = the_desk().report()
    if report is None:
        raise NoRoster
    return report
