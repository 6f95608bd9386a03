"""The pages of wishes: opened by the lead, given by each for themselves alone, and what came of them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine

from planner.accounts.model import Role
from planner.domain.time import month_days
from planner.domain.wishing import Mark, MarkKind, marks_of
from tests.web.database_desk import PLACE, DatabaseMonth, KeptMonth, month_in
from tests.web.house import as_brought

SELF, OTHER = "Anna Berger", "Ben Moser"
NOW = datetime(2026, 11, 10, 9, tzinfo=UTC)
LEAD, MINE = f"{PLACE}/wishes/", f"{PLACE}/my-wishes/"
OPENING = {"day": "2026-11-20", "time": "18:00", "budget": "10", "seen": "0"}


@pytest.fixture
def month(kept: KeptMonth, tmp_path: Path) -> Iterator[DatabaseMonth]:
    """A draft of December, looked at in November."""
    with time_machine.travel(NOW, tick=False), month_in(tmp_path, kept) as found:
        yield found


def marks(month: DatabaseMonth, name: str) -> dict[date, Mark]:
    with month.cases.vault.reading() as records:
        return dict(marks_of(records.facts(month.team), name, month_days(2026, 12)).by_day)


def seen(html: str) -> str:
    return re.findall(r'name="seen" value="(\w+)"', html)[0]


def test_the_lead_opens_extends_closes_and_sees_who_is_missing(month: DatabaseMonth) -> None:
    manager, lead = month.client(month.session_of(SELF)), month.client()
    assert "not asked for yet" in manager.get(MINE).get_data(as_text=True)
    page = lead.get(LEAD).get_data(as_text=True)
    assert ('value="2026-11-17"' in page, "Open wishes" in page) == (True, True)
    wrong = lead.post(LEAD, data={**OPENING, "day": "2026-11-09", "budget": "x7"})
    assert wrong.status_code == 422
    html = wrong.get_data(as_text=True)
    assert ('value="x7"' in html, 'value="2026-11-09"' in html, "no deadline for wishes" in html) == (True,) * 3
    assert lead.post(LEAD, data=OPENING).status_code == 303
    page = lead.get(LEAD).get_data(as_text=True)
    assert "until Fri 20 Nov 18:00" in page
    assert "Remind 1 person by letter" in page
    assert "1 person is reminded" in lead.post(
        f"{LEAD}remind", data={"seen": seen(page)}, follow_redirects=True
    ).get_data(as_text=True)
    again = lead.post(f"{LEAD}remind", data={"seen": seen(page)})
    assert (again.status_code, "meanwhile" in again.get_data(as_text=True)) == (409, True)
    assert lead.post(f"{LEAD}close", data={"seen": "2"}).status_code == 303
    assert "Closed since Tue 10 Nov 10:00" in lead.get(LEAD).get_data(as_text=True)
    assert "The deadline was" in manager.get(MINE).get_data(as_text=True)


def test_a_manager_sends_wishes_and_keeps_what_was_chosen(month: DatabaseMonth) -> None:
    month.client().post(LEAD, data=OPENING)
    client = month.client(month.session_of(SELF))
    assert "Give my wishes" in client.get("/my/wishes/").get_data(as_text=True)
    before = marks(month, SELF)
    page = client.get(MINE).get_data(as_text=True)
    form = {"seen": seen(page), "kind-2026-12-24": "cannot", "kind-2026-12-05": "rather not", "weight-2026-12-05": "5",
            "kind-2026-12-06": "wants", "shift-2026-12-06": "S", "weight-2026-12-06": "5"}  # fmt: skip
    over = client.post(MINE, data={**form, "kind-2026-12-07": "wants", "weight-2026-12-07": "1"})
    html = over.get_data(as_text=True)
    assert (over.status_code, "take 11 points" in html) == (422, True)
    assert html.count("selected") == 31 + 4 + 1
    assert marks(month, SELF) == before
    assert client.post(MINE, data=form).status_code == 303
    assert marks(month, SELF) == {
        date(2026, 12, 5): Mark(MarkKind.RATHER_NOT, "", 5),
        date(2026, 12, 6): Mark(MarkKind.WANTS, "S", 5),
        date(2026, 12, 24): Mark(MarkKind.CANNOT),
    }
    assert "0 of 10 points left" in client.get(MINE).get_data(as_text=True)
    stale = client.post(MINE, data=form)
    assert (stale.status_code, "changed meanwhile" in stale.get_data(as_text=True)) == (422, True)
    assert client.post(MINE, data={**form, "kind-2026-12-24": "nonsense"}).status_code == 400
    assert "Anna Berger S" in " ".join(month.client().get(LEAD).get_data(as_text=True).split())


@pytest.mark.parametrize("who", ["other", "lead", "stranger"])
def test_nobody_touches_wishes_of_others(month: DatabaseMonth, who: str) -> None:
    """A name in a form or an address does nothing, from every role, in one's own team and another."""
    month.client().post(LEAD, data=OPENING)
    with month.cases.vault.writing() as records:
        second = records.save_facts(replace(as_brought(records.facts(month.team)), name="Second"), None, {})
    own = {"other": month.session_of(OTHER), "lead": month.session_of("Lena Lead", Role.LEAD),
           "stranger": month.session_of(OTHER, Role.MANAGER, second)}[who]  # fmt: skip
    client, before = month.client(own), {name: marks(month, name) for name in (SELF, OTHER)}
    answer = client.get(MINE)
    assert answer.status_code == {"other": 200, "lead": 303}.get(who, 404)
    if who != "other":
        for data in ({"seen": ""}, {"seen": "", "person": SELF, "name": SELF}):
            assert client.post(MINE, data=data).status_code == 404
    else:
        form = {"seen": seen(answer.get_data(as_text=True)), "person": SELF, "name": SELF,
                "kind-2026-12-10": "wants"}  # fmt: skip
        assert client.post(MINE, data=form).status_code == 303
        assert marks(month, OTHER)[date(2026, 12, 10)] == Mark(MarkKind.WANTS)
        for path in ("", "close", "remind"):
            assert client.post(LEAD + path, data=OPENING).status_code == 403
        assert SELF not in client.get(MINE).get_data(as_text=True)
    assert marks(month, SELF) == before[SELF]


def test_what_came_of_wishes_links_the_reason(month: DatabaseMonth) -> None:
    month.client().post(LEAD, data=OPENING)
    client = month.client(month.session_of(SELF))
    with month.cases.vault.reading() as records:
        worked = min(row.day for row in records.roster(month.draft.id).assignments if row.person == SELF)
    form = {"seen": seen(client.get(MINE).get_data(as_text=True)), f"kind-{worked}": "rather not"}
    client.post(MINE, data=form)
    month.cases.publishing.publish(month.draft.id, 0, None, month.me)
    html = client.get(MINE).get_data(as_text=True)
    assert "not granted" in html
    assert f'href="{PLACE}/why/{worked}/Anna%20Berger"' in html
    assert client.get(f"{PLACE}/why/{worked}/Anna%20Berger").status_code == 200


def test_the_publish_page_says_that_publishing_ends_the_wishes(month: DatabaseMonth) -> None:
    lead, publish = month.client(), f"{PLACE}/publish/"
    assert "Publishing ends that" not in lead.get(publish).get_data(as_text=True)
    lead.post(LEAD, data=OPENING)
    html = lead.get(publish).get_data(as_text=True)
    assert "Wishes for December 2026 can be given until Fri 20 Nov 18:00. Publishing ends that" in html


def test_nobody_gets_out_of_a_published_shift_once_wishes_are_open_again(month: DatabaseMonth) -> None:
    lead, client = month.client(), month.client(month.session_of(SELF))
    month.cases.publishing.publish(month.draft.id, 0, None, month.me)
    with month.cases.vault.reading() as records:
        worked = min(row.day for row in records.roster(month.draft.id).assignments if row.person == SELF)
    lead.post(LEAD, data=OPENING)
    form = {"seen": seen(client.get(MINE).get_data(as_text=True)), f"kind-{worked}": "cannot"}
    answer = client.post(MINE, data=form)
    assert answer.status_code == 422
    assert "that is published. Offer the shift to others under My shifts" in answer.get_data(as_text=True)
    assert worked not in marks(month, SELF)
