"""Reminders of shifts and the summary of a week: as each chose, of what is in force, each once."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from planner.accounts.model import User
from planner.domain.habits import Habits, ReminderTime
from planner.domain.notice import KeptNotice, Notice, NoticeKind
from planner.domain.time import wall
from planner.domain.wishing import WishWindow
from planner.messages import Message
from planner.problems import InputProblems
from planner.services.message_box import PAGE, MessageBox
from planner.services.notices import tell
from planner.services.outbox import Outbox
from planner.services.reminders import Reminders
from planner.storage.accounts import DatabaseAccounts
from planner.storage.database import Database
from planner.storage.letter_rows import DatabaseLetters
from planner.storage.schema_accounts import users
from planner.storage.schema_letters import letters, message_habits, messages
from tests.conftest import NOW
from tests.forked import child
from tests.planner.account_cases import BASE, SEAL, Mailbox
from tests.planner.moving_clock import MovingClock
from tests.planner.storage.desk import ANA, BEN, CLEO, EARLY, LATE, TEAM, Desk, day, desk_on, moved

VIENNA = TEAM.zone
EVENING = Habits(ReminderTime.EVENING_BEFORE, since=NOW)
WEEKLY = Habits(weekly=True, since=NOW)
BEGINS = {shift.code: shift.start_min for shift in TEAM.shift_types}
#: On the evening before Wednesday, 2 December.
DUE = datetime(2026, 12, 1, 18, tzinfo=VIENNA)
MONDAY = datetime(2026, 11, 30, 7, tzinfo=VIENNA)


@pytest.fixture
def desk(shared_database: Database) -> Desk:
    """Ana and Ben have accounts; Ana works early and Ben late on Wednesday the 2nd, published."""
    with shared_database.write() as connection:
        for table in (letters, messages, message_habits, users):
            connection.execute(delete(table))
    desk = desk_on(shared_database)
    with DatabaseAccounts(shared_database).write() as accounts:
        for name in (ANA, BEN):
            person = number(desk, name)
            accounts.add_user(User(0, f"{person}@example.com", name, "-", "en", False, person, NOW))
    desk.publishing.publish(desk.draft((ANA, 2, EARLY), (BEN, 2, LATE)).id, 0, None, desk.lead)
    sent(shared_database, NOW)
    return desk


def number(desk: Desk, name: str) -> int:
    with desk.vault.reading() as records:
        return records.people(desk.team)[name]


def at(moment: datetime) -> MovingClock:
    clock = MovingClock()
    clock.moment = moment
    return clock


def choose(desk: Desk, name: str, habits: Habits) -> None:
    with desk.vault.writing() as records:
        records.save_habits(number(desk, name), habits)


def told(desk: Desk, moment: datetime) -> int:
    """How many notices there are more after a worker has looked."""
    before = notices(desk)
    Reminders(desk.vault, at(moment), BASE).tell_due()
    return notices(desk) - before


def notices(desk: Desk) -> int:
    with desk.vault.reading() as records:
        return sum(len(records.notices(number, None, 99)) for number in records.people(desk.team).values())


def newest(desk: Desk, name: str) -> KeptNotice:
    with desk.vault.reading() as records:
        return records.notices(number(desk, name), None, 1)[0]


def sent(database: Database, moment: datetime) -> list[str]:
    mailbox = Mailbox()
    Outbox(DatabaseLetters(database, at(moment)), mailbox, at(moment), SEAL).send_due("worker")
    return [mail.to for mail in mailbox.letters]


def publish_without(desk: Desk, name: str, code: str, to: str) -> None:
    """Give a shift of the 2nd to another, from the version in force."""
    with desk.vault.reading() as records:
        before = records.versions(desk.team, 2026, 12)[-1]
    draft = desk.edit(before.id, 0, *moved(name, 2, code, to, 2)).version
    desk.publishing.publish(draft.id, 1, before.id, desk.lead)


def test_a_shift_is_told_of_on_the_evening_before_once_and_to_who_chose_it(
    desk: Desk, shared_database: Database
) -> None:
    choose(desk, ANA, EVENING)
    assert [told(desk, DUE + timedelta(seconds=s)) for s in (-1, 0, 1, 3600)] == [0, 1, 0, 0]
    one = newest(desk, ANA)
    kind = TEAM.shift_types[0]
    begin = f"Wed 2 Dec {kind.start_min // 60:02d}:{kind.start_min % 60:02d}"
    assert one.subject["en"] == f"Your shift {begin}"
    assert f"{TEAM.name}: {kind.name} from {begin} to" in one.body["en"]
    assert one.page == "/my/2026-12"
    assert newest(desk, BEN).subject["en"] == "Your shifts in December 2026"
    assert sent(shared_database, DUE) == [f"{number(desk, ANA)}@example.com"]


def test_hours_before_in_the_app_alone_and_not_after_it_began(desk: Desk, shared_database: Database) -> None:
    choose(desk, BEN, Habits(ReminderTime.HOURS_BEFORE, 3, by_mail=False, since=NOW))
    begins = wall(VIENNA, day(2), BEGINS[LATE])
    assert told(desk, begins) == 0
    assert told(desk, begins - timedelta(hours=3, seconds=1)) == 0
    assert told(desk, begins - timedelta(seconds=1)) == 1
    assert sent(shared_database, begins) == []
    assert newest(desk, BEN).subject["en"].startswith("Your shift Wed 2 Dec")


def test_what_was_due_before_it_was_chosen_is_not_made_up_for(desk: Desk) -> None:
    choose(desk, ANA, Habits(ReminderTime.EVENING_BEFORE, since=DUE + timedelta(seconds=1)))
    assert told(desk, DUE + timedelta(hours=1)) == 0


def test_a_shift_that_moved_is_told_to_who_has_it_now(desk: Desk) -> None:
    for name in (ANA, CLEO):
        choose(desk, name, EVENING)
    publish_without(desk, ANA, EARLY, CLEO)
    assert told(desk, DUE) == 1
    assert newest(desk, ANA).subject["en"] == "Your shifts in December 2026 have changed"
    assert newest(desk, CLEO).subject["en"].startswith("Your shift Wed 2 Dec")


def test_a_reminder_that_waits_is_not_mailed_once_its_shift_is_gone(desk: Desk, shared_database: Database) -> None:
    choose(desk, ANA, EVENING)
    assert told(desk, DUE) == 1
    publish_without(desk, ANA, EARLY, CLEO)
    assert sent(shared_database, DUE) == [f"{number(desk, ANA)}@example.com"]
    mails = select(func.count()).select_from(letters).where(letters.c.subject.startswith("Your shift "))
    with shared_database.read() as connection:
        assert connection.execute(mails).scalar_one() == 0


def test_two_workers_at_once_remind_once(desk: Desk) -> None:
    for name in (ANA, BEN):
        choose(desk, name, EVENING)
    before = notices(desk)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: Reminders(desk.vault, at(DUE), BASE).tell_due(), range(2)))
    assert notices(desk) - before == 2


def test_a_worker_killed_between_two_people_leaves_each_one_reminder(
    desk: Desk, shared_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (ANA, BEN):
        choose(desk, name, EVENING)
    before, calls = notices(desk), []

    def tell_once(*given: Any) -> int:
        calls.append(given)
        if len(calls) > 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return tell(*given)

    def tell_and_die() -> None:
        # Nothing of the parent's connections is touched: they are its alone.
        shared_database.engine.dispose(close=False)
        monkeypatch.setattr("planner.services.reminders.tell", tell_once)
        Reminders(desk.vault, at(DUE), BASE).tell_due()

    assert os.WTERMSIG(os.waitpid(child(tell_and_die), 0)[1]) == signal.SIGKILL
    assert notices(desk) - before == 1
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: Reminders(desk.vault, at(DUE), BASE).tell_due(), range(2)))
    assert [newest(desk, name).subject["en"].startswith("Your shift Wed 2 Dec") for name in (ANA, BEN)] == [True, True]
    assert notices(desk) - before == 2
    assert sent(shared_database, DUE) == [f"{number(desk, name)}@example.com" for name in (ANA, BEN)]


def test_the_week_on_its_monday_with_hours_company_and_open_wishes(desk: Desk) -> None:
    choose(desk, ANA, WEEKLY)
    with desk.vault.writing() as records:
        for month, days in ((1, 30), (2, -30)):
            records.save_wish_window(desk.team, (2027, month), WishWindow(NOW, MONDAY + timedelta(days=days), 10, 1))
    assert [told(desk, MONDAY + timedelta(hours=h)) for h in (-1, 0, 1, 24)] == [0, 1, 0, 0]
    one = newest(desk, ANA)
    kind = TEAM.shift_types[0]
    hours, rest = divmod(kind.end_min - kind.start_min - kind.break_min, 60)
    assert one.subject == {"en": "Your week from Mon 30 Nov", "de": "Deine Woche ab Mo. 30. Nov."}
    assert f"{hours} h{f' {rest} min' if rest else ''} of work:\n- Wed 2 Dec" in one.body["en"]
    assert kind.name in one.body["en"]
    assert "Not sent yet:\n- Wishes for January 2027: until" in one.body["en"]
    assert "February" not in one.body["en"]


def test_nothing_is_summed_up_where_nothing_is_known(desk: Desk) -> None:
    choose(desk, ANA, WEEKLY)
    later = datetime(2027, 2, 1, 7, tzinfo=VIENNA)
    assert told(desk, later) == 0
    assert told(desk, datetime(2026, 12, 7, 7, tzinfo=VIENNA)) == 1
    assert newest(desk, ANA).body["en"].startswith("You have no shifts this week.")


# ---- the reader's box


def test_the_box_shows_page_by_page_and_marks_what_was_shown(desk: Desk) -> None:
    ana, box = number(desk, ANA), MessageBox(desk.vault, at(NOW), 90)
    assert box.unread(ana) == 1
    first = box.read(ana, None)
    assert ([one.read_at for one in first.notices], first.earlier, first.zone) == ([None], False, VIENNA)
    assert (box.unread(ana), box.unread(number(desk, BEN))) == (0, 1)
    with desk.vault.writing() as records:
        for n in range(PAGE):
            notice = Notice(NoticeKind.WISHES, str(n), Message("Your wishes for {month}", month="May"), ())
            tell(records, desk.team, {ana: notice}, NOW, BASE)
    second = box.read(ana, None)
    assert (len(second.notices), second.earlier, box.unread(ana)) == (PAGE, True, 0)
    assert [one.id for one in box.read(ana, second.notices[-1].id).notices] == [first.notices[0].id]


def test_what_comes_next_is_foretold(desk: Desk) -> None:
    ana, box = number(desk, ANA), MessageBox(desk.vault, at(NOW), 90)
    assert (box.foretell(ana).reminder, box.foretell(ana).week) == (None, None)
    box.choose(ana, Habits(ReminderTime.EVENING_BEFORE, weekly=True))
    known = box.foretell(ana)
    assert known.reminder == DUE
    assert known.shift is not None
    assert known.shift.work.day == day(2)
    # NOW is a Monday at half past nine.
    assert known.week == datetime(2026, 11, 23, 7, tzinfo=VIENNA)
    assert known.habits.since == NOW
    assert MessageBox(desk.vault, at(DUE), 90).foretell(ana).reminder is None


@pytest.mark.parametrize(
    ("wrong", "column"),
    [(Habits(hours_before=0), "hours_before"), (Habits(hours_before=49), "hours_before"),
     (Habits(quiet_from_min=-1), "quiet"), (Habits(quiet_to_min=1440), "quiet")],
)  # fmt: skip
def test_habits_that_cannot_be_are_refused(desk: Desk, wrong: Habits, column: str) -> None:
    box = MessageBox(desk.vault, at(NOW), 90)
    with pytest.raises(InputProblems) as refused:
        box.choose(number(desk, ANA), wrong)
    assert [problem.column for problem in refused.value.problems] == [column]
    box.choose(number(desk, ANA), Habits(hours_before=48, quiet_from_min=0, quiet_to_min=1439))
