"""A workbook brought in the browser: its differences first, all its mistakes at once, nothing of it from the client."""

import re
from dataclasses import replace
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from planner.domain.team import Team
from planner.exchange.example_team import example_team
from planner.exchange.template import team_workbook
from planner.reporting.report import Report
from planner.services.shelf import HELD_FOR, HeldKind
from planner.storage.records import DatabaseVault
from tests.planner.exchange.small_book import book, write_xlsx
from tests.web.house import House, build_house

NEW = "/new-team"


@pytest.fixture
def house(report: Report, tmp_path: Path) -> House:
    return build_house(tmp_path, report)


@pytest.fixture
def owner(house: House) -> FlaskClient:
    return house.client(house.owner)


def facts_of(house: House, team: int) -> Team:
    with DatabaseVault(house.case.database).reading() as records:
        return records.facts(team)


def bring(client: FlaskClient, place: str, content: bytes, name: str = "team.xlsx") -> TestResponse:
    data = {"workbook": (BytesIO(content), name)}
    return client.post(f"{place}/workbook", data=data, content_type="multipart/form-data", follow_redirects=True)


def text(answer: TestResponse) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))).split())


def hidden(answer: TestResponse) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(held|revision)" value="(\w+)"', answer.get_data(as_text=True)))


def test_differences_first_then_taken_over(house: House, owner: FlaskClient) -> None:
    place, before = f"/teams/{house.team_id}/facts", facts_of(house, house.team_id)
    download = owner.get(f"{place}/team.xlsx")
    assert download.headers["Content-Disposition"].startswith("attachment")
    assert "The team is as the workbook says already." in text(bring(owner, place, download.data))
    changed = replace(before, managers=(replace(before.managers[0], contract_min_week=1800), *before.managers[1:]))
    shown = bring(owner, place, team_workbook(changed, "de"))
    assert "Hours a week “20:00” becomes “30:00”" in text(shown)
    assert facts_of(house, house.team_id) == before
    answer = owner.post(f"{place}/differences", data=hidden(shown), follow_redirects=True)
    assert "The workbook is taken over." in text(answer)
    assert facts_of(house, house.team_id) == changed
    # It is not held any longer than needed.
    assert owner.get(f"{place}/differences").location == f"{place}/workbook"


def test_all_problems_in_one_report(house: House, owner: FlaskClient, tmp_path: Path) -> None:
    faulty = write_xlsx(
        book(Wishes=[["Person", "First day", "Wish"], ["Lea Hubner", "soon", "wants"]]), tmp_path / "a.xlsx"
    )
    answer = bring(owner, NEW, faulty.read_bytes(), "our team.xlsx")
    said = text(answer)
    assert answer.status_code == 422
    assert "2 things to mend Nothing was taken over." in said
    assert (
        "Wishes, row 2 Person Lea Hubner Nobody in the team is called “Lea Hubner”. Maybe “Lea Huber” is meant." in said
    )
    assert "Wishes, row 2 First day soon This is not a date." in said
    for content in (b"no workbook", b"PK\3\4\0\0"):
        answer = bring(owner, NEW, content, "../../etc/\0passwd.xlsx")
        assert answer.status_code == 422
        assert "passwd.xlsx" in text(answer)
    assert "No workbook was chosen." in text(owner.post(f"{NEW}/workbook", data={}))


def test_a_new_team_with_somebody_who_is_in_another_one(house: House, owner: FlaskClient) -> None:
    name, person = next(iter(house.people.items()))
    content = team_workbook(facts_of(house, house.team_id), "en")
    shown = bring(owner, NEW, content)
    assert "One person or two?" in text(shown)
    assert f'<option value="{person}"' in shown.get_data(as_text=True)
    same = {"same-0": str(person), "same-1": "999999", "same-2": "x"}
    answer = owner.post(f"{NEW}/differences", data={**hidden(shown), **same})
    assert answer.status_code == 303
    with DatabaseVault(house.case.database).reading() as records:
        new = max(records.teams())
        assert records.people(new)[name] == person
        assert [n for n, number in records.people(new).items() if number in house.people.values()] == [name]


def test_a_team_that_changed_meanwhile_is_told_in_words(house: House, owner: FlaskClient) -> None:
    place, before = f"/teams/{house.team_id}/facts", facts_of(house, house.team_id)
    shown = bring(owner, place, team_workbook(replace(before, wishes=()), "en"))
    vault = DatabaseVault(house.case.database)
    with vault.writing() as records:
        records.save_facts(replace(before, absences=()), house.team_id, records.people(house.team_id))
    answer = owner.post(f"{place}/differences", data=hidden(shown))
    assert answer.status_code == 422
    assert "The team has changed since the differences were shown. Look at the differences again." in text(answer)
    assert facts_of(house, house.team_id) == replace(before, absences=())
    assert owner.post(f"{place}/differences", data=hidden(answer)).status_code == 303
    assert facts_of(house, house.team_id) == replace(before, wishes=())


def test_only_what_was_looked_at_is_taken_over(house: House, owner: FlaskClient) -> None:
    place, before = f"/teams/{house.team_id}/facts", facts_of(house, house.team_id)
    shown = bring(owner, place, team_workbook(replace(before, wishes=()), "en"))
    bring(owner, place, team_workbook(replace(before, topics=()), "en"))
    answer = owner.post(f"{place}/differences", data=hidden(shown))
    assert "This is not the workbook any more whose differences were shown." in text(answer)
    for lies in ({}, {"held": hidden(answer)["held"]}, {**hidden(answer), "revision": "-1"}):
        assert owner.post(f"{place}/differences", data=lies).status_code == 422
    assert facts_of(house, house.team_id) == before
    lead = house.client(house.session_of("lead"))
    assert lead.post(f"{place}/differences", data=hidden(answer)).status_code == 422
    house.case.clock.moment += HELD_FOR[HeldKind.WORKBOOK]


def test_a_file_that_is_too_large_is_refused_and_only_here(house: House, owner: FlaskClient) -> None:
    place = f"/teams/{house.team_id}/facts"
    assert bring(owner, place, b"x" * 300_000).status_code == 422
    large = owner.post(f"{place}/workbook", data=b"x" * 6_000_000, content_type="multipart/form-data; boundary=x")
    assert large.status_code == 413
    assert "Up to 5 MB are taken." in text(large)
    assert 'type="file"' in large.get_data(as_text=True)
    assert owner.post(f"{place}/wishes/new", data={"person": "x" * 300_000}).status_code == 413


def test_the_form_needs_its_token(house: House, owner: FlaskClient) -> None:
    house.app.config["WTF_CSRF_ENABLED"] = True
    content = team_workbook(example_team("en"), "en")
    assert bring(owner, NEW, content).status_code == 400
    token = re.search(r'name="csrf_token" value="([^"]+)"', owner.get(f"{NEW}/workbook").get_data(as_text=True))
    assert token is not None
    data = {"workbook": (BytesIO(content), "a.xlsx"), "csrf_token": token[1]}
    answer = owner.post(f"{NEW}/workbook", data=data, content_type="multipart/form-data")
    assert (answer.status_code, answer.location) == (303, f"{NEW}/differences")


@pytest.mark.parametrize(("language", "name"), [("en", "template.xlsx"), ("de", "vorlage.xlsx")])
def test_the_template_can_be_brought_as_it_is(house: House, owner: FlaskClient, language: str, name: str) -> None:
    owner.set_cookie("lang", language)
    answer = owner.get(f"{NEW}/template.xlsx")
    assert name in answer.headers["Content-Disposition"]
    shown = bring(owner, NEW, answer.data)
    assert owner.post(f"{NEW}/differences", data=hidden(shown)).status_code == 303
    with DatabaseVault(house.case.database).reading() as records:
        assert records.facts(max(records.teams())) == example_team(language)
