"""The month-end sheet: corrected by several leads, closed, opened again; nothing changes while it is closed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from planner.bootstrap import StandingClock
from planner.changing.edits import EditRefused
from planner.domain.drafts import EventKind
from planner.domain.edit import LockCell, Put, Take
from planner.domain.month_end import Correction, Instead
from planner.domain.people import Absence, AbsenceKind
from planner.exchange.downloads import DownloadWriter
from planner.messages import Month
from planner.problems import InputProblems
from planner.reporting.month_sheet import MonthSheet
from planner.services.month_ending import MonthEnding
from planner.services.month_reports import Reports
from planner.services.retention import Periods, Retention
from planner.storage.database import Database
from planner.storage.schema_audit import audit_events
from tests.planner.storage.desk import ANA, BEN, EARLY, LAST_DAY, LATE, TEAM, Desk, NoLetterFiles, day, month_ending

WORKED = Correction(ANA, day(2), EARLY, Instead.WORKED, 8 * 60, 18 * 60, 30)
WHY = "Stayed for the launch"


@pytest.fixture
def published(desk: Desk) -> Desk:
    draft = desk.draft((ANA, 2, EARLY), (ANA, 3, LATE), (BEN, 2, LATE))
    desk.publishing.publish(draft.id, 0, None, desk.lead)
    return desk


def sheet(desk: Desk) -> MonthSheet:
    found = month_ending(desk).sheet()
    assert found is not None
    return found


def minutes(found: MonthSheet, person: str) -> tuple[int, int]:
    row = next(row for row in found.rows if row.person == person)
    return row.planned.worked_min, row.actual.worked_min


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(InputProblems) as found:
        act()
    return str(found.value)


def test_without_a_published_roster_there_is_no_sheet(desk: Desk) -> None:
    desk.draft((ANA, 2, EARLY))
    assert month_ending(desk).sheet() is None
    assert "Nothing of this month is published" in refused(lambda: month_ending(desk).correct(WORKED, 0, WHY))
    assert "Nothing of this month is published" in refused(lambda: month_ending(desk).close(0, 0))


def test_a_correction_counts_and_says_who_when_and_why(published: Desk) -> None:
    planned, actual = minutes(sheet(published), ANA)
    assert planned == actual
    month_ending(published).correct(WORKED, 0, f" {WHY} ")
    found = sheet(published)
    early = next(shift for shift in TEAM.shift_types if shift.code == EARLY)
    paid = early.end_min - early.start_min - early.break_min
    assert minutes(found, ANA) == (planned, planned - paid + 10 * 60 - 30)
    [made] = found.made
    assert (made.correction, made.by, made.reason, made.at) == (WORKED, ANA, WHY, LAST_DAY)
    line = next(line for line in found.lines(ANA) if line.day == day(2))
    assert (line.planned_min, line.actual_min, line.made) == (paid, 570, made)
    # The roster itself is as it was published.
    assert (ANA, day(2), EARLY) in found.report.roster.places()


def test_the_last_correction_of_a_shift_holds_and_all_are_kept(published: Desk) -> None:
    was = minutes(sheet(published), ANA)
    for instead in (WORKED, replace(WORKED, instead=Instead.SICK), replace(WORKED, instead=Instead.PLANNED)):
        month_ending(published).correct(instead, sheet(published).seen, WHY)
    found = sheet(published)
    assert minutes(found, ANA) == was
    assert [one.correction.instead for one in found.made] == [Instead.WORKED, Instead.SICK, Instead.PLANNED]
    assert found.in_force == {}


def test_two_leads_on_one_shift_the_second_is_told(published: Desk) -> None:
    seen = sheet(published).seen
    month_ending(published).correct(WORKED, seen, WHY)
    other = month_ending(published, published.deputy)
    text = refused(lambda: other.correct(replace(WORKED, instead=Instead.SICK), seen, "No"))
    assert f"{ANA} has corrected this meanwhile" in text
    # Another shift goes together with it.
    other.correct(Correction(ANA, day(3), LATE, Instead.NOTHING), seen, "Went home")
    assert [one.by for one in sheet(published).made] == [ANA, BEN]


#: What cannot be, why, and the words of the refusal.
WRONG = (
    (WORKED, "  ", "There is no reason"),
    (WORKED, "x" * 301, "too long"),
    (replace(WORKED, end_min=8 * 60), WHY, "From and to are the same"),
    (replace(WORKED, end_min=8 * 60 + 1441), WHY, "From and to are the same"),
    (replace(WORKED, start_min=-1), WHY, "From and to are the same"),
    (replace(WORKED, end_min=8 * 60 + 16 * 60 + 1), WHY, "That is 16 h 1 min at a stretch"),
    (replace(WORKED, break_min=600), WHY, "as long as the work"),
    (replace(WORKED, break_min=-1), WHY, "as long as the work"),
    (replace(WORKED, shift=LATE), WHY, "no such shift"),
    (replace(WORKED, person="Nobody"), WHY, "no such shift"),
    (replace(WORKED, day=day(31) + timedelta(days=1), shift=""), WHY, "no such shift"),
    (Correction(ANA, day(2), "", Instead.SICK), WHY, "cannot be said"),
    (replace(WORKED, instead=Instead.CREDITED), WHY, "cannot be said"),
    *(
        (Correction(ANA, day(2), "", Instead.CREDITED, 0, minutes), WHY, "no number of hours to pay")
        for minutes in (0, 31 * 1440 + 1, -31 * 1440 - 1)
    ),
)


@pytest.mark.one_database
def test_what_cannot_be_is_refused_and_changes_nothing(published: Desk) -> None:
    end = month_ending(published)
    for correction, reason, words in WRONG:
        assert words in refused(partial(end.correct, correction, 0, reason))
    assert sheet(published).made == []


@pytest.mark.one_database
def test_the_longest_and_the_shortest_are_taken(published: Desk) -> None:
    for length_min, surely_min in ((1440, 1440), (16 * 60, 0), (1, 0)):
        correction = replace(WORKED, end_min=8 * 60 + length_min, break_min=0)
        month_ending(published).correct(correction, sheet(published).seen, "x" * 300, surely_min)
    assert len(sheet(published).made) == 3


@pytest.mark.one_database
def test_hours_by_agreement_are_paid_at_no_time_of_the_clock(published: Desk) -> None:
    [before] = [row.actual for row in sheet(published).rows if row.person == ANA]
    for on, minutes in ((day(5), 31 * 1440), (day(6), -31 * 1440), (day(7), 150), (day(8), -30)):
        agreed = Correction(ANA, on, "", Instead.CREDITED, 0, minutes)
        month_ending(published).correct(agreed, sheet(published).seen, "Hours of November")
    found = sheet(published)
    [row] = [row for row in found.rows if row.person == ANA]
    assert row.actual == replace(before, credited_min=120)
    assert (row.planned.credited_min, row.actual.paid_min) == (0, before.paid_min + 120)
    assert [line.actual_min for line in found.lines(ANA) if line.shift is None] == [44640, -44640, 150, -30]
    # Work on the same day takes its place, as the last that is said of it.
    month_ending(published).correct(Correction(ANA, day(7), "", Instead.WORKED, 480, 540), found.seen, WHY)
    month_ending(published).close(sheet(published).seen, found.version)
    closed = next(row for row in sheet(published).rows if row.person == ANA)
    assert (closed.actual.credited_min, closed.actual.worked_min) == (-30, before.worked_min + 60)


def test_a_closed_month_stays_as_it_is(published: Desk) -> None:
    month_ending(published).correct(WORKED, 0, WHY)
    was = sheet(published)
    month_ending(published).close(was.seen, was.version)
    closed = sheet(published)
    assert closed.closing is not None
    assert (closed.closing.by, closed.closing.at) == (ANA, LAST_DAY)
    assert [(row.planned, row.actual) for row in closed.rows] == [(row.planned, row.actual) for row in was.rows]
    # Facts that change later, an absence here, change nothing of what was closed.
    ill = replace(TEAM, absences=(*TEAM.absences, Absence(BEN, AbsenceKind.SICK, day(9), day(11))))
    with published.vault.writing() as records:
        records.save_facts(ill, published.team, records.people(published.team))
    assert [row.actual for row in sheet(published).rows] == [row.actual for row in was.rows]
    text = "This month is closed"
    assert text in refused(lambda: month_ending(published).correct(WORKED, was.seen, WHY))
    assert text in refused(lambda: month_ending(published).close(was.seen, was.version))
    draft = published.draft((BEN, 9, LATE))
    assert text in refused(lambda: published.publishing.publish(draft.id, 0, was.version, published.lead))


def test_opening_again_needs_a_reason_and_leaves_a_trace(published: Desk, shared_database: Database) -> None:
    was = sheet(published)
    assert "open already" in refused(lambda: month_ending(published).reopen("Why not"))
    month_ending(published).close(was.seen, was.version)
    assert "There is no reason" in refused(lambda: month_ending(published).reopen(" "))
    month_ending(published).reopen("Ana had worked longer")
    month_ending(published).correct(WORKED, was.seen, WHY)
    again = sheet(published)
    assert again.closing is None
    month_ending(published).close(again.seen, again.version)
    with shared_database.read() as connection:
        query = select(audit_events.c.kind).where(audit_events.c.team_id == published.team).order_by(audit_events.c.id)
        kinds = [kind for kind in connection.execute(query).scalars() if kind in ("close", "reopen", "correct")]
    assert kinds == [EventKind.CLOSE, EventKind.REOPEN, EventKind.CORRECT, EventKind.CLOSE]


def test_what_changed_since_the_sheet_was_looked_at_is_not_closed(published: Desk) -> None:
    was = sheet(published)
    month_ending(published).correct(WORKED, was.seen, WHY)
    assert "corrected or published meanwhile" in refused(lambda: month_ending(published).close(was.seen, was.version))
    now = sheet(published)
    draft = published.draft((ANA, 2, EARLY))
    published.publishing.publish(draft.id, 0, now.version, published.lead)
    assert "corrected or published meanwhile" in refused(lambda: month_ending(published).close(now.seen, now.version))
    assert sheet(published).closing is None


def test_many_leads_close_and_one_does(published: Desk) -> None:
    was = sheet(published)

    def close(_: int) -> bool:
        try:
            month_ending(published).close(was.seen, was.version)
        except InputProblems:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(close, range(4))) == 1


def test_reasons_go_when_their_time_is_over_and_corrections_stay(published: Desk) -> None:
    month_ending(published).correct(WORKED, 0, WHY)
    later = StandingClock(LAST_DAY + timedelta(days=400))
    periods = Periods(sick_notes_days=999, event_texts_days=365, letters_days=999, accesses_days=999)
    Retention(published.vault, later, periods, NoLetterFiles(), lambda: True).enforce()
    [made] = sheet(published).made
    assert (made.correction, made.reason) == (WORKED, "")


@pytest.mark.one_database
def test_files_say_planned_and_actual(published: Desk) -> None:
    month_ending(published).correct(WORKED, 0, WHY)
    found = sheet(published)
    lines = month_ending(published).csv(found, "en").decode("utf-8-sig").splitlines()
    heads, ana = lines[0].split(","), next(line for line in lines if line.startswith(ANA)).split(",")
    # Headings hold a comma themselves and so stand in quotes.
    assert '"At work h, planned","At work h, actual"' in lines[0]
    assert heads[0] == "Person"
    assert [float(figure) for figure in ana[2:4]] == [round(part / 60, 2) for part in minutes(found, ANA)]


def worked(start_min: int, end_min: int, number: int = 2) -> Correction:
    """What nobody had planned for BEN, on the day of his late shift or another."""
    return Correction(BEN, day(number), "", Instead.WORKED, start_min, end_min)


@pytest.mark.one_database
def test_what_is_worked_at_the_time_of_a_planned_shift_is_not_paid_twice(published: Desk) -> None:
    late, end = next(kind for kind in TEAM.shift_types if kind.code == LATE), month_ending(published)
    before = minutes(sheet(published), BEN)
    for twice in (
        worked(late.start_min - 60, late.start_min + 1),
        worked(late.end_min - 1, late.end_min + 60),
        worked(late.start_min, late.end_min),
        worked(1320, 1440 + late.start_min + 1, number=1),
    ):
        text = refused(partial(end.correct, twice, 0, WHY))
        assert f"{late.name} on" in text
        assert "paid twice" in text
    assert minutes(sheet(published), BEN) == before
    end.correct(worked(late.start_min - 60, late.start_min), 0, WHY)
    end.correct(worked(1320, 1440 + late.start_min - 60, number=1), sheet(published).seen, WHY)
    # What was said of a day holds in place of what was said before.
    end.correct(worked(late.start_min - 30, late.start_min), sheet(published).seen, WHY)


@pytest.mark.one_database
def test_a_shift_is_not_worked_after_all_at_the_time_of_other_work(published: Desk) -> None:
    late, end = next(kind for kind in TEAM.shift_types if kind.code == LATE), month_ending(published)
    shift = Correction(BEN, day(2), LATE, Instead.NOTHING)
    end.correct(shift, 0, "Swapped")
    end.correct(worked(late.start_min, late.end_min), sheet(published).seen, WHY)
    text = refused(lambda: end.correct(replace(shift, instead=Instead.PLANNED), sheet(published).seen, WHY))
    assert "Work that was not planned, on" in text
    end.correct(replace(shift, instead=Instead.SICK), sheet(published).seen, WHY)


@pytest.mark.one_database
@pytest.mark.parametrize(("hour", "closes"), [(22, False), (23, True)])
def test_a_month_can_be_closed_from_its_last_day_on(published: Desk, hour: int, closes: bool) -> None:
    """The last day begins at 23:00 UTC of the day before, where the team works."""
    clock = StandingClock(datetime(2026, 12, 30, hour, 59 if hour == 22 else 0, tzinfo=UTC))
    reports = Reports(published.vault)
    end = MonthEnding(
        published.vault, clock, reports, DownloadWriter(), published.team, Month(2026, 12), published.lead
    )
    was = sheet(published)
    assert end.closes_on(was) == (None if closes else day(31))
    if closes:
        end.close(was.seen, was.version)
    else:
        assert "not over yet" in refused(lambda: end.close(was.seen, was.version))


def test_a_closed_month_takes_no_edits_and_no_new_draft(published: Desk) -> None:
    was = sheet(published)
    draft = published.edit(was.version, 0, Put(BEN, day(9), LATE)).version
    month_ending(published).close(was.seen, was.version)
    for act in (
        lambda: published.edit(draft.id, 1, Take(BEN, day(9), LATE)),
        lambda: published.edit(was.version, 0, LockCell(ANA, day(9))),
        lambda: published.drafts.undo(draft.id, published.lead),
    ):
        with pytest.raises(EditRefused, match="This month is closed"):
            act()
    assert "This month is closed" in refused(lambda: published.drafts.go_on(was.version, published.lead))
    assert published.places(draft.id) == {(ANA, 2, EARLY), (ANA, 3, LATE), (BEN, 2, LATE), (BEN, 9, LATE)}
    month_ending(published).reopen("Too early")
    published.drafts.undo(draft.id, published.lead)
