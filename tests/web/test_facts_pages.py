"""A team's facts in forms: mistakes stand at their fields, two leads are told of each other, nothing typed is lost."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from planner.domain.people import AbsenceKind
from planner.domain.team import Team
from planner.reporting.report import Report
from planner.storage.records import DatabaseVault
from tests.web.house import SELF, House, build_house
from tests.web.page_reading import read_page
from web.view.facts import SHOWN

OTHER = "Ben Moser"


@pytest.fixture(scope="module")
def shared(report: Report, tmp_path_factory: pytest.TempPathFactory) -> House:
    return build_house(tmp_path_factory.mktemp("facts"), report)


@pytest.fixture
def house(shared: House) -> Iterator[House]:
    """A house whose team is afterwards as before."""
    before = facts_of(shared)
    yield shared
    with DatabaseVault(shared.case.database).writing() as records:
        known = {**records.people(shared.team_id), **shared.people}
        records.save_facts(before, shared.team_id, known)


@pytest.fixture
def lead(shared: House) -> FlaskClient:
    return shared.client(shared.owner)


def facts_of(house: House) -> Team:
    with DatabaseVault(house.case.database).reading() as records:
        return records.facts(house.team_id)


def place(house: House, rest: str = "") -> str:
    return f"/teams/{house.team_id}/facts/{rest}"


def text(answer: TestResponse) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))).split())


def row_address(house: House, lead: FlaskClient, sheet: str, number: int = 0) -> str:
    page = lead.get(place(house, f"{sheet}/")).get_data(as_text=True)
    return re.findall(rf'href="({place(house)}{sheet}/[0-9a-f]+)"', page)[number]


def fields_on(answer: TestResponse) -> dict[str, str | list[str]]:
    """What a browser would send of the row's form, as it came."""
    html = answer.get_data(as_text=True)
    form = html[html.index("data-check") : html.index("</form>", html.index("data-check"))]
    sent: dict[str, str | list[str]] = {}
    for tag in re.findall(r"<input [^>]+>", form):
        found = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        value = unescape(found.get("value", ""))
        if found.get("type") != "checkbox":
            sent[found["name"]] = value
        elif " checked" in tag:
            sent[found["name"]] = [*sent.get(found["name"], []), value]
    for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', form):
        chosen = re.search(r"<option selected>([^<]*)", options)
        sent[name] = unescape(chosen[1]) if chosen else ""
    return sent


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_sheet_and_row_has_a_page_that_reads_well(shared: House, lead: FlaskClient, language: str) -> None:
    lead.set_cookie("lang", language)
    for sheet in sorted(SHOWN):
        rest = f"{sheet}/" if sheet != "team" else "wishes/"
        for address in (place(shared, rest), place(shared, f"{sheet}/new")):
            answer = lead.get(address)
            assert answer.status_code == 200
            page = read_page(answer.get_data(as_text=True))
            page.assert_everything_named()
            page.assert_nothing_inline()
            page.assert_levels_in_steps()


def test_a_row_saved_as_it_came_changes_nothing(house: House, lead: FlaskClient) -> None:
    before = facts_of(house)
    for sheet in sorted(SHOWN - {"team"}):
        page = lead.get(place(house, f"{sheet}/")).get_data(as_text=True)
        for address in re.findall(rf'href="({place(house)}{sheet}/[0-9a-f]+)"', page)[:1]:
            answer = lead.post(address, data=fields_on(lead.get(address)))
            assert answer.status_code == 303, (sheet, text(answer))
    assert facts_of(house) == before


def test_an_absence_comes_in_and_goes(house: House, lead: FlaskClient) -> None:
    sent = {"person": OTHER, "kind": "sick", "first": "2026-12-17", "last": ""}
    answer = lead.post(place(house, "absences/new"), data=sent, follow_redirects=True)
    assert "Saved. Rosters are judged by it from now on." in text(answer)
    assert "<td>Thu 17 Dec 2026</td>" in answer.get_data(as_text=True)
    ill = facts_of(house).absences[-1]
    assert (ill.person, ill.kind) == (OTHER, AbsenceKind.SICK)
    address = row_address(house, lead, "absences", -1)
    assert "Removed." in text(lead.post(f"{address}/remove", follow_redirects=True))
    assert ill not in facts_of(house).absences
    assert lead.post(f"{address}/remove").status_code == 409


def test_mistakes_stand_at_their_fields_and_what_was_typed_stays(house: House, lead: FlaskClient) -> None:
    before = facts_of(house)
    sent = {"person": OTHER, "first": "2026-12-24", "wants": "wants", "weight": "nine", "shift": ""}
    answer = lead.post(place(house, "wishes/new"), data=sent)
    assert answer.status_code == 422
    page = read_page(answer.get_data(as_text=True))
    [weight] = [one for one in page.all("input") if one.get("name") == "weight"]
    assert (weight["value"], weight["aria-invalid"]) == ("nine", "true")
    assert "This is not a number. Write a number such as 12 or 2.5." in text(answer)
    assert fields_on(answer)["first"] == "2026-12-24"
    assert facts_of(house) == before


def test_looking_saves_nothing(house: House, lead: FlaskClient) -> None:
    before = facts_of(house)
    sent = {"person": OTHER, "kind": "sick", "first": "2026-12-17"}
    for kind, error in (("sick", ""), ("", "Nothing stands here yet.")):
        answer = lead.post(place(house, "absences/new"), data={**sent, "kind": kind}, headers={"X-Check": "1"})
        assert answer.status_code == 200
        assert error in text(answer)
        assert ("field wrong" in answer.get_data(as_text=True)) == bool(error)
    assert facts_of(house) == before


def test_the_second_lead_sees_both_and_decides(house: House, lead: FlaskClient) -> None:
    address = row_address(house, lead, "managers")
    mine = {**fields_on(lead.get(address)), "contract": "25"}
    theirs = {**fields_on(lead.get(address)), "contract": "30", "languages": "de, fr"}
    assert lead.post(address, data=theirs).status_code == 303
    answer = lead.post(address, data=mine)
    assert answer.status_code == 409
    assert "Somebody has changed this row meanwhile." in text(answer)
    assert re.findall(r"Now it says: (\S+ ?\S*)", text(answer)) == ["30:00 Paid", "de, fr"]
    assert fields_on(answer)["contract"] == "25"
    again = re.search(r'action="([^"]+/facts/managers/[0-9a-f]+)"', answer.get_data(as_text=True))
    assert again is not None
    assert lead.post(again[1], data=fields_on(answer)).status_code == 303
    assert facts_of(house).managers[0].contract_min_week == 25 * 60


def test_a_row_that_was_removed_can_be_saved_as_a_new_one(house: House, lead: FlaskClient) -> None:
    address, before = row_address(house, lead, "wishes"), facts_of(house)
    mine = fields_on(lead.get(address))
    lead.post(f"{address}/remove")
    assert lead.get(address).status_code == 409
    answer = lead.post(address, data=mine)
    assert "saved now, it becomes a new row" in text(answer)
    assert lead.post(place(house, "wishes/new"), data=fields_on(answer)).status_code == 303
    assert set(facts_of(house).wishes) == set(before.wishes)


def test_who_is_removed_takes_along_what_the_page_names(house: House, lead: FlaskClient) -> None:
    address = row_address(house, lead, "managers")
    page = text(lead.get(address))
    assert f"These rows are about {SELF} and go along:" in page
    assert "Whoever leaves keeps what they carried" in page
    assert lead.post(f"{address}/remove").status_code == 303
    assert SELF not in repr(facts_of(house))


def test_a_person_leads_to_what_is_about_them(shared: House, lead: FlaskClient) -> None:
    page = lead.get(row_address(shared, lead, "managers"))
    html = unescape(page.get_data(as_text=True))
    links = re.findall(r'href="([^"]*/facts/[^"]+)"[^>]*>(?:Availability|Absences|Wishes)', html)
    assert len(links) == 3
    for link in links:
        answer = lead.get(link)
        assert answer.status_code == 200
        assert SELF in text(answer)
    wishes = lead.get(place(shared, f"wishes/?q={SELF}")).get_data(as_text=True)
    assert 'wishes/new?person=Anna+Berger"' in wishes
    assert fields_on(lead.get(place(shared, f"absences/new?person={SELF}")))["person"] == SELF


def test_what_does_not_fit_with_other_rows_names_them(house: House, lead: FlaskClient) -> None:
    address = row_address(house, lead, "shift_types")
    answer = lead.post(f"{address}/remove")
    assert answer.status_code == 422
    assert "This does not fit with the rest; nothing was saved." in text(answer)
    assert "There is no shift type" in text(answer)


def test_a_namesake_in_another_team_is_asked_for(house: House, lead: FlaskClient) -> None:
    others = place(house).replace(f"/{house.team_id}/", f"/{house.other_id}/")
    sent = {"name": "Nora Feld", "contract": "20", "channels": ["Instagram"]}
    assert lead.post(f"{others}managers/new", data=sent).status_code == 303
    answer = lead.post(place(house, "managers/new"), data=sent)
    assert answer.status_code == 409
    assert "the same as in Others" in text(answer)
    with DatabaseVault(house.case.database).reading() as records:
        nora = records.people(house.other_id)["Nora Feld"]
    assert lead.post(place(house, "managers/new"), data={**fields_on(answer), "same-0": str(nora)}).status_code == 303
    with DatabaseVault(house.case.database).reading() as records:
        assert records.people(house.team_id)["Nora Feld"] == nora


def test_rows_are_found_without_a_script(shared: House, lead: FlaskClient) -> None:
    html = lead.get(place(shared, "wishes/?q=berger")).get_data(as_text=True)
    rows = re.findall(r"<tr( hidden)?>\s*<td.*?</tr>", html, re.DOTALL)
    assert 0 < rows.count("") < len(rows)


def test_sheets_without_a_page_are_not_there(shared: House, lead: FlaskClient) -> None:
    for rest in ("rules/", "nonsense/", "nonsense/new", "rules/new"):
        assert lead.get(place(shared, rest)).status_code == 404
