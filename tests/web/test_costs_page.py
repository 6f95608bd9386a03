"""The page that says where the cost comes from: rules and people, adding up."""

import re
from dataclasses import replace
from urllib.parse import quote

from flask.testing import FlaskClient

from planner.reporting.report import Report
from tests.web.page_reading import read_page
from web.view.costs import rule_costs


def test_rules_and_people_add_up_to_the_rosters_cost(report: Report) -> None:
    costs = rule_costs(report)
    assert sum(cost.points for cost in costs) == sum(report.check.costs) > 0
    assert {cost.code: cost.points for cost in costs} == {c: p for c, p in report.check.by_rule.items() if p}
    assert max(part.width for cost in costs for part in cost.parts) == 100


def test_the_page_names_rules_people_and_points(client: FlaskClient, report: Report) -> None:
    page = client.get("/rules/costs", headers={"Accept-Language": "en"}).get_data(as_text=True)
    dearest = max(rule_costs(report), key=lambda cost: cost.points)
    assert f"{dearest.points:,} points" in page
    assert f'href="/rules/#{dearest.code}"' in page
    people = {part.person for cost in rule_costs(report) for part in cost.parts if part.person}
    links = {link["href"] for link in read_page(page).all("a") if "href" in link}
    assert {f"/people/{quote(person)}" for person in people} <= links


def test_every_rule_that_costs_says_so_on_its_page_and_leads_to_whose_costs_they_are(
    client: FlaskClient, report: Report
) -> None:
    page = client.get("/rules/", headers={"Accept-Language": "en"}).get_data(as_text=True)
    told = {code: int(points.replace(",", "")) for code, points in re.findall(r'costs#(\w+)">([\d,]+) points?<', page)}
    assert told == {cost.code: cost.points for cost in rule_costs(report)}
    # Fairness costs parts of a unit, too, which are no breach.
    assert set(told) - {finding.rule for finding in report.check.findings}
    ids = {figure.get("id") for figure in read_page(client.get("/rules/costs").get_data(as_text=True)).all("figure")}
    assert told.keys() <= ids


def test_a_roster_without_cost_says_so(report: Report) -> None:
    assert rule_costs(replace(report, cost_shares=())) == []
