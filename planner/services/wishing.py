"""Wishes for a team's month: the lead opens a window with a deadline, all give theirs, who is missing is reminded.

What is wished for becomes rows of the team's facts, so the plan weighs it; what somebody cannot becomes an exception of
their availability, so nothing is planned then.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from planner.domain.demand import ShiftType
from planner.domain.drafts import EventKind
from planner.domain.notice import NoticeKind
from planner.domain.team import Team
from planner.domain.time import month_days, wall
from planner.domain.wishing import MOST_POINTS, WEIGHTS, Mark, MarkKind, OwnMarks, WishWindow, marks_of, with_marks
from planner.messages import Message, Month, _l
from planner.ports import Clock, Records, Vault
from planner.problems import refused
from planner.reporting.report import WishOutcome
from planner.services.month_facts import in_force
from planner.services.month_reports import Reports
from planner.services.notices import tell
from planner.services.wish_notices import AGAIN, MISSING, OPEN, place_of, wish_notice

#: Of a window that is opened as it is offered: points a person, and how long before the month it ends.
USUAL_POINTS = 15
_USUAL_LEAD = timedelta(days=14)
_USUAL_RUN = timedelta(days=7)
_USUAL_HOUR_MIN = 18 * 60

_NOTHING_CHANGED = _l("Look at it again, then decide anew. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class Wisher:
    """Somebody who can give wishes. reads_letters: has an account, so can be reminded and can send."""

    name: str
    marks: OwnMarks
    sent_at: datetime | None
    reminded_at: datetime | None
    reads_letters: bool


@dataclass(frozen=True, slots=True)
class WishesNow:
    """A month's wishes as its lead sees them. now: in the team's zone. window: None = not opened yet.

    deadline: what the form offers: the window's own, else a usual one. begun: the month is under way.
    """

    team: Team
    month: Month
    now: datetime
    window: WishWindow | None
    deadline: datetime
    budget: int
    wishers: Sequence[Wisher]
    begun: bool

    @property
    def is_open(self) -> bool:
        """Whether wishes can be given now."""
        return self.window is not None and self.window.is_open(self.now)

    @property
    def missing(self) -> Sequence[Wisher]:
        """Who has sent none."""
        return [one for one in self.wishers if one.sent_at is None]

    @property
    def revision(self) -> int:
        """Of the window; 0 before it is opened."""
        return self.window.revision if self.window else 0


@dataclass(frozen=True, slots=True)
class OwnWishes:
    """A person's own month. seen: what `send` is told was looked at. shift_types: those that can be wished for.

    outcomes: of what is published, None before. now: in the team's zone.
    """

    team: Team
    month: Month
    now: datetime
    window: WishWindow | None
    marks: OwnMarks
    sent_at: datetime | None
    seen: str
    shift_types: Sequence[ShiftType]
    outcomes: Sequence[WishOutcome] | None

    @property
    def is_open(self) -> bool:
        """Whether wishes can be given now."""
        return self.window is not None and self.window.is_open(self.now)


class Wishing:
    """Use cases on the wishes of one team's month, one transaction each. actor: a person's number.

    base_url: what the links in letters begin with. All that change something raise InputProblems for what cannot be.
    """

    def __init__(
        self, vault: Vault, clock: Clock, reports: Reports, base_url: str, team: int, month: Month, actor: int | None
    ) -> None:
        self._vault, self._clock, self._reports, self._base_url = vault, clock, reports, base_url
        self._team, self.month, self._actor = team, month, actor
        self._days = month_days(*month)

    # ---- the lead

    def look(self) -> WishesNow:
        """The window, who has sent wishes and who is missing."""
        with self._vault.reading() as records:
            return self._look(records)

    def _look(self, records: Records) -> WishesNow:
        facts = records.facts(self._team)
        window = records.wish_windows(self._team).get(self.month)
        readers = records.readers(self._team)
        now = self._clock.now().astimezone(facts.zone)
        wishers = []
        for manager in facts.managers:
            if any(manager.employed(day) for day in self._days):
                answer = (window or WishWindow(now, now, 0)).answer(manager.name)
                marks = marks_of(facts, manager.name, self._days)
                reads = manager.name in readers
                wishers.append(Wisher(manager.name, marks, answer.sent_at, answer.reminded_at, reads))
        deadline = window.deadline.astimezone(facts.zone) if window else self._usual_deadline(now)
        return WishesNow(
            facts, self.month, now, window, deadline, window.budget if window else USUAL_POINTS, wishers,
            now >= self._begin(facts.zone),
        )  # fmt: skip

    def open(self, deadline: datetime, budget: int, seen: int) -> None:
        """Open the window until a deadline, or again, and tell everybody; or move the deadline of one that is open.

        seen: its revision.
        """
        with self._vault.writing() as records:
            now, before = self._for_change(records, seen)
            begin = self._begin(records.facts(self._team).zone)
            if not now < deadline <= begin:
                reason = Message(_l("That is no deadline for wishes."))
                text = _l("Choose a day and time that are still to come, at the latest when the month begins.")
                raise refused("", reason, Message(text), column="deadline")
            if not 1 <= budget <= MOST_POINTS:
                reason, text = Message(_l("That is no number of points.")), _l("Write a whole number from 1 to {n}.")
                raise refused("", reason, Message(text, n=MOST_POINTS), column="budget")
            moved = before is not None and before.is_open(now)
            opened = before.opened_at if before and moved else now
            self._keep(records, WishWindow(opened, deadline, budget, seen + 1))
            if not moved:
                found = self._look(records)
                self._tell(records, found, found.wishers, AGAIN if before else OPEN)

    def close(self, seen: int) -> None:
        """End the window now."""
        with self._vault.writing() as records:
            now, before = self._for_change(records, seen)
            if before is None or not before.is_open(now):
                reason = Message(_l("These wishes are closed already."))
                raise refused("", reason, Message(_NOTHING_CHANGED))
            self._keep(records, before.closed(now))

    def remind(self, seen: int) -> int:
        """Remind everybody who has sent no wishes yet; how many people. Who has no account cannot send any."""
        with self._vault.writing() as records:
            now, window = self._for_change(records, seen)
            if window is None or not window.is_open(now):
                reason = Message(_l("No wishes can be given now."))
                raise refused("", reason, Message(_l("Open the wishes first.")))
            self._keep(records, replace(window, revision=seen + 1))
            found = self._look(records)
            reminded = [one for one in found.missing if one.reads_letters]
            self._tell(records, found, reminded, MISSING)
            records.note_reminded(self._team, self.month, [one.name for one in reminded], now)
            return len(reminded)

    def _tell(self, records: Records, found: WishesNow, wishers: Sequence[Wisher], text: str) -> None:
        """Tell some of a window as it stands; each once a revision of it."""
        assert found.window is not None, "there is a window to tell of"
        place = place_of(self._team, self.month)
        about = f"{place} {found.revision}"
        notice = wish_notice(NoticeKind.WISHES, about, text, found.team, place, self.month, found.window)
        numbers = records.people(self._team)
        tell(records, self._team, {numbers[one.name]: notice for one in wishers}, found.now, self._base_url)

    def _for_change(self, records: Records, seen: int) -> tuple[datetime, WishWindow | None]:
        """The moment and the window. InputProblems when it is not the one that was looked at."""
        records.revision(self._team)
        window = records.wish_windows(self._team).get(self.month)
        if (window.revision if window else 0) != seen:
            reason = Message(_l("Somebody has changed these wishes meanwhile."))
            raise refused("", reason, Message(_NOTHING_CHANGED))
        return self._clock.now(), window

    def _keep(self, records: Records, window: WishWindow) -> None:
        records.save_wish_window(self._team, self.month, window)
        records.add_event(EventKind.WISHES, self._actor, self._clock.now(), team=self._team)

    def _begin(self, zone: ZoneInfo) -> datetime:
        return wall(zone, self._days[0], 0)

    def _usual_deadline(self, now: datetime) -> datetime:
        """Two weeks before the month; when that is too soon, in a week, or when the month begins."""
        day = max(self._days[0] - _USUAL_LEAD, now.date() + _USUAL_RUN)
        zone = now.tzinfo
        assert isinstance(zone, ZoneInfo)
        return min(wall(zone, day, _USUAL_HOUR_MIN), datetime.combine(self._days[0], time(), zone))

    # ---- a manager

    def own(self, person: str) -> OwnWishes:
        """A person's own wishes. KeyError for somebody who is not in the team."""
        with self._vault.reading() as records:
            facts = records.facts(self._team)
            if person not in records.people(self._team):
                raise KeyError(person)
            window = records.wish_windows(self._team).get(self.month)
            version = in_force(records.versions(self._team, *self.month))
        outcomes = None
        if version is not None:
            outcomes = [one for one in self._reports.of(version).report.wishes if one.person == person]
        marks = marks_of(facts, person, self._days)
        return OwnWishes(
            facts, self.month, self._clock.now().astimezone(facts.zone), window, marks,
            window.answer(person).sent_at if window else None, _seen(marks), _to_wish_for(facts), outcomes,
        )  # fmt: skip

    def send(self, person: str, by_day: Mapping[date, Mark], seen: str) -> None:
        """Make a person's marks of the month these; KeyError as above. seen: of `own`, when they were looked at."""
        with self._vault.writing() as records:
            records.revision(self._team)
            facts, now = records.facts(self._team), self._clock.now()
            if person not in records.people(self._team):
                raise KeyError(person)
            window = records.wish_windows(self._team).get(self.month)
            before = marks_of(facts, person, self._days)
            marks = OwnMarks(dict(sorted(by_day.items())), before.others)
            self._check(facts, window, now, marks)
            assert window is not None
            self._check_published(records, person, marks, before)
            if _seen(before) != seen:
                text = _l("Your wishes were changed meanwhile, here or by your team lead.")
                mend = Message(_l("What you chose stands below; send it again if it is still right."))
                raise refused("", Message(text), mend)
            if marks != before:
                records.save_facts(with_marks(facts, person, self._days, marks), self._team, records.people(self._team))
            records.note_wishes(self._team, self.month, person, now)
            records.add_event(EventKind.WISHES, self._actor, now, team=self._team)

    def _check(self, facts: Team, window: WishWindow | None, now: datetime, marks: OwnMarks) -> None:
        if window is None or not window.is_open(now):
            reason = Message(_l("The time for these wishes is over."))
            raise refused("", reason, Message(_l("Ask your team lead, who can still enter them.")))
        codes = {"", *(kind.code for kind in _to_wish_for(facts))}
        for day, mark in marks.by_day.items():
            if day not in self._days or mark.shift not in codes or mark.weight not in WEIGHTS:
                raise refused("", Message(_l("This wish cannot be.")), Message(_NOTHING_CHANGED))
        if not window.allows(marks):
            text = _l("Your wishes take {points} points, and there are {budget}.")
            mend = Message(_l("Give some less weight, or leave some out. Nothing was changed."))
            reason = Message(text, points=marks.points, budget=window.budget)
            raise refused("", reason, mend, column="budget")

    def _check_published(self, records: Records, person: str, marks: OwnMarks, before: OwnMarks) -> None:
        """Nobody gets out of a shift that is published past others, by saying once more that they cannot."""
        version = in_force(records.versions(self._team, *self.month))
        if version is None:
            return
        cannot, known = (
            {day for day, mark in one.by_day.items() if mark.kind is MarkKind.CANNOT} for one in (marks, before)
        )
        worked = {row.day for row in records.roster(version.id).of(person)}
        if days := sorted((cannot - known) & worked):
            reason = Message(_l("You work on {days}: that is published."), days=days)
            mend = Message(_l("Offer the shift to others under My shifts, or talk to your team lead."))
            raise refused("", reason, mend)


def _to_wish_for(facts: Team) -> Sequence[ShiftType]:
    return [kind for kind in facts.shift_types if not kind.on_call]


def _seen(marks: OwnMarks) -> str:
    """What tells a person's month from one that says something else."""
    said = [(day.isoformat(), str(mark.kind), mark.shift, mark.points) for day, mark in marks.by_day.items()]
    said += [(wish.first.isoformat(), str(wish.wants), wish.shift, wish.weight) for wish in marks.others]
    return sha256(json.dumps(said).encode()).hexdigest()[:16]
