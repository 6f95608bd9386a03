"""What colleagues see of each other, as their lead decides: over all that a manager can open, each choice by itself."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine
from flask.testing import FlaskClient

from planner.domain.access import Changed
from planner.domain.colleagues import ColleagueRules
from planner.domain.drafts import EventKind
from planner.domain.people import AbsenceKind
from planner.storage.fact_changes import SHEETS
from tests.web.database_desk import PLACE, DatabaseMonth, KeptMonth, month_in
from tests.web.every_page import page_addresses
from tests.web.test_offer_pages import NOW, SELF, TODAY, a_partner, own_shifts

MEMBERS = "/teams/1/members/"
#: What is never shown, whatever the team has decided.
REASONS = re.compile(r">\s*Sick\b|\bis sick|on sick leave|on leave|at a training|absent (?:sick|leave|training)")
ROSTER = ("roster.month", "roster.week", "roster.one_day", "roster.as_list")


@pytest.fixture(scope="module")
def month(kept: KeptMonth, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DatabaseMonth]:
    """December, published; somebody asks SELF to take a shift, so that there is a message and something to answer, and
    has changed what SELF works.
    """
    with time_machine.travel(NOW, tick=False), month_in(tmp_path_factory.mktemp("month"), kept) as found:
        found.cases.publishing.publish(found.draft.id, 0, None, found.me)
        people = [manager.name for manager in found.standing().report.board.people if manager.name != SELF]
        swaps = found.desks.offers.swaps
        place, back = next(
            (place, one.wanted[1])
            for name in people
            for place in own_shifts(found, name)[1:]
            for one in swaps.choose(found.team, place).exchanges
            if one.name == SELF
        )
        swaps.ask(found.team, place, [(SELF, back)])
        with found.cases.vault.writing() as records:
            records.touch(found.team, [SELF], Changed.SHIFTS)
            records.add_event(EventKind.OFFER, records.people(found.team)[place[0]], NOW, team=found.team)
        yield found


@pytest.fixture(scope="module")
def me(month: DatabaseMonth) -> FlaskClient:
    return month.client(month.session_of(SELF))


def decide(month: DatabaseMonth, *, names: str = "full", shifts: str = "all", hours: str = "all") -> None:
    answer = month.client().post(f"{MEMBERS}colleagues", data={"names": names, "shifts": shifts, "hours": hours})
    assert answer.status_code == 303


def opened(month: DatabaseMonth, client: FlaskClient) -> Mapping[str, str]:
    """All that a manager gets: every page that opens for them, by endpoint, their data and their calendar; none of it
    says why somebody is away, or leads where they may not go.
    """
    place = own_shifts(month)[1]
    filling = {"team_id": month.team, "of_month": (2026, 12), "name": SELF, "day": str(place[1]), "index": "0",
               "sheet": "absences", "ref": "new", "code": "rest", "step": "shifts", "shown": (2026, 12),
               "person": "1", "token": "abc", "number": "1"}  # fmt: skip
    addresses = dict(page_addresses(client.application, filling, signed_in=True))
    addresses["who"] = f"{PLACE}/why/{place[1]}/{SELF}?ask=who&shift={place[2]}&now=1"
    addresses["swap"] = f"/my/hand-over/{month.team}/{place[1]}/{place[2]}"
    found = {}
    for endpoint, path in addresses.items():
        answer = client.get(path)
        # Its page of parts shows each in every state, of people who are not there.
        if answer.status_code == 200 and endpoint != "components.index":
            found[endpoint] = answer.get_data(as_text=True)
    with ZipFile(BytesIO(client.get("/account/my-data.zip").data)) as file:
        found["data"] = " ".join(file.read(name).decode() for name in file.namelist())
    made = client.post("/my/calendars/", data={"team": month.team}).get_data(as_text=True)
    feed = re.search(r"/ical/[^\"<&]+\.ics", made)
    assert feed is not None
    found["feed"] = client.get(feed[0]).get_data(as_text=True)
    with month.cases.vault.reading() as records:
        absences = records.facts(month.team).absences
    assert any(one.kind is AbsenceKind.SICK and one.first > TODAY and one.person != SELF for one in absences)
    assert {name: said[0] for name, text in found.items() if (said := REASONS.search(text))} == {}
    nowhere = [f'href="{PLACE}/gaps/', *(f"/{other.replace(' ', '%20')}" for other in others(month))]
    assert [(name, path) for name, text in found.items() for path in nowhere if path in text] == []
    assert {*ROSTER, "people.person", "why.cell", "my_shifts.index", "my_messages.index", "who", "swap"} <= found.keys()
    return found


def others(month: DatabaseMonth) -> list[str]:
    with month.cases.vault.reading() as records:
        return [name for name in records.people(month.team) if name != SELF]


def saying(found: Mapping[str, str], words: list[str]) -> dict[str, list[str]]:
    """Where which of some words stand."""
    some = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in words))
    return {endpoint: said for endpoint, text in found.items() if (said := sorted(set(some.findall(text))))}


def test_names_as_customers_see_them(month: DatabaseMonth, me: FlaskClient) -> None:
    decide(month, names="public")
    surnames = [name.partition(" ")[2] for name in others(month)]
    found = opened(month, me)
    assert saying(found, surnames) == {}
    first_names = [name.partition(" ")[0] for name in others(month)]
    assert {"roster.month", "who", "swap", "opened.index"} <= saying(found, first_names).keys()
    # Nor are they found by a name that is not shown.
    assert 'data-find="ben moser' not in found["roster.month"]
    decide(month)
    assert {*ROSTER, "opened.index"} <= saying(opened(month, me), surnames).keys()


def test_shifts_of_others_are_seen_only_where_one_works_with_them(month: DatabaseMonth, me: FlaskClient) -> None:
    decide(month, shifts="own")
    found = opened(month, me)
    first_names = [name.partition(" ")[0] for name in others(month)]
    seen = saying({name: text for name, text in found.items() if name != "feed"}, first_names)
    # With whom I work, whom I could give a shift to, who has asked me, and who has changed my shifts.
    assert seen.keys() <= {
        "my_shifts.index", "my_shifts.month", "people.person", "swap", "my_messages.index", "data", "opened.index",
    }  # fmt: skip
    worked = {day for _, day, _ in own_shifts(month)}
    # Nor did a shift begin the evening before.
    days = [day for day in month.standing().report.board.days if day > TODAY]
    free = next(day for day in days if worked.isdisjoint((day, day - timedelta(days=1))))
    assert "You have no shift on this day" in me.get(f"{PLACE}/day/{free}").get_data(as_text=True)
    assert "Exchange it" not in found["swap"]
    assert "Who could take it?" not in found["why.cell"]
    place, partner = a_partner(month)
    theirs = own_shifts(month, partner.name)[-1]
    asked = me.post(f"/my/hand-over/1/{place[1]}/{place[2]}", data={"to": f"{theirs[1]}/{theirs[2]}/{partner.number}"})
    assert asked.status_code == 409
    decide(month)
    assert "You have no shift on this day" not in me.get(f"{PLACE}/day/{free}").get_data(as_text=True)
    assert "Exchange it" in me.get(f"/my/hand-over/1/{place[1]}/{place[2]}").get_data(as_text=True)


def test_hours_of_others_are_seen_only_where_the_team_says_so(month: DatabaseMonth, me: FlaskClient) -> None:
    for hours, rows in (("own", 1), ("all", 1 + len(others(month)))):
        decide(month, hours=hours)
        assert me.get(f"{PLACE}/").get_data(as_text=True).count("hours-bar") == rows
        assert month.client().get(f"{PLACE}/").get_data(as_text=True).count("hours-bar") == 1 + len(others(month))


def test_only_the_lead_decides(month: DatabaseMonth, me: FlaskClient) -> None:
    decide(month)
    assert me.post(f"{MEMBERS}colleagues", data={"hours": "all"}).status_code == 403
    assert month.desks.colleagues.rules(month.team) == ColleagueRules(hours=True)
    page = month.client().get(MEMBERS).get_data(as_text=True)
    assert "What colleagues see of each other" in page


def leaves(month: DatabaseMonth, name: str) -> None:
    """Somebody leaves the team, with all of its facts that are about them."""
    with month.cases.vault.writing() as records:
        facts = records.facts(month.team)
        kept = {
            sheet: tuple(row for row in getattr(facts, sheet) if name not in (row.person, getattr(row, "other", "")))
            for sheet in (*SHEETS, "pairs")
        }
        managers = tuple(one for one in facts.managers if one.name != name)
        topics = tuple(
            replace(one, experts=one.experts - {name}, deputies=one.deputies - {name}) for one in facts.topics
        )
        after = replace(facts, managers=managers, topics=topics, **kept)
        records.save_facts(after, month.team, records.people(month.team))


def test_who_has_left_has_no_name_in_the_log_where_names_are_public(month: DatabaseMonth, me: FlaskClient) -> None:
    address = f"/teams/{month.team}/opened/{SELF}"
    with month.cases.vault.reading() as records:
        facts, numbers = records.facts(month.team), records.people(month.team)
    gone = next(manager for manager in facts.managers if manager.name != SELF)
    with month.cases.vault.writing() as records:
        records.touch(month.team, [SELF], Changed.SHIFTS)
        records.add_event(EventKind.OFFER, numbers[gone.name], NOW, team=month.team)
    decide(month)
    assert gone.name in me.get(address).get_data(as_text=True)
    decide(month, names="public")
    assert gone.public_name in me.get(address).get_data(as_text=True)
    leaves(month, gone.name)
    page = me.get(address).get_data(as_text=True)
    assert gone.name not in page
    assert "somebody who has left the team" in page
    # A lead sees who it was.
    assert gone.name in month.client().get(address).get_data(as_text=True)


def test_an_account_that_is_nobody_in_the_team_reads_what_to_do(month: DatabaseMonth, me: FlaskClient) -> None:
    told = "Your account is not linked to anybody in this team"
    assert told not in me.get(f"{PLACE}/").get_data(as_text=True)
    leaves(month, SELF)
    assert told in me.get(f"{PLACE}/").get_data(as_text=True)
