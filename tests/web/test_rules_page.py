"""The rules of a team: shown with words and figures, changed with a note where it is law, the roster judged anew."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from planner import bootstrap
from planner.domain.team import NEVER, RuleSetting, Team
from planner.reporting.report import Report
from planner.rules.catalogue import RULES
from planner.rules.prices import PriceWord, points_of, word_of
from tests.web.database_desk import PLACE, DatabaseMonth, database_month, settings_in
from tests.web.house import as_brought
from tests.web.page_reading import read_page


@pytest.fixture(scope="module")
def month(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DatabaseMonth]:
    settings = settings_in(tmp_path_factory.mktemp("rules"))
    with bootstrap.open_database(settings) as database:
        made = database_month(report, settings, database)
        with made.cases.vault.writing() as records:
            records.save_facts(as_brought(report.board.team), made.team, records.people(made.team))
        yield made


@pytest.fixture
def lead(month: DatabaseMonth) -> Iterator[FlaskClient]:
    """A lead of a team that says nothing about rules, before and after."""
    yield month.client()
    with month.cases.vault.writing() as records:
        facts = records.facts(month.team)
        records.save_facts(bare(facts), month.team, records.people(month.team))


def bare(facts: Team) -> Team:
    return replace(facts, rules={})


def settings_of(month: DatabaseMonth) -> dict[str, RuleSetting]:
    with month.cases.vault.reading() as records:
        return dict(records.facts(month.team).rules)


def text(answer: TestResponse) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))).split())


def ref_on(answer: TestResponse) -> str:
    found = re.search(r'name="ref" value="(\w*)"', answer.get_data(as_text=True))
    assert found is not None
    return found[1]


def save(lead: FlaskClient, month: DatabaseMonth, code: str, ref: str = "", **fields: str) -> TestResponse:
    return lead.post(f"{PLACE}/rules/{code}", data={"ref": ref, **fields}, follow_redirects=True)


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_rule_has_a_form_that_reads_well(lead: FlaskClient, month: DatabaseMonth, language: str) -> None:
    lead.set_cookie("lang", language)
    for rule in RULES:
        answer = lead.get(f"{PLACE}/rules/{rule.code}")
        assert answer.status_code == 200
        page = read_page(answer.get_data(as_text=True))
        page.assert_everything_named()
        page.assert_nothing_inline()
        assert any(one.get("name") == "value" for one in page.all("input")) == (rule.valued and bool(rule.unit))
    assert lead.get(f"{PLACE}/rules/nonsense").status_code == 404


def test_a_changed_rule_judges_the_roster_anew(lead: FlaskClient, month: DatabaseMonth) -> None:
    answer = save(lead, month, "max_days_in_row", value="2", price="avoid")
    said = text(answer)
    assert "Working days in a row is changed. This roster is judged by it now:" in said
    assert re.search(r"now: \d+ breaches \(\d+ before\)\.", said)
    assert "avoid 100 points a unit (wishes and fairness)" in said
    assert settings_of(month) == {"max_days_in_row": RuleSetting("max_days_in_row", 2, 100)}
    # All fields empty: the team says nothing about it any more.
    ref = ref_on(lead.get(f"{PLACE}/rules/max_days_in_row"))
    assert save(lead, month, "max_days_in_row", ref).status_code == 200
    assert settings_of(month) == {}
    assert save(lead, month, "max_days_in_row").status_code == 200


def test_law_is_overridden_with_a_note_alone(lead: FlaskClient, month: DatabaseMonth) -> None:
    for check in ({}, {"X-Check": "1"}):
        answer = lead.post(f"{PLACE}/rules/rest", data={"ref": "", "value": "9:00"}, headers=check)
        assert answer.status_code == (200 if check else 422)
        assert "The law is stricter: 11 h. Write the reason into the column for notes, or 11 h." in text(answer)
        assert 'value="9:00"' in answer.get_data(as_text=True)
    assert settings_of(month) == {}
    said = text(save(lead, month, "rest", value="9:00", note="Works agreement of 1 March"))
    assert "overridden: Works agreement of 1 March" in said
    assert settings_of(month) == {"rest": RuleSetting("rest", 540, None, "Works agreement of 1 March")}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"value": "soon"}, "This is neither a number nor a duration. Write a whole number such as 3, or a duration"),
        ({"value": "11,5"}, "This is not a whole number. Write a whole number such as 3, or a duration with its unit"),
        ({"value": "-3"}, "The value lies outside what is possible. Write 0 or more."),
        ({"value": "11:61"}, "An hour has 60 minutes."),
        ({"value": "3"}, "This rule needs a duration."),
        ({"price": "points"}, "These are no points. Write a whole number from 0, such as 50."),
        ({"price": "points", "points": "-3"}, "These are no points."),
        ({"price": "points", "points": "off"}, "These are no points."),
        ({"price": "points", "points": "9" * 20}, "This is no price."),
    ],
)
def test_mistakes_stand_at_their_fields(
    lead: FlaskClient, month: DatabaseMonth, fields: dict[str, str], said: str
) -> None:
    answer = save(lead, month, "max_week", **fields)
    assert answer.status_code == 422
    assert said in text(answer)
    assert settings_of(month) == {}


def test_the_second_lead_is_told(lead: FlaskClient, month: DatabaseMonth) -> None:
    save(lead, month, "wishes", price="points", points="77")
    assert settings_of(month)["wishes"].price == 77
    answer = save(lead, month, "wishes", price="off", note="mine")
    assert answer.status_code == 409
    assert "Somebody has changed this rule meanwhile" in text(answer)
    assert "Price: 77" in text(answer)
    assert 'value="mine"' in answer.get_data(as_text=True)
    assert save(lead, month, "wishes", ref_on(answer), price="off", note="mine").status_code == 200
    assert settings_of(month) == {"wishes": RuleSetting("wishes", None, 0, "mine")}
    assert save(lead, month, "wishes", "0123456789abcdef", price="never").status_code == 409


def test_rules_are_there_before_the_first_roster(lead: FlaskClient, month: DatabaseMonth) -> None:
    place = f"/teams/{month.team}/2027-01/rules"
    said = text(lead.get(f"{place}/"))
    assert "January 2027" in said
    assert "This roster" not in said
    assert lead.get(f"{place}/rest").status_code == 200
    answer = lead.post(f"{place}/rest", data={"value": "12:00"}, follow_redirects=True)
    assert "Rest between shifts is changed." in text(answer)


def test_a_folder_is_only_looked_at(client: FlaskClient) -> None:
    assert client.get("/rules/rest").status_code == 404
    assert client.post("/rules/rest", data={}).status_code in (400, 404)
    assert 'href="/rules/rest"' not in client.get("/rules/").get_data(as_text=True)


def test_words_and_points_stand_for_each_other() -> None:
    for rule in RULES:
        assert [word_of(rule, points_of(rule, word)) for word in PriceWord] == list(PriceWord)
    assert word_of(RULES[0], 10) is PriceWord.BALANCE
    assert word_of(RULES[0], 11) is None
    assert points_of(RULES[0], PriceWord.NEVER) == NEVER


def test_a_rule_has_a_value_where_its_limits_follow_one() -> None:
    for rule in RULES:
        modules = [Path(f"{cls.__module__.replace('.', '/')}.py") for cls in type(rule).__mro__[:-3]]
        follows = any("self.value(" in module.read_text(encoding="utf-8") for module in modules)
        assert follows == (rule.valued and bool(rule.unit)), rule.code
