"""What those are told whose shifts move when a month is published: which are new, gone or changed, where to look."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import zip_longest

from planner.changing.person_changes import PersonChange
from planner.domain.demand import ShiftType
from planner.domain.drafts import Version
from planner.domain.notice import Lines, Notice, NoticeKind
from planner.domain.team import Team
from planner.domain.time import clock, wall
from planner.messages import Message, Month, _l


def own_page(year: int, month: int) -> str:
    """The path at which whoever is signed in sees their month."""
    return f"/my/{year}-{month:02d}"


@dataclass(frozen=True, slots=True)
class ShiftNotices:
    """Writes the notices of one publication. first: no roster of the month was in force before."""

    facts: Team
    version: Version
    first: bool

    def notice(self, change: PersonChange) -> Notice:
        """What a person is told of their own shifts; nothing in it is about others."""
        # Who has left the team has no page there any more.
        here = any(one.name == change.person for one in self.facts.managers)
        where = (Message(_l("All your shifts of this month:")),) if here else ()
        page = own_page(self.version.year, self.version.month) if here else ""
        return Notice(
            NoticeKind.SHIFTS,
            str(self.version.id),
            self._subject(),
            (self._opening(), *self._lists(change), *where),
            page,
            begins=self._next_begin(change),
        )

    def outdated(self, change: PersonChange) -> Iterator[str]:
        """What the reminders are about that are wrong by the change."""
        kinds = {shift.code: shift for shift in self.facts.shift_types}
        for day, code in change.gone:
            if code in kinds:
                yield reminder_about(self.version.team, day, code, self._begin(day, kinds[code]))

    def _subject(self) -> Message:
        text = _l("Your shifts in {month}") if self.first else _l("Your shifts in {month} have changed")
        return Message(text, month=self._month)

    def _opening(self) -> Message:
        text = (
            _l("The roster of {team} for {month} is out. These are your shifts:")
            if self.first
            else _l("In the roster of {team} for {month} some of your shifts have changed. All others stay.")
        )
        return Message(text, team=self.facts.name, month=self._month)

    @property
    def _month(self) -> Month:
        return Month(self.version.year, self.version.month)

    def _next_begin(self, change: PersonChange) -> datetime | None:
        """When the first shift to come begins, or would have begun, that the change is about."""
        kinds = {shift.code: shift for shift in self.facts.shift_types}
        begins = [self._begin(day, kinds[code]) for day, code in (*change.gone, *change.new) if code in kinds]
        return min((one for one in begins if one > self.version.made_at), default=None)

    def _begin(self, day: date, kind: ShiftType) -> datetime:
        return wall(self.facts.zone, day, kind.start_min)

    def _lists(self, change: PersonChange) -> Iterator[Lines]:
        """What is new, changed and gone."""
        kinds = {shift.code: shift for shift in self.facts.shift_types}
        new, changed, gone = [], [], []
        for day, old_codes, new_codes in change.day_by_day():
            for old, now in zip_longest(old_codes, new_codes):
                if old is None:
                    new.append(Message(_l("{day}: {shift}"), day=day, shift=shift_words(now, kinds)))
                elif now is None:
                    gone.append(Message(_l("{day}: {shift}"), day=day, shift=shift_words(old, kinds)))
                else:
                    text = _l("{day}: {shift} instead of {other}")
                    words = (shift_words(code, kinds) for code in (now, old))
                    changed.append(Message(text, day=day, **dict(zip(("shift", "other"), words, strict=True))))
        for heading, lines in (
            (_l("New:"), new), (_l("Changed:"), changed), (_l("No longer yours:"), gone)
        ):  # fmt: skip
            if lines:
                # The first roster is new as a whole: its opening says so.
                yield Lines(tuple(lines), None if self.first else Message(heading))


def reminder_about(team: int, day: date, code: str, begins: datetime) -> str:
    """What a reminder of a shift is about: one of another time, day or type is another reminder."""
    return f"{team}/{day} {code} {begins.astimezone(UTC):%Y-%m-%dT%H:%M}"


def shift_words(code: str, kinds: Mapping[str, ShiftType]) -> str:
    """'Late, 14:00–22:30'; the code alone of a shift type that the team does not have any more."""
    kind = kinds.get(code)
    return f"{kind.name}, {clock(kind.start_min)}–{clock(kind.end_min)}" if kind else code
