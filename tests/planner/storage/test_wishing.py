"""Wishes: the window and its limits, what becomes of them in the facts, whose they are, and reminders."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, insert, select

from planner.accounts.model import User
from planner.bootstrap import StandingClock
from planner.domain.notice import KeptNotice
from planner.domain.people import Availability, Wish
from planner.domain.time import month_days
from planner.domain.wishing import Mark, MarkKind, OwnMarks, marks_of, with_marks
from planner.messages import Month
from planner.problems import InputProblems
from planner.services.month_reports import Reports
from planner.services.outbox import Outbox
from planner.services.wishing import Wishing
from planner.storage.accounts import DatabaseAccounts
from planner.storage.database import Database
from planner.storage.letter_rows import DatabaseLetters
from planner.storage.schema_accounts import users
from planner.storage.schema_letters import letters, messages
from planner.storage.schema_teams import availability
from planner.storage.schema_wishes import wish_windows
from planner.storage.upgrade import differences, downgrade, upgrade
from tests.planner.account_cases import BASE, SEAL, Mailbox
from tests.planner.storage.desk import ANA, BEN, CLEO, EARLY, TEAM, Desk, day, desk_on, roster

#: In November; the month begins in Vienna at 23:00 UTC of the 30th.
NOW = datetime(2026, 11, 10, 9, tzinfo=UTC)
DEADLINE = datetime(2026, 11, 20, 17, tzinfo=UTC)
DAYS = month_days(2026, 12)
RATHER_NOT, WANTS, CANNOT = Mark(MarkKind.RATHER_NOT), Mark(MarkKind.WANTS, EARLY, 5), Mark(MarkKind.CANNOT)
TICK = timedelta(microseconds=1)


def wishing(desk: Desk, at: datetime = NOW, team: int = 0) -> Wishing:
    clock = StandingClock(at)
    return Wishing(desk.vault, clock, Reports(desk.vault), BASE, team or desk.team, Month(2026, 12), desk.lead)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(InputProblems) as caught:
        act()
    [problem] = caught.value.problems
    return problem.reason.text


def send(desk: Desk, person: str, by_day: dict[date, Mark], at: datetime = NOW) -> None:
    use = wishing(desk, at)
    use.send(person, by_day, use.own(person).seen)


@pytest.fixture
def opened(desk: Desk) -> Desk:
    """A desk whose wishes of December are open, with 10 points a person."""
    wishing(desk).open(DEADLINE, 10, 0)
    return desk


def test_marks_become_rows_of_the_facts_and_the_rest_stays(opened: Desk) -> None:
    marks = {day(24): CANNOT, day(5): WANTS, day(12): RATHER_NOT}
    with opened.vault.reading() as records:
        before = records.facts(opened.team)
    assert wishing(opened).own(CLEO).marks.points == 2 * 3  # of the example
    send(opened, ANA, marks)
    with opened.vault.reading() as records:
        facts = records.facts(opened.team)
    assert [wish for wish in facts.wishes if wish.person == ANA] == [
        Wish(ANA, day(5), day(5), EARLY, True, 5), Wish(ANA, day(12), day(12), "", False, 3)
    ]  # fmt: skip
    assert Availability(ANA, 3, 0, 1440, day(24), day(24), can=False) in facts.availability
    assert wishing(opened).own(ANA).marks == OwnMarks(dict(sorted(marks.items())))
    kept = [wish for wish in before.wishes if wish.person != ANA]
    assert [wish for wish in facts.wishes if wish.person != ANA] == kept
    send(opened, ANA, {})
    with opened.vault.reading() as records:
        facts = records.facts(opened.team)
    assert (facts.wishes, facts.availability) == (tuple(kept), before.availability)


def test_wishes_of_many_days_and_of_other_months_are_not_lost() -> None:
    long = Wish(BEN, date(2026, 11, 29), date(2027, 1, 2), "", False, 2)
    second = Wish(BEN, day(1), day(1), EARLY, True, 1)
    team = replace(TEAM, wishes=(long, second), availability=())
    marks = marks_of(team, BEN, DAYS)
    assert (len(marks.by_day), marks.others, marks.points) == (31, (second,), 31 * 2 + 1)
    after = with_marks(team, BEN, DAYS, marks)
    assert marks_of(after, BEN, DAYS) == marks
    assert {wish for wish in after.wishes if wish.first < DAYS[0] or wish.last > DAYS[-1]} == {
        replace(long, last=date(2026, 11, 30)), replace(long, first=date(2027, 1, 1))
    }  # fmt: skip


@pytest.mark.parametrize(("points", "fits"), [(9, True), (10, True), (11, False)])
def test_the_budget(opened: Desk, points: int, fits: bool) -> None:
    marks = {day(1): Mark(MarkKind.WANTS, "", 5), day(2): Mark(MarkKind.RATHER_NOT, "", 4), day(3): CANNOT}
    if points > 9:
        marks[day(4)] = Mark(MarkKind.RATHER_NOT, "", points - 9)
    if fits:
        send(opened, ANA, marks)
    else:
        assert "take {points} points" in refused(lambda: send(opened, ANA, marks))
        assert wishing(opened).own(ANA).sent_at is None


def test_from_the_deadline_on_only_the_lead_changes_something(opened: Desk) -> None:
    send(opened, ANA, {day(5): WANTS}, DEADLINE - TICK)
    for at in (DEADLINE, DEADLINE + TICK):
        assert "is over" in refused(lambda at=at: send(opened, ANA, {}, at))  # type: ignore[misc]
    assert wishing(opened).own(ANA).marks.by_day == {day(5): WANTS}
    # The lead moves the deadline, and it is open again.
    wishing(opened, DEADLINE).open(DEADLINE + timedelta(days=2), 10, 1)
    send(opened, ANA, {}, DEADLINE)
    wishing(opened, DEADLINE).close(2)
    assert "is over" in refused(lambda: send(opened, ANA, {}, DEADLINE))
    assert "closed already" in refused(lambda: wishing(opened, DEADLINE).close(3))


def test_what_a_window_can_be(desk: Desk) -> None:
    begin = datetime(2026, 11, 30, 23, tzinfo=UTC)
    for deadline in (NOW - TICK, NOW, begin + TICK):
        assert "no deadline" in refused(lambda it=deadline: wishing(desk).open(it, 10, 0))  # type: ignore[misc]
    for budget in (0, 156):
        assert "no number of points" in refused(
            lambda it=budget: wishing(desk).open(DEADLINE, it, 0)  # type: ignore[misc]
        )
    for seen, (deadline, budget) in enumerate([(NOW + TICK, 1), (begin, 155)]):
        wishing(desk).open(deadline, budget, seen)
        assert wishing(desk).look().is_open
    assert "meanwhile" in refused(lambda: wishing(desk).open(DEADLINE, 10, 1))


def test_one_of_many_leads_opens(desk: Desk) -> None:
    def once(_: int) -> bool:
        try:
            wishing(desk).open(DEADLINE, 10, 0)
        except InputProblems:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(once, range(4))) == 1


def test_what_was_changed_meanwhile_is_not_written_over(opened: Desk) -> None:
    seen = wishing(opened).own(ANA).seen
    send(opened, ANA, {day(5): WANTS})
    assert "changed meanwhile" in refused(lambda: wishing(opened).send(ANA, {}, seen))
    # What others send meanwhile is no conflict.
    seen = wishing(opened).own(ANA).seen
    send(opened, BEN, {day(5): WANTS})
    wishing(opened).send(ANA, {day(6): CANNOT}, seen)
    assert wishing(opened).own(BEN).marks.by_day == {day(5): WANTS}


def test_nobody_of_another_team(opened: Desk, shared_database: Database) -> None:
    other = desk_on(shared_database, replace(TEAM, managers=TEAM.managers[1:3], availability=(), absences=(), wishes=(),
                                             topics=(), locks=(), past_shifts=(), carry_over=(), pairs=(),
                                             ledger_corrections=()))  # fmt: skip
    wishing(other).open(DEADLINE, 10, 0)
    for act in (lambda: wishing(other).own(ANA), lambda: wishing(other).send(ANA, {}, "")):
        with pytest.raises(KeyError):
            act()
    for mark, on in ((Mark(MarkKind.WANTS, "nothing"), day(1)), (Mark(MarkKind.WANTS, "", 6), day(1)),
                     (Mark(MarkKind.WANTS, "", 0), day(1)), (WANTS, date(2027, 1, 1))):  # fmt: skip
        assert "cannot be" in refused(lambda m=mark, d=on: send(opened, ANA, {d: m}))  # type: ignore[misc]


def test_who_is_missing_is_reminded_once(shared_database: Database) -> None:
    with shared_database.write() as connection:
        for table in (letters, users):
            connection.execute(delete(table))
    desk = desk_on(shared_database)
    with desk.vault.reading() as records:
        numbers = records.people(desk.team)
    with DatabaseAccounts(shared_database).write() as accounts:
        for name, language in ((ANA, "en"), (BEN, "de")):
            accounts.add_user(User(0, f"{language}@example.com", name, "-", language, False, numbers[name], NOW))
    assert "given now" in refused(lambda: wishing(desk).remind(0))
    wishing(desk).open(DEADLINE, 10, 0)
    send(desk, ANA, {})
    found = wishing(desk).look()
    assert [one.name for one in found.wishers if one.sent_at] == [ANA]
    assert wishing(desk).remind(1) == 1
    assert "meanwhile" in refused(lambda: wishing(desk).remind(1))
    mailbox, clock = Mailbox(), StandingClock(NOW)
    for _ in range(2):
        Outbox(DatabaseLetters(shared_database, clock), mailbox, clock, SEAL).send_due("worker")
    *openings, letter = mailbox.letters
    assert {(one.to, one.subject) for one in openings} == {
        ("en@example.com", "Your wishes for December 2026"),
        ("de@example.com", "Deine Wünsche für Dezember 2026"),
    }
    assert (letter.to, letter.subject) == ("de@example.com", "Deine Wünsche für Dezember 2026")
    assert "bis Fr. 20. Nov. 18:00" in letter.body
    assert f"{BASE}/teams/{desk.team}/2026-12/my-wishes/" in letter.body
    assert {one.name for one in wishing(desk).look().missing if one.reminded_at} == {BEN}


def test_after_publishing_what_became_of_each(opened: Desk) -> None:
    send(opened, ANA, {day(1): Mark(MarkKind.WANTS, EARLY, 4), day(2): RATHER_NOT, day(3): CANNOT})
    assert wishing(opened).own(ANA).outcomes is None
    draft = opened.drafts.keep(opened.team, roster((ANA, 1, EARLY), (ANA, 2, EARLY)), opened.lead)
    opened.publishing.publish(draft.id, 0, None, opened.lead)
    outcomes = wishing(opened).own(ANA).outcomes
    assert outcomes is not None
    assert [(one.granted_days, one.refused_days) for one in outcomes] == [({day(1)}, set()), (set(), {day(2)})]


def test_publishing_ends_the_wishes_so_that_nobody_gets_out_of_a_shift_by_one(opened: Desk) -> None:
    send(opened, ANA, {day(2): CANNOT})
    draft = opened.drafts.keep(opened.team, roster((ANA, 1, EARLY)), opened.lead)
    published = opened.publishing.publish(draft.id, 0, None, opened.lead).version
    at = published.made_at
    assert at < DEADLINE
    assert "is over" in refused(lambda: send(opened, ANA, {day(1): CANNOT}, at))
    send(opened, BEN, {}, at - TICK)
    assert wishing(opened, at).own(ANA).marks.by_day == {day(2): CANNOT}
    now = wishing(opened, at).look()
    assert (now.is_open, now.revision, now.window and now.window.budget) == (False, 2, 10)
    # Whoever opens them again, for a month that is to be planned anew, hears them; but nobody gets out of a shift.
    wishing(opened, at).open(DEADLINE, 10, 2)
    assert "that is published" in refused(lambda: send(opened, ANA, {day(1): CANNOT, day(2): CANNOT}, at))
    send(opened, ANA, {day(1): RATHER_NOT, day(2): CANNOT, day(3): CANNOT}, at)
    assert wishing(opened, at).own(ANA).marks.by_day == {day(1): RATHER_NOT, day(2): CANNOT, day(3): CANNOT}
    again = opened.drafts.keep(opened.team, roster((ANA, 2, EARLY)), opened.lead)
    opened.publishing.publish(again.id, 0, published.id, opened.lead)
    assert not wishing(opened, at).look().is_open


def test_who_was_still_to_send_wishes_is_told_that_publishing_has_ended_them(
    opened: Desk, shared_database: Database
) -> None:
    with_accounts(opened, shared_database)
    send(opened, BEN, {})
    draft = opened.drafts.keep(opened.team, roster((ANA, 1, EARLY)), opened.lead)
    assert opened.publishing.preview(draft.id).ends_wishes == DEADLINE
    published = opened.publishing.publish(draft.id, 0, None, opened.lead).version
    subjects = [one.subject["en"] for one in told(opened, ANA)]
    assert subjects.count("No more wishes for December 2026") == 1
    assert "No more wishes for December 2026" not in [one.subject["en"] for one in told(opened, BEN)]
    assert opened.publishing.preview(opened.drafts.go_on(published.id, opened.lead).id).ends_wishes is None


def test_whoever_opens_them_again_tells_everybody_and_who_moves_the_deadline_nobody(
    opened: Desk, shared_database: Database
) -> None:
    with_accounts(opened, shared_database)
    wishing(opened).close(1)
    before = len(told(opened, BEN))
    wishing(opened).open(DEADLINE, 10, 2)
    assert len(told(opened, BEN)) == before + 1
    assert "you can give your wishes for December 2026 again, until Fri 20 Nov 18:00" in told(opened, BEN)[0].body["en"]
    wishing(opened).open(DEADLINE + timedelta(days=1), 10, 3)
    assert len(told(opened, BEN)) == before + 1


def with_accounts(desk: Desk, database: Database) -> None:
    """Ana and Ben read letters."""
    with desk.vault.reading() as records:
        numbers = records.people(desk.team)
    with DatabaseAccounts(database).write() as accounts:
        for name in (ANA, BEN):
            accounts.add_user(User(0, f"{numbers[name]}@x.at", name, "-", "en", False, numbers[name], NOW))


def told(desk: Desk, name: str) -> Sequence[KeptNotice]:
    """Newest first."""
    with desk.vault.reading() as records:
        return records.notices(records.people(desk.team)[name], None, 50)


def test_a_window_that_is_over_stays_as_it_was_when_its_month_is_published(opened: Desk) -> None:
    wishing(opened).close(1)
    before = wishing(opened).look()
    draft = opened.drafts.keep(opened.team, roster((ANA, 1, EARLY)), opened.lead)
    opened.publishing.publish(draft.id, 0, None, opened.lead)
    after = wishing(opened).look()
    assert (after.revision, after.deadline) == (before.revision, before.deadline)


def test_down_and_up_with_data(database: Database) -> None:
    desk = desk_on(database)
    wishing(desk).open(DEADLINE, 10, 0)
    send(desk, ANA, {day(3): CANNOT, day(5): WANTS})
    with database.write() as connection:
        told = connection.execute(select(messages.c.id).where(messages.c.person_id == desk.lead)).scalar_one()
        text = {"address": "a@example.com", "subject": "Wishes", "body": "", "tries": 0}
        row = {"message_id": told, "made_at": NOW, **text}
        connection.execute(insert(letters).values(uid=uuid4(), **row))
    downgrade(database, "0050")
    assert upgrade(database, lambda: None)
    assert differences(database) == []
    with database.read() as connection:
        assert connection.execute(select(wish_windows.c.id)).all() == []
        assert connection.execute(select(letters.c.id)).all() == []
        assert set(connection.execute(select(availability.c.can)).scalars()) == {True}
    with desk.vault.reading() as records:
        facts = records.facts(desk.team)
    assert facts.availability == TEAM.availability
    assert Wish(ANA, day(5), day(5), EARLY, True, 5) in facts.wishes
