"""Every address x every role: the right answer for each, and no address that nobody decided on."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from planner.reporting.report import Report
from planner.services.plan_jobs import PlanJobs
from tests.planner.memory_jobs import MemoryJobs, MemoryTable
from tests.planner.moving_clock import MovingClock
from tests.web.house import OTHER, SELF, House, build_house
from tests.web.plan_house import Idle
from web.access import ACCESS
from web.places import TEAM_PREFIX

#: What may be opened, said here once more and independently of web.access.
EVERYBODY = {
    "static", "sign_in.index", "sign_in.enter", "sign_in.forgotten", "sign_in.send_link", "sign_in.leave",
    "welcome.index", "welcome.accept", "my_shifts.worker",
}  # fmt: skip
SIGNED_IN = {
    "my_shifts.index", "my_shifts.month", "my_calendars.index", "my_calendars.make", "my_calendars.revoke",
    "my_leave.index", "my_leave.ask", "my_leave.withdraw",
    "wish_windows.index", "my_messages.index", "my_messages.settings", "my_messages.choose",
    "my_offers.sick", "my_offers.back", "my_offers.accept", "my_offers.decline", "my_offers.withdraw", "my_offers.undo",
    "my_offers.hand_over", "my_offers.ask",
    "busy_times.index", "busy_times.look_at_file", "busy_times.look_at_address", "busy_times.looked_at",
    "busy_times.keep", "busy_times.remove",
    "teams.index", "account.index", "account.save", "account.change_password", "account.end_session",
    "account.leave_everywhere", "account.download", "account.ask_erasure",
}  # fmt: skip
HOUSE_OWNER = {
    "erasing.index", "erasing.person", "erasing.erase",
    "users.index", "users.invite", "users.invite_again", "users.withdraw", "users.change",
    "new_team.index", "new_team.workbook", "new_team.upload", "new_team.differences", "new_team.take_over",
    "new_team.template", "new_team.step", "new_team.save", "new_team.begin_again",
}  # fmt: skip
MANAGER = {"roster.month", "roster.week", "roster.one_day", "roster.as_list", "components.index",
           "my_wishes.index", "my_wishes.send"}  # fmt: skip
SELF_OR_LEAD = {"people.person", "people.receipt", "why.cell", "opened.index"}
LEAD = {
    "leave.index", "leave.show", "leave.answer",
    "wishes.index", "wishes.open_until", "wishes.close", "wishes.remind",
    "people.index", "gaps.index", "gaps.one_day", "gaps.mends", "replan.index", "replan.take_over", "fairness.index",
    "report.index", "report.workbook", "month_end.index", "month_end.person", "month_end.correct", "month_end.close",
    "month_end.reopen", "month_end.workbook", "month_end.csv",
    "rules.index", "rules.costs", "rules.clashes", "rules.rule", "rules.change",
    "edit.month", "edit.cell", "edit.week", "edit.gap", "edit.day", "edit.undo", "edit.redo",
    "landings.index", "landings.reason", "landings.block", "landings.block_reason",
    "publish.index", "publish.publish", "publish.returning", "publish.return_to", "publish.go_on", "publish.compare",
    "staffing.index",
    "plan.index", "plan.ask", "plan.live", "plan.stop",
    "whatif.index", "whatif.ask", "whatif.stop",
    "calendars.index", "calendars.make", "calendars.revoke", "files.index", "files.download",
    "offers.index", "offers.confirm", "offers.refuse", "offers.end", "offers.decide", "offers.sick", "offers.back",
    "members.index", "members.invite", "members.several", "members.invite_several", "members.withdraw",
    "members.decide", "members.invite_again",
    "facts.index", "facts.sheet", "facts.row", "facts.save", "facts.remove", "facts.download", "facts.workbook",
    "facts.upload", "facts.differences", "facts.take_over", "facts.template",
}  # fmt: skip
TEAM_OWNER = {"members.set_role"}

WHO = ("nobody", "stranger", "manager", "lead", "owner")
IN, SIGN_IN, GONE, NOT_FOR_YOU = 200, 303, 404, 403


def expected(endpoint: str, who: str, name: str) -> int:
    if endpoint in EVERYBODY:
        return IN
    if who == "nobody":
        return SIGN_IN
    if endpoint in SIGNED_IN:
        return IN
    if endpoint in HOUSE_OWNER:
        return IN if who == "owner" else NOT_FOR_YOU
    if who == "stranger":
        return GONE
    if endpoint in SELF_OR_LEAD and who == "manager":
        return IN if name == SELF else NOT_FOR_YOU
    allowed = {"owner": MANAGER | SELF_OR_LEAD | LEAD | TEAM_OWNER, "lead": MANAGER | SELF_OR_LEAD | LEAD}
    return IN if endpoint in allowed.get(who, MANAGER) else NOT_FOR_YOU


@pytest.fixture(scope="module")
def house(report: Report, tmp_path_factory: pytest.TempPathFactory) -> House:
    clock = MovingClock()
    table = MemoryTable(report.board.team, [report.roster])
    plans = PlanJobs(MemoryJobs(clock, table), table, Idle())
    return build_house(tmp_path_factory.mktemp("house"), report, plans=plans)


@pytest.fixture(scope="module")
def sessions(house: House) -> dict[str, str]:
    return {who: house.session_of(who) if who != "nobody" else "" for who in WHO}


@pytest.fixture
def clients(house: House, sessions: dict[str, str]) -> Iterator[dict[str, FlaskClient]]:
    """A browser for each, on pages that say only that they were reached."""
    found = {who: house.client(session) for who, session in sessions.items()}
    views = dict(house.app.view_functions)
    house.app.view_functions.update(dict.fromkeys(views, lambda **_: "reached"))
    yield found
    house.app.view_functions.update(views)


def address(house: House, rule: Rule, name: str, team_id: int | None = None) -> str:
    values = {"team_id": team_id or house.team_id, "of_month": (2026, 12), "name": name, "day": "2026-12-05",
              "token": "abc", "filename": "css/base.css", "index": "0", "path": "shifts.csv",
              "sheet": "wishes", "ref": "new", "code": "rest", "step": "team", "shown": (2026, 12),
              "of_team": house.team_id, "on": "2026-12-05", "shift": "F", "number": 77, "person": "1"}  # fmt: skip
    with house.app.test_request_context():
        return house.app.url_map.bind("localhost").build(
            rule.endpoint, {key: values[key] for key in rule.arguments}, method=next(iter(rule.methods or ()), None)
        )


def rules(house: House) -> list[Rule]:
    return list(house.app.url_map.iter_rules())


def test_every_address_is_decided_on_and_nothing_else(house: House) -> None:
    endpoints = {rule.endpoint for rule in rules(house)}
    assert endpoints == ACCESS.keys()
    assert endpoints == EVERYBODY | SIGNED_IN | HOUSE_OWNER | MANAGER | SELF_OR_LEAD | LEAD | TEAM_OWNER


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", [SELF, OTHER])
def test_every_address_answers_as_it_should(house: House, clients: dict[str, FlaskClient], who: str, name: str) -> None:
    wrong = []
    for rule in rules(house):
        for method in (rule.methods or set()) - {"OPTIONS"}:
            path = address(house, rule, name)
            answer = clients[who].open(path, method=method)
            if answer.status_code != expected(rule.endpoint, who, name):
                wrong.append((method, path, answer.status_code))
            if answer.status_code == IN and method == "GET":
                assert answer.get_data(as_text=True) == "reached"
            if answer.status_code == SIGN_IN:
                assert answer.location.startswith("/sign-in?next=/")
    assert wrong == []


@pytest.mark.parametrize("who", ["stranger", "manager", "lead"])
def test_teams_of_others_are_not_told_from_teams_that_are_not(
    house: House, clients: dict[str, FlaskClient], who: str
) -> None:
    theirs = house.team_id if who == "stranger" else house.other_id
    for rule in rules(house):
        if not rule.rule.startswith(TEAM_PREFIX):
            continue
        house.desks.asked.clear()
        answers = [clients[who].get(address(house, rule, SELF, team_id)) for team_id in (theirs, 4711)]
        if "GET" in (rule.methods or ()):
            assert [answer.status_code for answer in answers] == [404, 404]
        first, second = (re.sub('csrf_token" value=".*?"', "", answer.get_data(as_text=True)) for answer in answers)
        assert first.replace(f"/{theirs}/", "/4711/") == second
        assert house.desks.asked == []


def test_an_owner_learns_that_a_team_is_not_there(house: House) -> None:
    owner = house.client(house.owner)
    for path in ("/teams/4711/2026-12/", "/teams/4711/members/", f"/teams/{house.team_id}/2027-01/"):
        assert owner.get(path).status_code == 404
    assert owner.get(f"/teams/{2**31}/members/").status_code == 404


def test_a_refusal_is_said_in_words(house: House, clients: dict[str, FlaskClient]) -> None:
    answer = clients["manager"].get(f"{house.place}/gaps/", headers={"Accept-Language": "de"})
    assert "Deine Rolle in diesem Team" in answer.get_data(as_text=True)


def test_a_page_that_nobody_decided_on_is_closed(report: Report, tmp_path: Path) -> None:
    house = build_house(tmp_path, report)
    house.app.add_url_rule("/new", "new", lambda: "reached")
    for who in ("owner", "lead"):
        assert house.client(house.session_of(who)).get("/new").status_code == 403
    assert house.client().get("/new").status_code == 403


def test_the_table_is_held_before_a_desk_is_looked_for(house: House) -> None:
    """Were it the other way round, nobody could tell teams that are from teams that are not."""
    house.desks.asked.clear()
    assert house.client().get(f"{house.place}/").status_code == 303
    assert house.client().get("/teams/4711/2026-12/").status_code == 303
    assert house.desks.asked == []


def test_no_form_is_taken_without_its_token(house: House) -> None:
    """Not even an owner's, whatever the address."""
    house.app.config["WTF_CSRF_ENABLED"] = True
    try:
        owner = house.client(house.session_of("owner"))
        posted = {
            rule.endpoint: owner.post(address(house, rule, SELF))
            for rule in rules(house)
            if "POST" in (rule.methods or ())
        }
    finally:
        house.app.config["WTF_CSRF_ENABLED"] = False
    assert len(posted) > 60
    assert {endpoint for endpoint, answer in posted.items() if answer.status_code != 400} == set()
    assert all("This page was open for too long" in answer.get_data(as_text=True) for answer in posted.values())
