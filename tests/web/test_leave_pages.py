"""The pages of leave: each asks for themselves, the lead of the team answers, nobody else reads why."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from flask.testing import FlaskClient

from planner.accounts.model import Role
from planner.domain.people import Absence, AbsenceKind
from tests.web.database_desk import DatabaseMonth, month_in
from tests.web.house import as_brought

SELF, OTHER = "Anna Berger", "Ben Moser"
NOW = datetime(2026, 11, 10, 9, tzinfo=UTC)
MINE, LEAD = "/my/leave/", "/teams/1/leave/"


@pytest.fixture(scope="module")
def month(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DatabaseMonth]:
    """December was published on the 10th of November; whatever the sample says, nobody is away."""
    with time_machine.travel(NOW, tick=False), month_in(tmp_path_factory.mktemp("leave"), kept) as found:
        with found.cases.vault.writing() as records:
            facts = as_brought(replace(records.facts(found.team), absences=()))
            records.save_facts(facts, found.team, records.people(found.team))
        found.cases.publishing.publish(found.draft.id, 0, None, found.me)
        yield found


@pytest.fixture(scope="module")
def sessions(month: DatabaseMonth) -> dict[str, str]:
    with month.cases.vault.writing() as records:
        second = records.save_facts(replace(as_brought(records.facts(month.team)), name="Second"), None, {})
    return {
        SELF: month.session_of(SELF),
        OTHER: month.session_of(OTHER),
        "lead": month.session_of("Lena Lead", Role.LEAD),
        "other lead": month.session_of("Olaf Lead", Role.LEAD, second),
        "second": str(second),
    }


def html(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.get_data(as_text=True).split())


def asked(client: FlaskClient, first: str, last: str = "", note: str = "", team: int = 1) -> int:
    return client.post(MINE, data={"team": team, "first": first, "last": last, "note": note}).status_code


def newest(client: FlaskClient) -> int:
    """The number of the request that was made last."""
    return max(int(found) for found in re.findall(rf"{LEAD}(\d+)/", html(client, LEAD)))


def absences(month: DatabaseMonth) -> list[tuple[str, AbsenceKind, date, date]]:
    with month.cases.vault.reading() as records:
        return [(row.person, row.kind, row.first, row.last) for row in records.facts(month.team).absences]


def test_asked_for_approved_and_on_to_the_change(month: DatabaseMonth, sessions: dict[str, str]) -> None:
    mine, lead = month.client(sessions[SELF]), month.client(sessions["lead"])
    with month.cases.vault.reading() as records:
        worked = min(row.day for row in records.roster(month.draft.id).assignments if row.person == SELF)
    assert asked(mine, worked.isoformat(), note="Wedding in Graz") == 303
    assert "waits for an answer" in html(mine, MINE)
    number = newest(lead)
    page = html(lead, f"{LEAD}{number}/")
    assert "Anna Berger writes: Wedding in Graz" in page
    assert "1 published shift on these days" in page
    assert "Nobody else is away on these days." in page
    effect = html(lead, f"{LEAD}{number}/?now=1")
    assert "Effect on December 2026" in effect
    assert "Who would take over" in effect
    answer = lead.post(f"{LEAD}{number}/", data={"answer": "approve", "words": "Enjoy it."})
    assert answer.status_code == 303
    day = worked.isoformat()
    assert answer.location == f"/teams/1/2026-12/replan/?event=leave+Anna+Berger+{day}..{day}"
    assert "leave Anna Berger" in html(lead, answer.location)
    assert (SELF, AbsenceKind.LEAVE, worked, worked) in absences(month)
    assert "Give them to others: December 2026" in html(lead, f"{LEAD}{number}/")
    assert "Take the leave back" in html(lead, f"{LEAD}{number}/")
    assert "Answer: Enjoy it." in html(mine, MINE)
    assert "Your team lead writes: Enjoy it." in html(mine, "/my/messages/")
    for path in (MINE, "/my/messages/", "/teams/1/2026-12/", "/teams/1/2026-12/list"):
        found = month.client(sessions[OTHER]).get(path, follow_redirects=True).get_data(as_text=True)
        assert "Wedding" not in found
    again = lead.post(f"{LEAD}{number}/", data={"answer": "decline"})
    assert (again.status_code, "meanwhile" in again.get_data(as_text=True)) == (422, True)


def test_declined_and_taken_back(month: DatabaseMonth, sessions: dict[str, str]) -> None:
    mine, lead = month.client(sessions[OTHER]), month.client(sessions["lead"])
    assert asked(mine, "2027-01-11", "2027-01-12") == 303
    number = newest(lead)
    assert "No roster of these days is published yet." in html(lead, f"{LEAD}{number}/")
    assert lead.post(f"{LEAD}{number}/", data={"answer": "decline", "words": ""}).status_code == 303
    assert "declined" in html(mine, MINE)
    assert asked(mine, "2027-01-11", "2027-01-12") == 303
    other = {"team": 1, "request": newest(lead)}
    assert month.client(sessions[SELF]).post(f"{MINE}withdraw", data=other).status_code == 404
    assert mine.post(f"{MINE}withdraw", data=other).status_code == 303
    assert mine.post(f"{MINE}withdraw", data=other).status_code == 409
    assert absences(month) == [row for row in absences(month) if row[0] != OTHER]


def test_what_cannot_be_asked_for_stands_in_the_form(month: DatabaseMonth, sessions: dict[str, str]) -> None:
    mine = month.client(sessions[OTHER])
    with month.cases.vault.writing() as records:
        facts = records.facts(month.team)
        row = Absence(OTHER, AbsenceKind.SICK, date(2027, 3, 1), date(2027, 3, 3))
        records.save_facts(replace(facts, absences=(*facts.absences, row)), month.team, records.people(month.team))
    for first, last, words in (
        ("2026-11-09", "2026-11-12", "begun already"),
        ("nonsense", "", "begun already"),
        ("2027-03-03", "2027-03-05", "You are away already: Mon 1 Mar – Wed 3 Mar."),
    ):
        answer = mine.post(MINE, data={"team": 1, "first": first, "last": last, "note": "Sea"})
        page = answer.get_data(as_text=True)
        assert (answer.status_code, words in page, 'value="Sea"' in page) == (422, True, True)
        # Of another's absence nothing is said but that they are away.
        assert "sick" not in page


def test_nobody_asks_or_answers_for_another(month: DatabaseMonth, sessions: dict[str, str]) -> None:
    """Every role, with ids of other teams and names of others in the form."""
    mine, lead = month.client(sessions[SELF]), month.client(sessions["lead"])
    second = int(sessions["second"])
    assert asked(mine, "2027-02-01") == 303
    number, before = newest(lead), absences(month)
    yes = {"answer": "approve", "words": "", "person": SELF, "name": SELF}
    for who, path, status in (
        (SELF, LEAD, 403), (OTHER, LEAD, 403), ("other lead", LEAD, 404),
        (SELF, f"{LEAD}{number}/", 403), (OTHER, f"{LEAD}{number}/", 403), ("other lead", f"{LEAD}{number}/", 404),
        ("other lead", f"/teams/{second}/leave/{number}/", 404), ("lead", f"{LEAD}4711/", 404),
    ):  # fmt: skip
        client = month.client(sessions[who])
        assert client.get(path).status_code == status
        if path != LEAD:
            assert client.post(path, data=yes).status_code == status
    assert lead.post(f"{LEAD}{number}/", data={"answer": "perhaps"}).status_code == 400
    for who, team in ((SELF, second), ("lead", 1), ("other lead", 1)):
        assert asked(month.client(sessions[who]), "2027-02-08", team=team) == 404
    assert absences(month) == before
    assert month.client("nobody").get(MINE).status_code == 303


def test_what_was_approved_is_taken_back(month: DatabaseMonth, sessions: dict[str, str]) -> None:
    mine, lead = month.client(sessions[OTHER]), month.client(sessions["lead"])
    assert asked(mine, "2026-12-22") == 303
    number = newest(lead)
    lead.post(f"{LEAD}{number}/", data={"answer": "approve"})
    assert (OTHER, AbsenceKind.LEAVE, date(2026, 12, 22), date(2026, 12, 22)) in absences(month)
    assert mine.post(f"{LEAD}{number}/", data={"answer": "revoke"}).status_code == 403
    page = html(lead, f"{LEAD}{number}/")
    assert ("Missing on these days" in page) != ("Nothing is missing" in page)
    assert lead.post(f"{LEAD}{number}/", data={"answer": "revoke", "words": "Sorry."}).status_code == 303
    assert (OTHER, AbsenceKind.LEAVE, date(2026, 12, 22), date(2026, 12, 22)) not in absences(month)
    assert "taken back by the lead" in html(mine, MINE)
    assert "Your team lead writes: Sorry." in html(mine, "/my/messages/")
    again = lead.post(f"{LEAD}{number}/", data={"answer": "revoke"})
    assert (again.status_code, "meanwhile" in again.get_data(as_text=True)) == (422, True)
