"""The page that has a month planned: the button with its choices, and how the plan stands."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from planner.domain.drafts import Seen
from planner.domain.job import Asked, JobState, PlanGoal, PlotPoint
from planner.job_ports import LEASE_S
from planner.messages import LANGUAGES
from planner.reporting.report import Report
from tests.web.house import build_house, signed_in
from tests.web.page_reading import read_page
from tests.web.plan_house import MONTH, PAGE, PLACE, PlanHouse
from web.pages.plan import CARRIED_NAMED
from web.view.plan import WIDTH, plan_view, plot_of


@pytest.fixture
def house(report: Report, tmp_path: Path) -> PlanHouse:
    return PlanHouse(report, tmp_path)


@pytest.fixture
def client(house: PlanHouse) -> FlaskClient:
    return house.app.test_client()


def text_of(client: FlaskClient, path: str = PAGE, language: str = "en") -> str:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", ["none", "queued", "running", "done", "stopped", "failed"])
def test_the_page_reads_well_in_every_state(house: PlanHouse, client: FlaskClient, state: str, language: str) -> None:
    if state != "none":
        house.plans.ask(*MONTH, Asked())
    if state not in ("none", "queued"):
        claim = house.begin()
        house.tell(claim)
        if state in ("done", "stopped"):
            house.end(claim, JobState(state))
        if state == "failed":
            house.jobs.fail(claim, {"en": "The disk is full.", "de": "Die Platte ist voll."})
    page = read_page(text_of(client, language=language))
    assert len(page.all("h1")) == 1
    assert page.all("style") == []
    assert all("style" not in attributes for _, attributes in page.elements)
    active = state in ("queued", "running")
    forms = [form["action"] for form in page.all("form") if form["action"] != "/sign-out"]
    back = [f"{PLACE}/publish/go-on"] if state in ("done", "stopped") else []
    assert forms == [*back, PAGE + "stop" if active else PAGE]
    assert bool([script for script in page.all("script") if "plan.js" in script["src"]]) is active
    assert any(a.get("id") == "refresh" for a in page.all("a")) is active


def test_what_is_chosen_is_asked_for(house: PlanHouse, client: FlaskClient, report: Report) -> None:
    name = report.board.people[2].name
    sent = {"goal": "empty", "day": ["2026-12-05", "2026-12-06"], "person": name, "free_locked": "on"}
    answer = client.post(PAGE, data=sent)
    assert (answer.status_code, answer.location) == (303, PAGE)
    days = frozenset({date(2026, 12, 5), date(2026, 12, 6)})
    assert house.job.asked == Asked(PlanGoal.EMPTY, frozenset({name}), days, keep_locked=False)
    assert (house.job.base, house.runner.put_jobs) == (Seen(1, 0), [house.job.id])


def test_nothing_chosen_plans_the_whole_month_and_keeps_what_is_locked(house: PlanHouse, client: FlaskClient) -> None:
    client.post(PAGE, data={})
    assert house.job.asked == Asked(PlanGoal.WHOLE, keep_locked=True)


@pytest.mark.parametrize("field", [{"day": "2027-01-01"}, {"day": "x"}, {"person": "Nobody Known"}])
def test_what_is_not_there_is_refused_and_nothing_typed_is_lost(
    house: PlanHouse, client: FlaskClient, report: Report, field: dict[str, str]
) -> None:
    name = report.board.people[0].name
    answer = client.post(PAGE, data={"goal": "gentle", **field, "free_locked": "on", "person": [name, *field.values()]})
    assert answer.status_code == 422
    page = read_page(answer.get_data(as_text=True))
    ticked = {(a["name"], a.get("value")) for a in page.all("input") if "checked" in a}
    assert ticked == {("goal", "gentle"), ("free_locked", None), ("person", name)}
    assert "nothing was planned" in answer.get_data(as_text=True)
    assert house.jobs.rows == {}


def test_leads_see_the_same_plan_and_a_second_press_begins_no_other(house: PlanHouse, client: FlaskClient) -> None:
    client.post(PAGE, data={})
    other = house.restarted().test_client()
    assert other.post(PAGE, data={"goal": "gentle"}).status_code == 303
    assert len(house.jobs.rows) == 1
    house.tell(house.begin())
    assert "Filling Sundays" in text_of(client)
    assert "Filling Sundays" in text_of(other)


def test_stop_is_a_button_and_says_what_it_keeps(house: PlanHouse, client: FlaskClient) -> None:
    client.post(PAGE, data={})
    claim = house.begin()
    house.tell(claim)
    assert "Stop, keep the best so far" in text_of(client)
    assert client.post(PAGE + "stop").location == PAGE
    assert house.job.cancel
    stopping = text_of(client)
    assert "Stopping, and keeping the best so far" in stopping
    assert '<button class="warn"' not in stopping
    house.end(claim, JobState.STOPPED)
    assert "Stopped; the best so far is kept" in text_of(client)
    assert f'href="{PLACE}/"' in text_of(client)


def test_the_script_is_told_what_is_new_only(house: PlanHouse, client: FlaskClient) -> None:
    client.post(PAGE, data={})
    assert 'id="plan-roster"' not in text_of(client, PAGE + "live")
    claim = house.begin()
    house.tell(claim, share=0.3)
    first = text_of(client, PAGE + "live?seen=")
    seen = re.search(r'id="plan-roster" data-seen="(\w+)"', first)
    assert seen
    assert 'id="plan-roster"' not in text_of(client, f"{PAGE}live?seen={seen[1]}")
    house.tell(claim, share=0.6)
    assert 'id="plan-roster"' in text_of(client, f"{PAGE}live?seen={seen[1]}")
    assert 'data-over=""' in first
    house.end(claim)
    assert 'data-over="1"' in text_of(client, PAGE + "live")


def xs(line: str) -> list[float]:
    return [float(pair.split(",")[0]) for pair in line.split()]


def test_a_plan_that_ends_at_once_fills_the_plot_and_one_point_is_level() -> None:
    soon = plot_of([PlotPoint(0.1, 3000, 0), PlotPoint(0.2, 500, 500)])
    assert (xs(soon.cost)[0], xs(soon.cost)[-1]) == (0, WIDTH)
    assert soon.proven
    single = plot_of([PlotPoint(0.3, 500, 400)])
    assert xs(single.cost) == xs(single.bound) == [0, WIDTH]
    assert len({pair.split(",")[1] for pair in single.cost.split()}) == 1
    assert not single.proven


def test_the_roster_so_far_shows_each_shift(house: PlanHouse, client: FlaskClient) -> None:
    client.post(PAGE, data={})
    house.tell(house.begin(), share=0.25)
    standing = house.job.standing
    assert standing is not None
    chips = re.findall(r'<b class="chip', text_of(client))
    assert len(chips) == len(standing.places or ())


def test_two_lines_close_on_each_other(house: PlanHouse, client: FlaskClient) -> None:
    client.post(PAGE, data={})
    house.tell(house.begin())
    plot = plan_view(house.job, house.clock.now()).plot
    assert plot is not None
    cost, bound = ([float(pair.split(",")[1]) for pair in line.split()] for line in (plot.cost, plot.bound))
    assert cost == sorted(cost), "lower cost, lower on the screen"
    assert all(c <= b for c, b in zip(cost, bound, strict=True)), "no roster below the bound"
    assert bound == sorted(bound, reverse=True), "higher bound, higher on the screen"
    assert "This roster costs 3,240 points; none costs less than 2,100" in text_of(client)
    assert "12.5 h" in text_of(client)


@pytest.mark.parametrize(
    ("phase", "short_kind", "words"),
    [
        ("building", "", "Laying out the month"),
        ("must", "holiday", "Filling public holidays"),
        ("coverage", "", "Checking that no more can be covered"),
        ("improving", "sunday", "Granting wishes, sharing fairly"),
        ("never heard of", "", "Granting wishes, sharing fairly"),
    ],
)
def test_phases_are_said_in_words(
    house: PlanHouse, client: FlaskClient, phase: str, short_kind: str, words: str
) -> None:
    client.post(PAGE, data={})
    house.tell(house.begin(), phase=phase, short_kind=short_kind)
    assert words in text_of(client)


def test_a_worker_that_is_silent_is_told_of(house: PlanHouse, client: FlaskClient) -> None:
    client.post(PAGE, data={})
    assert "start a worker" not in text_of(client)
    house.silent(30)
    assert "start a worker" in text_of(client)
    house.begin()
    assert "is silent" not in text_of(client)
    house.silent(LEASE_S)
    assert "is silent" not in text_of(client)
    house.silent(1)
    assert "is silent" in text_of(client)


@pytest.mark.parametrize(("language", "text"), [("en", "The disk is full."), ("de", "Die Platte ist voll.")])
def test_a_failed_plan_says_what_happened_and_offers_the_next(
    house: PlanHouse, client: FlaskClient, language: str, text: str
) -> None:
    client.post(PAGE, data={})
    house.jobs.fail(house.begin(), {"en": "The disk is full.", "de": "Die Platte ist voll."})
    page = text_of(client, language=language)
    assert text in page
    assert f'action="{PAGE}"' in page


def test_a_first_roster_has_nothing_to_choose(report: Report, tmp_path: Path) -> None:
    client = PlanHouse(report, tmp_path, planned=False).app.test_client()
    page = read_page(text_of(client))
    assert [a["name"] for a in page.all("input") if a.get("type") != "hidden"] == []
    assert client.post(PAGE, data={}).status_code == 303


def test_the_month_leads_to_the_plan_where_there_is_one(house: PlanHouse, client: FlaskClient) -> None:
    assert f'href="{PAGE}"' in text_of(client, PLACE + "/")
    house.desks.one.shown = None
    assert f'href="{PAGE}"' in text_of(client, PLACE + "/")


def test_without_plans_there_is_no_such_page(house: PlanHouse) -> None:
    plain = build_house(house.folder / "plain", house.report)
    client = signed_in(plain.app, plain.owner).test_client()
    assert client.get(PAGE).status_code == 404
    assert PAGE not in text_of(client, PLACE + "/")


def test_a_form_from_elsewhere_begins_nothing(house: PlanHouse) -> None:
    house.app.config["WTF_CSRF_ENABLED"] = True
    assert house.app.test_client().post(PAGE, data={}).status_code == 400
    assert house.jobs.rows == {}


def test_a_plan_says_how_much_it_changed_and_where_to_compare(house: PlanHouse, client: FlaskClient) -> None:
    client.post(PAGE, data={})
    claim = house.begin()
    _, *others = house.report.roster.assignments
    house.jobs.finish(claim, JobState.DONE, replace(house.report.roster, assignments=tuple(others)))
    html = text_of(client)
    assert f"1 of {len(others) + 1} shifts changed" in html
    assert f'href="{PLACE}/publish/compare"' in html


def test_a_plan_that_broke_off_is_not_said_to_have_changed_nothing(house: PlanHouse, client: FlaskClient) -> None:
    client.post(PAGE, data={})
    house.end(house.begin(), error={"en": "The search broke off.", "de": "Die Suche brach ab."})
    html = text_of(client)
    assert "The search broke off." in html
    assert "Nothing was changed" not in html
    assert f"0 of {len(house.report.roster.assignments)} shifts changed" in html


def test_the_first_plan_of_a_month_is_asked_for_with_one_press(report: Report, tmp_path: Path) -> None:
    house = PlanHouse(report, tmp_path, planned=False)
    house.desks.one.shown = None
    client = house.app.test_client()
    page = read_page(text_of(client, f"{PLACE}/"))
    [form] = [form for form in page.all("form") if form["action"] == PAGE]
    assert form["method"] == "post"
    assert client.post(form["action"]).location == PAGE
    house.end(house.begin())
    assert "shifts changed" not in text_of(client)


def test_the_month_after_the_last_is_a_link_away(house: PlanHouse, client: FlaskClient) -> None:
    links = {link.get("href") for link in read_page(text_of(client, "/")).all("a")}
    assert {f"{PLACE}/", PLACE.replace("2026-12", "2027-01") + "/"} <= links


@pytest.mark.parametrize(
    ("published", "edited", "goal"),
    [(False, 0, "whole"), (False, 1, "gentle"), (True, 0, "gentle"), (True, 3, "gentle")],
)
def test_what_people_know_or_made_by_hand_is_not_swept_away_by_one_click(
    report: Report, tmp_path: Path, published: bool, edited: int, goal: str
) -> None:
    house = PlanHouse(report, tmp_path)
    house.table.published, house.table.edited = published, edited
    page = read_page(text_of(house.app.test_client()))
    assert [a["value"] for a in page.all("input") if a.get("type") == "radio" and "checked" in a] == [goal]
    said = [text for text in page.texts if "put by hand" in text]
    assert [f"{edited} cell" in text for text in said] == [True] * bool(edited)


def test_the_month_says_that_it_is_being_planned_for_as_long_as_it_is(house: PlanHouse, client: FlaskClient) -> None:
    client.post(PAGE, data={})
    said = "What you change or lock meanwhile stays"
    assert said in text_of(client, PLACE + "/")
    house.end(house.begin())
    assert said not in text_of(client, PLACE + "/")


def test_what_was_edited_meanwhile_is_named_with_a_way_to_it(house: PlanHouse, client: FlaskClient) -> None:
    client.post(PAGE, data={})
    house.end(house.begin())
    assert "while the plan was made" not in text_of(client)
    people = [manager.name for manager in house.report.board.people]
    house.table.edited_meanwhile = [(name, date(2026, 12, 6)) for name in people[: CARRIED_NAMED + 2]]
    html = text_of(client)
    assert "stands as it was edited" in html
    assert f"{people[0]}, Sun 6 Dec" in html
    assert f'href="{PLACE}/why/2026-12-06/' in html
    assert people[CARRIED_NAMED] not in html.partition("stands as it was edited")[2].partition("</p>")[0]
    assert "and 2 more" in html


def test_who_is_away_since_is_named_and_it_can_be_planned_again(house: PlanHouse, client: FlaskClient) -> None:
    client.post(PAGE, data={})
    house.end(house.begin())
    assert "Away since" not in text_of(client)
    name = house.report.board.people[0].name
    house.table.fallen = [(name, date(2026, 12, 6))]
    html = text_of(client)
    assert f"{name}, Sun 6 Dec" in html.partition("Away since the plan was begun")[2].partition("</p>")[0]
    assert "Plan again below to fill them." in html
