"""The month-end sheet of one team's month: corrected shift by shift with a reason, closed, and opened again."""

from collections.abc import Iterator, Sequence
from datetime import date

from planner.domain.demand import LONGEST_AT_WORK_MIN
from planner.domain.drafts import EventKind, Version
from planner.domain.month_end import Closing, Correction, Instead, MadeCorrection
from planner.domain.time import MINUTES_A_DAY, clock
from planner.messages import Message, Minutes, Month, _l
from planner.ports import Clock, Records, Vault, Writer
from planner.problems import InputProblem, InputProblems, refused
from planner.reporting.month_sheet import DayLine, MonthSheet
from planner.services.month_facts import in_force
from planner.services.month_reports import Reports

REASON_CHARACTERS = 300
#: More hours by agreement than any month has are a slip.
MOST_CREDITED_MIN = 31 * MINUTES_A_DAY


class Corrected(InputProblems):
    """Somebody else has corrected the same shift meanwhile; nothing was changed."""

    def __init__(self, now: MadeCorrection) -> None:
        reason = Message(_l("{name} has corrected this meanwhile."), name=now.by or Message(_l("Somebody")))
        mend = Message(_l("Look at what holds now, then save again if yours is right."))
        super().__init__([_problem("", reason, mend)])


class MonthEnding:
    """Use cases on one month's sheet, one transaction each. actor: the number of the person who does it."""

    def __init__(
        self, vault: Vault, clock: Clock, reports: Reports, writer: Writer, team: int, month: Month, actor: int | None
    ) -> None:
        self._vault, self._clock, self._reports, self._writer = vault, clock, reports, writer
        self._team, self._month, self._actor = team, month, actor

    def sheet(self) -> MonthSheet | None:
        """The sheet of the version in force; None while nothing is published."""
        with self._vault.reading() as records:
            version = self._version(records)
            made = records.corrections(self._team, *self._month)
            closing = records.closing(self._team, *self._month)
        return None if version is None else MonthSheet(version.id, self._reports.of(version).report, made, closing)

    def correct(self, correction: Correction, seen: int, reason: str, surely_min: int = 0) -> None:
        """Write down what was in place of a shift. seen: of the sheet that was looked at. surely_min: how long the work
        lasted, said once more where that is longer than anybody works.

        InputProblems, each with its field as `column`, for what cannot be, and for a month that is closed; Corrected
        when somebody else has corrected this very shift since.
        """
        sheet = self.sheet()
        if sheet is None:
            raise InputProblems([self._nothing()])
        problems = list(_problems(sheet, correction, reason, surely_min))
        if problems:
            raise InputProblems(problems)
        with self._vault.writing() as records:
            self._hold_open(records)
            for one in records.corrections(self._team, *self._month):
                if one.correction.place == correction.place and one.event > seen:
                    raise Corrected(one)
            event = self._event(records, EventKind.CORRECT, reason)
            records.add_correction(self._team, correction, event)

    def closes_on(self, sheet: MonthSheet) -> date | None:
        """The first date on which the month can be closed, its last; None once it can be."""
        board = sheet.report.board
        today = self._clock.now().astimezone(board.team.zone).date()
        return board.days[-1] if today < board.days[-1] else None

    def close(self, seen: int, version: int) -> None:
        """Close the month as its sheet was looked at, on its last day or later. seen, version: the sheet's.

        InputProblems if it changed since, and before that day.
        """
        with self._vault.writing() as records:
            self._hold_open(records)
            held = self._version(records)
            if held is None:
                raise InputProblems([self._nothing()])
            made = records.corrections(self._team, *self._month)
            sheet = MonthSheet(held.id, self._reports.of(held).report, made, None)
            if (sheet.seen, sheet.version) != (seen, version):
                reason = Message(_l("Something was corrected or published meanwhile."))
                raise refused("", reason, Message(_l("Look at the sheet again, then close it.")))
            if (first := self.closes_on(sheet)) is not None:
                too_soon = Message(_l("This month is not over yet."))
                raise refused("", too_soon, Message(_l("It can be closed from {day} on."), day=first))
            planned, actual = [row.planned for row in sheet.rows], [row.actual for row in sheet.rows]
            closing = Closing(self._clock.now(), "", planned, actual)
            records.add_closing(self._team, self._month, closing, self._event(records, EventKind.CLOSE, ""))

    def reopen(self, reason: str) -> None:
        """Open a closed month again. InputProblems when no reason is given, or it is open already."""
        if not reason.strip():
            raise refused("", *_NO_REASON, column="reason")
        with self._vault.writing() as records:
            records.revision(self._team)
            if records.closing(self._team, *self._month) is None:
                raise refused("", Message(_l("This month is open already.")), Message(""))
            event = self._event(records, EventKind.REOPEN, reason)
            records.end_closing(self._team, self._month, event)

    def workbook(self, sheet: MonthSheet, language: str) -> bytes:
        """A sheet as a workbook, with its corrections."""
        return self._writer.month_end_workbook(sheet, language)

    def csv(self, sheet: MonthSheet, language: str) -> bytes:
        """A sheet as CSV."""
        return self._writer.month_end_csv(sheet, language)

    def _version(self, records: Records) -> Version | None:
        return in_force(records.versions(self._team, *self._month))

    def _hold_open(self, records: Records) -> None:
        """Keep others waiting; InputProblems when the month is closed."""
        records.revision(self._team)
        refuse_closed(records, self._team, *self._month)

    def _event(self, records: Records, kind: EventKind, reason: str) -> int:
        now = self._clock.now()
        return records.add_event(kind, self._actor, now, team=self._team, text=reason.strip())

    def _nothing(self) -> InputProblem:
        reason = Message(_l("Nothing of this month is published yet."))
        return _problem("", reason, Message(_l("Publish the month first.")))


#: What is said when something would change a month that is closed, and what to do.
CLOSED = (Message(_l("This month is closed.")), Message(_l("Open it again on the month-end page first.")))


def refuse_closed(records: Records, team: int, year: int, month: int) -> None:
    """InputProblems when a month is closed."""
    if records.closing(team, year, month) is not None:
        raise InputProblems([_problem("", *CLOSED)])


_NO_REASON = (Message(_l("There is no reason.")), Message(_l("Write in a few words why.")))


def _problems(sheet: MonthSheet, correction: Correction, reason: str, surely_min: int) -> Iterator[InputProblem]:
    board, place = sheet.report.board, correction.place
    known = place in sheet.report.roster.places() or place in sheet.in_force or not correction.shift
    if correction.person not in board.person_index or correction.day not in board.days or not known:
        yield _problem(
            "", Message(_l("There is no such shift in the roster in force.")), Message(_l("Look at the sheet again."))
        )
        return
    if correction.instead not in choices(sheet, correction):
        yield _problem("instead", Message(_l("This cannot be said of it.")), Message(_l("Choose another.")))
    if correction.instead is Instead.WORKED:
        length = correction.end_min - correction.start_min
        if not (0 <= correction.start_min < MINUTES_A_DAY and 0 < length <= MINUTES_A_DAY):
            yield _problem("end", Message(_l("From and to are the same.")), Message(_l("Write when the work ended.")))
        elif (other := sheet.at_the_time_of(correction)) is not None:
            yield _problem("end", _at_once(other), Message(_l("Correct that one, or write other times.")))
        elif not 0 <= correction.break_min < length:
            reason_why = Message(_l("The break is as long as the work."))
            yield _problem("break", reason_why, Message(_l("Write it in minutes.")))
        elif LONGEST_AT_WORK_MIN < length != surely_min:
            long = Message(_l("That is {length} at a stretch."), length=Minutes(length))
            yield _problem("surely", long, Message(_l("Write when it ended, or tick below that it was so.")))
    if correction.instead is Instead.PLANNED and (other := sheet.at_the_time_of(correction)) is not None:
        yield _problem("instead", _at_once(other), Message(_l("Correct that one first.")))
    if correction.instead is Instead.CREDITED and not 0 < abs(correction.credited_min) <= MOST_CREDITED_MIN:
        text = _l("Write hours up to {n}, with a minus for what is taken off.")
        no_hours, mend = Message(_l("That is no number of hours to pay.")), Message(text, n=MOST_CREDITED_MIN // 60)
        yield _problem("hours", no_hours, mend)
    if not reason.strip():
        yield _problem("reason", *_NO_REASON)
    elif len(reason.strip()) > REASON_CHARACTERS:
        shorter = Message(_l("Shorten it to {n} characters."), n=REASON_CHARACTERS)
        yield _problem("reason", Message(_l("This reason is too long.")), shorter)


def _at_once(other: DayLine) -> Message:
    """That something is worked at the same time already."""
    assert other.span is not None
    begin, end = (clock(minute) for minute in other.span)
    if other.shift is None:
        text = _l("Work that was not planned, on {day}, {begin}–{end}, is at the same time.")
        return Message(text, day=other.day, begin=begin, end=end)
    text = _l("{shift} on {day}, {begin}–{end}, is at the same time and would be paid twice.")
    return Message(text, shift=other.shift.name, day=other.day, begin=begin, end=end)


def choices(sheet: MonthSheet, correction: Correction) -> Sequence[Instead]:
    """What can be said of a shift: what nobody planned was worked, is paid by agreement, or neither after all; duty on
    call was done or was not.
    """
    if not correction.shift:
        return (Instead.WORKED, Instead.CREDITED, Instead.PLANNED)
    number = sheet.report.board.number(correction.place)
    if number is not None and sheet.report.board.shift_of(number).on_call:
        return (Instead.NOTHING, Instead.PLANNED)
    return tuple(one for one in Instead if one is not Instead.CREDITED)


def _problem(field: str, reason: Message, mend: Message) -> InputProblem:
    return InputProblem("", reason, mend, column=field)
