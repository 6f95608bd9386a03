"""Leave: asked for, taken back, approved or declined, once; what is approved is an absence of the team's facts."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import delete

from planner.accounts.model import Role, User
from planner.bootstrap import StandingClock
from planner.domain.drafts import Seen
from planner.domain.leave import MOST_CHARACTERS, LeaveState
from planner.domain.people import Absence, AbsenceKind
from planner.exchange.sheet_forms import SheetForms
from planner.problems import InputProblems
from planner.services.leave_effects import LeaveEffects, leave_event
from planner.services.leave_requests import LeaveRequests, without_leave
from planner.services.month_reports import Reports
from planner.services.replanning import Replanning
from planner.services.team_facts import TeamFacts
from planner.storage.accounts import DatabaseAccounts
from planner.storage.database import Database
from planner.storage.schema_accounts import users
from planner.storage.store import DatabaseStore
from planner.storage.upgrade import differences, downgrade, upgrade
from tests.conftest import NOW
from tests.planner.account_cases import BASE
from tests.planner.storage.desk import ANA, BEN, CLEO, EARLY, LATE, TEAM, Desk, day, desk_on

TODAY = NOW.date()
MONDAY, WEDNESDAY = day(7), day(9)
#: Nobody of the team is away in these.
FREE = replace(TEAM, absences=())


@pytest.fixture
def desk(shared_database: Database) -> Desk:
    with shared_database.write() as connection:
        connection.execute(delete(users))
    return desk_on(shared_database, FREE)


def leave(desk: Desk, now: datetime = NOW) -> LeaveRequests:
    clock = StandingClock(now)
    return LeaveRequests(desk.vault, clock, TeamFacts(desk.vault, SheetForms(), clock), BASE)


def ask(desk: Desk, person: str = ANA, first: date = MONDAY, last: date = WEDNESDAY, note: str = "") -> int:
    return leave(desk).ask(desk.team, person, first, last, note)


def absences(desk: Desk) -> tuple[Absence, ...]:
    with desk.vault.reading() as records:
        return records.facts(desk.team).absences


def newest(desk: Desk, name: str) -> tuple[str, str]:
    """What somebody was told last, in English."""
    with desk.vault.reading() as records:
        [one] = records.notices(records.people(desk.team)[name], None, 1)
        return one.subject["en"], one.body["en"]


def reason(act: Callable[[], object]) -> str:
    with pytest.raises(InputProblems) as refused:
        act()
    return refused.value.problems[0].reason.text


def test_approved_leave_is_an_absence_and_the_person_is_told(desk: Desk) -> None:
    number = ask(desk, note=" Skiing ")
    assert [(one.id, one.note) for one in leave(desk).look(desk.team)] == [(number, "Skiing")]
    assert absences(desk) == ()
    leave(desk).approve(desk.team, number, "Enjoy it.", desk.lead)
    assert absences(desk) == (Absence(ANA, AbsenceKind.LEAVE, day(7), day(9)),)
    subject, body = newest(desk, ANA)
    assert subject == "Your leave is granted"
    assert body.startswith("Your leave is granted: Mon 7 Dec – Wed 9 Dec.\n\nYour team lead writes: Enjoy it.")
    with desk.vault.reading() as records:
        assert records.leave_requests(desk.team)[0].state is LeaveState.APPROVED
        assert records.revision(desk.team) == 2


def test_declined_leave_is_none(desk: Desk) -> None:
    number = ask(desk)
    leave(desk).decline(desk.team, number, "")
    assert absences(desk) == ()
    assert newest(desk, ANA)[0] == "Your leave is not granted"
    assert "writes" not in newest(desk, ANA)[1]


@pytest.mark.parametrize("first", ["approve", "decline", "withdraw"])
def test_what_is_answered_or_taken_back_is_so_for_good(desk: Desk, first: str) -> None:
    number, use = ask(desk), leave(desk)
    acts = {
        "approve": lambda: use.approve(desk.team, number, "", desk.lead),
        "decline": lambda: use.decline(desk.team, number, ""),
        "withdraw": lambda: use.withdraw(desk.team, ANA, number),
    }
    acts[first]()
    before = absences(desk)
    for act in acts.values():
        assert "meanwhile" in reason(act)
    assert absences(desk) == before


def test_two_leads_at_once_answer_once(desk: Desk) -> None:
    number = ask(desk)

    def answer(yes: bool) -> bool:
        try:
            if yes:
                leave(desk).approve(desk.team, number, "", desk.lead)
            else:
                leave(desk).decline(desk.team, number, "")
        except InputProblems:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(answer, (True, False))) == [False, True]
    [request] = leave(desk).look(desk.team)
    assert len(absences(desk)) == (request.state is LeaveState.APPROVED)


def test_days_that_cannot_be_asked_for(desk: Desk) -> None:
    for first, last, words in (
        (TODAY - timedelta(days=1), TODAY, "begun already"),
        (day(9), day(8), "before the first"),
        (TODAY, TODAY + timedelta(days=366), "very long"),
        (date(2031, 1, 1), date(2031, 1, 2), "very far"),
    ):
        assert words in reason(partial(ask, desk, first=first, last=last))
    assert "too long" in reason(lambda: ask(desk, note="x" * (MOST_CHARACTERS + 1)))
    ask(desk, note="x" * MOST_CHARACTERS, first=TODAY, last=TODAY + timedelta(days=365))


def test_days_that_are_taken_are_named(desk: Desk) -> None:
    number = ask(desk)
    for first, last in ((day(9), day(12)), (day(1), day(7)), (day(8), day(8))):
        assert "asked for leave already" in reason(partial(ask, desk, first=first, last=last))
    ask(desk, first=day(10), last=day(10))
    ask(desk, BEN)
    leave(desk).approve(desk.team, number, "", desk.lead)
    assert "You are away already" in reason(lambda: ask(desk, first=day(9), last=day(9)))


def test_who_leaves_the_team_asks_until_then(shared_database: Database) -> None:
    managers = (replace(FREE.managers[0], leaves_on=day(8)), *FREE.managers[1:])
    desk = desk_on(shared_database, replace(FREE, managers=managers))
    assert "not in the team" in reason(lambda: ask(desk))
    ask(desk, last=day(8))


def test_a_request_of_who_has_left_the_team_can_be_declined_alone(desk: Desk) -> None:
    number = ask(desk)
    with desk.vault.writing() as records:
        without = replace(FREE, **gone(ANA))
        records.save_facts(without, desk.team, records.people(desk.team))
    assert reason(lambda: leave(desk).approve(desk.team, number, "", desk.deputy))
    leave(desk).decline(desk.team, number, "")
    assert [one.state for one in leave(desk).look(desk.team)] == [LeaveState.DECLINED]


def gone(name: str) -> dict[str, Any]:
    """The facts' rows without a person."""
    rows = {field: getattr(FREE, field) for field in ("availability", "wishes", "pairs", "locks", "past_shifts",
                                                      "carry_over", "ledger_corrections")}  # fmt: skip
    kept = {field: tuple(row for row in found if row.person != name and getattr(row, "other", "") != name)
            for field, found in rows.items()}  # fmt: skip
    topics = tuple(replace(one, experts=one.experts - {name}, deputies=one.deputies - {name}) for one in FREE.topics)
    return {**kept, "topics": topics, "managers": tuple(one for one in FREE.managers if one.name != name)}


def test_requests_of_others_and_of_other_teams_are_not_there(desk: Desk, shared_database: Database) -> None:
    other, number, use = desk_on(shared_database, FREE), ask(desk), leave(desk)
    with pytest.raises(KeyError):
        use.withdraw(desk.team, BEN, number)
    for act in (
        lambda: use.withdraw(other.team, ANA, number),
        lambda: use.approve(other.team, number, "", other.lead),
        lambda: use.decline(other.team, number, ""),
        lambda: use.request(other.team, number),
    ):
        with pytest.raises(KeyError):
            act()
    assert [one.state for one in use.look(desk.team)] == [LeaveState.OPEN]
    assert [one.requests for one in use.own({desk.team: BEN})] == [[]]


def test_leads_are_told_and_colleagues_are_not(desk: Desk, shared_database: Database) -> None:
    with desk.vault.reading() as records:
        ben = records.people(desk.team)[BEN]
    with DatabaseAccounts(shared_database).write() as accounts:
        user = accounts.add_user(User(0, "ben@example.com", BEN, "-", "en", False, ben, NOW))
        accounts.set_role(user.user_id, desk.team, Role.LEAD)
    ask(desk, note="Skiing")
    subject, body = newest(desk, BEN)
    assert subject == f"{TEAM.managers[0].public_name} asks for leave"
    assert "Skiing" not in body
    with desk.vault.reading() as records:
        assert records.notices(records.people(desk.team)[CLEO], None, 9) == []


def test_the_effect_says_what_becomes_short_and_who_would_take_over(desk: Desk) -> None:
    draft = desk.draft((ANA, 7, EARLY), (ANA, 14, EARLY), (BEN, 7, LATE))
    desk.publishing.publish(draft.id, 0, None, desk.lead)
    now = leave(desk).request(desk.team, ask(desk))
    assert (now.months, now.shifts) == ([(2026, 12)], [(day(7), EARLY)])
    store = DatabaseStore(desk.vault, desk.drafts, lambda _: "")
    effects = LeaveEffects(desk.vault, Reports(desk.vault), Replanning(store, StandingClock(NOW)))
    effect = effects.of(now.request, (2026, 12))
    assert effect is not None
    assert [one.day for one in effect.days] == [day(7)]
    assert effect.days[0].alone_min > effect.days[0].before_min
    [shift] = effect.shifts
    assert (shift.day, shift.shift, shift.before) == (day(7), EARLY, ANA)
    assert shift.after != ANA
    assert (shift.after is None) == (effect.days[0].after_min == effect.days[0].alone_min)
    assert effects.of(now.request, (2027, 1)) is None
    assert leave_event(now.request) == f"leave {ANA} 2026-12-07..2026-12-09"


def test_a_change_after_granted_leave_does_not_enter_it_twice(desk: Desk) -> None:
    draft = desk.draft((ANA, 7, EARLY))
    number = ask(desk)
    leave(desk).approve(desk.team, number, "", desk.lead)
    with desk.vault.reading() as records:
        roster = records.roster(draft.id)
        event = leave_event(records.leave_requests(desk.team)[0])
    seen = Seen(draft.id, draft.revision)
    desk.drafts.keep_after(desk.team, replace(roster, assignments=()), [event], desk.lead, seen)
    assert len(absences(desk)) == 1


def test_words_are_blanked_after_their_time(desk: Desk) -> None:
    ask(desk, note="Skiing")
    with desk.vault.writing() as records:
        kept, blanked, again = (records.remove_leave_texts(NOW + timedelta(seconds=s)) for s in (0, 1, 1))
        assert (kept, blanked > 0, again) == (0, True, 0)
        assert records.leave_requests(desk.team)[0].note == ""


def test_down_and_up_with_requests(database: Database) -> None:
    desk = desk_on(database, FREE)
    number = ask(desk)
    leave(desk).approve(desk.team, number, "", desk.lead)
    downgrade(database, "0080")
    assert upgrade(database, lambda: None)
    assert differences(database) == []
    assert leave(desk).look(desk.team) == []
    assert len(absences(desk)) == 1
    with desk.vault.reading() as records:
        assert records.notices(records.people(desk.team)[ANA], None, 9) == []


def test_approved_leave_is_taken_back_from_today_on_and_the_person_is_told(desk: Desk) -> None:
    number = ask(desk)
    assert "answered or taken back" in reason(lambda: leave(desk).revoke(desk.team, number, "", desk.lead))
    leave(desk).approve(desk.team, number, "", desk.deputy)
    # On the evening of the first day, the last two are left to be taken back.
    evening = datetime(2026, 12, 8, 18, tzinfo=TEAM.zone)
    leave(desk, evening).revoke(desk.team, number, "We need you.", desk.deputy)
    assert absences(desk) == (Absence(ANA, AbsenceKind.LEAVE, day(7), day(7)),)
    [request] = leave(desk).look(desk.team)
    assert (request.state, request.answer) == (LeaveState.REVOKED, "We need you.")
    subject, body = newest(desk, ANA)
    assert subject == "Your leave is taken back"
    assert "Tue 8 Dec – Wed 9 Dec. You can be planned on these days again." in body
    assert "Your team lead writes: We need you." in body
    assert "answered or taken back" in reason(lambda: leave(desk).revoke(desk.team, number, "", desk.lead))
    # The days can be asked for anew.
    assert ask(desk, first=day(8)) > number


def test_down_with_leave_that_was_taken_back(database: Database) -> None:
    found = desk_on(database, FREE)
    number = ask(found)
    leave(found).approve(found.team, number, "", found.lead)
    leave(found).revoke(found.team, number, "", found.lead)
    downgrade(database, "0100")
    upgrade(database, lambda: None)
    assert [request.state for request in leave(found).look(found.team)] == [LeaveState.DECLINED]


def test_leave_that_is_over_stays(desk: Desk) -> None:
    number = ask(desk)
    leave(desk).approve(desk.team, number, "", desk.lead)
    over = leave(desk, datetime(2026, 12, 10, 0, tzinfo=TEAM.zone))
    assert reason(lambda: over.revoke(desk.team, number, "", desk.lead)) == "These days are over."
    assert len(absences(desk)) == 1


@pytest.mark.parametrize(
    ("first", "last", "left"),
    [(7, 9, []), (6, 10, []), (8, 8, [(7, 7), (9, 9)]), (7, 8, [(9, 9)]), (9, 12, [(7, 8)]), (10, 12, [(7, 9)]),
     (5, 6, [(7, 9)])],
)  # fmt: skip
def test_only_the_days_meant_are_taken_out_of_leave(first: int, last: int, left: list[tuple[int, int]]) -> None:
    rows = (Absence(ANA, AbsenceKind.LEAVE, day(7), day(9)), Absence(BEN, AbsenceKind.LEAVE, day(7), day(9)),
            Absence(ANA, AbsenceKind.SICK, day(7), day(9)))  # fmt: skip
    kept = without_leave(rows, ANA, day(first), day(last))
    assert [row for row in kept if row in rows[1:]] == list(rows[1:])
    assert [(row.first.day, row.last.day) for row in kept if row not in rows[1:]] == left
