"""The steps to a new team without a script: kept while they are filled in, told what is wrong, made in one go."""

import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from planner.reporting.report import Report
from planner.services.plan_jobs import PlanJobs
from planner.storage.records import DatabaseVault
from tests.planner.memory_jobs import MemoryJobs, MemoryTable
from tests.planner.moving_clock import MovingClock
from tests.web.house import House, build_house
from tests.web.page_reading import read_page
from tests.web.plan_house import Idle
from web.view.new_team import MOST_SHOWN

PEOPLE = "Lea Huber;38,5;Crisis 3\nJonas Berger;30\nMira Novak;30\nTarek Aydin;20"
TEAM = {"name": "Alpenglück", "place": "AT-9", "month": "2027-01"}
HOURS = {
    "channel": ["Instagram", "", "Chat"],
    "weekday": ["8-20", "8-20", "9-17"],
    "saturday": ["10-18", "", ""],
    "sunday": ["", "", ""],
    "holiday": ["", "", ""],
}


@pytest.fixture
def runner() -> Idle:
    return Idle()


@pytest.fixture
def house(report: Report, tmp_path: Path, runner: Idle) -> House:
    table = MemoryTable(report.board.team, [])
    return build_house(tmp_path, report, plans=PlanJobs(MemoryJobs(MovingClock(), table), table, runner))


@pytest.fixture
def owner(house: House) -> FlaskClient:
    return house.client(house.owner)


def teams(house: House) -> dict[int, str]:
    with DatabaseVault(house.case.database).reading() as records:
        return dict(records.teams())


def text(answer: TestResponse) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))).split())


def send(owner: FlaskClient, step: str, data: dict[str, object], go: str = "next") -> TestResponse:
    return owner.post(f"/new-team/{step}", data=MultiDict({**data, "go": go}))


def sent_as_it_is(owner: FlaskClient, step: str, go: str = "next") -> TestResponse:
    """A step's form sent with what stands in it."""
    fields = []
    for tag in re.findall(r"<input [^>]+>", owner.get(f"/new-team/{step}").get_data(as_text=True)):
        found = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if found.get("type") != "checkbox" or " checked" in tag:
            fields.append((found["name"], unescape(found.get("value", ""))))
    return owner.post(f"/new-team/{step}", data=MultiDict([*fields, ("go", go)]))


def test_from_nothing_to_a_month_being_planned(house: House, owner: FlaskClient, runner: Idle) -> None:
    before = teams(house)
    for step, data, following in (
        ("team", TEAM, "hours"),
        ("hours", HOURS, "shifts"),
    ):
        answer = send(owner, step, data)
        assert (answer.status_code, answer.location) == (303, f"/new-team/{following}")
    assert sent_as_it_is(owner, "shifts").location == "/new-team/people"
    assert send(owner, "people", {"people": PEOPLE}).location == "/new-team/review"
    review = text(owner.get("/new-team/review"))
    assert "people 4 channels 2 shifts 3" in review
    assert "labour law of Austria, times in Europe/Vienna. Holidays of the month: Fri 1 Jan New Year's Day" in review
    # Nothing of it is a team before the last button.
    assert teams(house) == before
    answer = send(owner, "review", {}, "plan")
    [number] = teams(house).keys() - before.keys()
    assert answer.location == f"/teams/{number}/2027-01/plan/"
    assert len(runner.put_jobs) == 1
    with DatabaseVault(house.case.database).reading() as records:
        team = records.facts(number)
    assert (team.name, team.month, len(team.managers), team.channels) == (
        "Alpenglück", (2027, 1), 4, ("Instagram", "Chat")
    )  # fmt: skip
    # Begun anew, it is empty.
    assert owner.get("/new-team/").location == "/new-team/team"
    assert "Alpenglück" not in text(owner.get("/new-team/team"))


def test_each_step_says_what_is_wrong_and_keeps_what_was_typed(house: House, owner: FlaskClient) -> None:
    answer = send(owner, "team", {"name": "", "place": "AT-9", "month": ""})
    assert answer.status_code == 422
    assert "Nothing stands here yet. Fill it in." in text(answer)
    answer = send(owner, "hours", {"channel": ["Instagram"], "weekday": ["noon"]})
    assert answer.status_code == 422
    page = read_page(answer.get_data(as_text=True))
    [wrong] = [field for field in page.all("input") if field.get("aria-invalid")]
    assert (wrong["id"], wrong["value"]) == ("weekday-0", "noon")
    answer = send(owner, "people", {"people": "Lea Huber;forty\nBen;30;Crisis 9"})
    assert answer.status_code == 422
    assert "2 people, 2 cells to mend" in text(answer)
    assert "forty This is not a duration. Write hours as 38.5 or 38:30." in text(answer)
    assert "Lea Huber;forty" in unescape(owner.get("/new-team/people").get_data(as_text=True))
    answer = send(owner, "review", {}, "plan")
    assert answer.status_code == 422
    assert "Before the team can be made: Team Nothing stands here yet." in text(answer)
    assert len(teams(house)) == 2


def test_back_and_the_steps_keep_what_was_typed(owner: FlaskClient) -> None:
    assert send(owner, "team", {"name": "Alpen"}, "hours").location == "/new-team/hours"
    assert send(owner, "hours", {"channel": ["Chat"], "weekday": ["late"]}, "team").location == "/new-team/team"
    assert 'value="Alpen"' in owner.get("/new-team/team").get_data(as_text=True)
    assert 'value="late"' in owner.get("/new-team/hours").get_data(as_text=True)
    # Somebody who comes back later goes on where something is missing.
    assert owner.get("/new-team/").location == "/new-team/team"
    send(owner, "team", TEAM)
    assert owner.get("/new-team/").location == "/new-team/hours"
    assert owner.post("/new-team/begin-again").location == "/new-team/"
    assert "Alpen" not in text(owner.get("/new-team/team"))


def test_looking_saves_nothing(owner: FlaskClient) -> None:
    answer = owner.post("/new-team/team", data={**TEAM, "month": "2026-12"}, headers={"X-Check": "1"})
    assert answer.status_code == 200
    assert "Holidays of the month: Tue 8 Dec Immaculate Conception" in text(answer)
    assert 'value="Alpenglück"' not in owner.get("/new-team/team").get_data(as_text=True)


def test_templates_fill_the_shifts_in(owner: FlaskClient) -> None:
    send(owner, "team", TEAM)
    send(owner, "hours", HOURS)
    assert 'value="Early"' in owner.get("/new-team/shifts").get_data(as_text=True)
    assert sent_as_it_is(owner, "shifts", "fill:round-the-clock").location == "/new-team/shifts"
    assert 'value="Night"' in owner.get("/new-team/shifts").get_data(as_text=True)
    sent_as_it_is(owner, "shifts", "fill:nonsense")
    assert 'value="Night"' in owner.get("/new-team/shifts").get_data(as_text=True)
    rows = len(re.findall(r'name="code"', owner.get("/new-team/shifts").get_data(as_text=True)))
    more = sent_as_it_is(owner, "shifts", "more").location
    assert len(re.findall(r'name="code"', owner.get(more.partition("#")[0]).get_data(as_text=True))) == rows + 1


def test_who_is_in_another_team_is_asked_for(house: House, owner: FlaskClient) -> None:
    name, person = next(iter(house.people.items()))
    send(owner, "team", TEAM)
    send(owner, "hours", HOURS)
    sent_as_it_is(owner, "shifts")
    send(owner, "people", {"people": f"{name};20\n{PEOPLE}"})
    assert "One person or two?" in text(owner.get("/new-team/review"))
    number = int(send(owner, "review", {"same-0": str(person)}, "create").location.split("/")[2])
    with DatabaseVault(house.case.database).reading() as records:
        assert records.people(number)[name] == person


def test_columns_of_a_staff_list_that_nothing_is_planned_by_are_named(owner: FlaskClient) -> None:
    sent = {"people": "Vorname;Nachname;Stunden;E-Mail;Schuhe\nLea;Huber;38,5;lea@example.com;41"}
    assert send(owner, "people", sent).location == "/new-team/review"
    page = owner.get("/new-team/people").get_data(as_text=True)
    assert "Left out, as nothing is planned by it: E-Mail, Schuhe." in page
    assert "Lea Huber" in page


def test_steps_read_well_in_both_languages(owner: FlaskClient) -> None:
    for language in ("en", "de"):
        owner.set_cookie("lang", language)
        for full in (False, True):
            if full:
                send(owner, "team", TEAM)
                send(owner, "hours", HOURS)
                send(owner, "people", {"people": f"Schuhe;Name\n41;Lea\n{PEOPLE}"})
            for step in ("team", "hours", "shifts", "people", "review"):
                answer = owner.get(f"/new-team/{step}")
                assert answer.status_code == 200
                page = read_page(answer.get_data(as_text=True))
                page.assert_everything_named()
                page.assert_nothing_inline()
                page.assert_levels_in_steps()
        owner.post("/new-team/begin-again")
    assert owner.get("/new-team/nonsense").status_code == 404


def test_each_owner_has_answers_of_their_own(house: House, owner: FlaskClient) -> None:
    send(owner, "team", TEAM)
    other = house.client(house.case.owner("otto@example.com"))
    assert "Alpenglück" not in text(other.get("/new-team/team"))


def test_an_owner_without_a_team_is_shown_the_way(house: House, owner: FlaskClient) -> None:
    assert 'href="/new-team/"' in owner.get("/").get_data(as_text=True)
    house.desks.teams_by_id.clear()
    assert "Set the first one up" in text(owner.get("/"))
    lead = house.client(house.session_of("lead"))
    assert "/new-team/" not in lead.get("/").get_data(as_text=True)


def test_many_people_are_kept_and_only_mistakes_are_shown_at_once(owner: FlaskClient) -> None:
    names = [f"Pérson Müller-Lüdenscheidt {n} 🦊" for n in range(500)]
    # More than a form may hold elsewhere.
    pasted = "\n".join(f"{name}; 38,5; Crisis 3; {'Instagram, ' * 8}" for name in [*names, names[7]])
    answer = send(owner, "people", {"people": pasted})
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    shown, everybody = page.split("<details>")
    assert "501 people, 1 cell to mend" in re.sub(r"<[^>]+>", "", shown)
    assert (shown.count("<tr>"), everybody.count("<tr>")) == (2, 502)
    assert "This person is already in row 8." in unescape(shown)
    kept = owner.get("/new-team/people").get_data(as_text=True)
    assert len(re.findall(r"Pérson Müller-Lüdenscheidt \d+ 🦊; 38,5", unescape(kept))) == 501


@pytest.mark.parametrize(("people", "at_once"), [(MOST_SHOWN, True), (MOST_SHOWN + 1, False)])
def test_up_to_so_many_people_are_shown_at_once(owner: FlaskClient, people: int, at_once: bool) -> None:
    send(owner, "people", {"people": "\n".join(f"Person {n};30" for n in range(people))})
    assert ("<details>" not in owner.get("/new-team/people").get_data(as_text=True)) is at_once
