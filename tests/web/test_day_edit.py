"""A day's page where the month can be edited: shifts are changed by forms, through the same edits as the grid's."""

from datetime import UTC, date, datetime

import time_machine
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from planner.accounts.model import Role
from planner.domain.drafts import VersionState
from tests.web.database_desk import DRAFT, PLACE, DatabaseMonth
from tests.web.page_reading import read_page

ANNA, BEN = "Anna Berger", "Ben Moser"
DAY = date(2026, 12, 9)


def send(lead: FlaskClient, verb: str, person: str = BEN, revision: int = 0, **more: str) -> TestResponse:
    form = {"version": DRAFT, "revision": revision, "verb": verb, "person": person, **more}
    return lead.post(f"{PLACE}/edit/day/{DAY}", data=form)


def worked(month: DatabaseMonth, person: str) -> set[str]:
    return {code for name, day, code in month.places() if (name, day) == (person, DAY)}


def test_a_shift_is_changed_locked_and_taken_away_on_its_day(month: DatabaseMonth) -> None:
    lead = month.client()
    assert worked(month, BEN) == {"F"}
    answer = send(lead, "set", shift="S")
    assert (answer.status_code, answer.location) == (303, f"{PLACE}/day/{DAY}")
    assert worked(month, BEN) == {"S"}
    page = lead.get(answer.location).get_data(as_text=True)
    assert "Ben Moser, Wed 9 Dec: Spät instead of Früh" in page
    assert send(lead, "lock", revision=1).status_code == 303
    # What is locked is neither changed nor taken away, there or here.
    refused = send(lead, "take", revision=2, shift="S")
    assert refused.status_code == 422
    assert "Ben Moser is locked on Wed 9 Dec. Unlock the cell first." in refused.get_data(as_text=True)
    assert send(lead, "unlock", revision=2).status_code == 303
    assert send(lead, "take", revision=3, shift="S").status_code == 303
    assert worked(month, BEN) == set()
    assert [len(event.changes) for event in month.edits()] == [1] * 4


def test_somebody_is_put_on_a_shift_and_a_broken_rule_is_told(month: DatabaseMonth) -> None:
    lead = month.client()
    answer = send(lead, "put", shift="M")
    assert worked(month, BEN) == {"F", "M"}
    page = lead.get(answer.location).get_data(as_text=True)
    assert "Done, but it breaks a rule." in page
    # It is told once.
    assert "Done, but it breaks a rule." not in lead.get(answer.location).get_data(as_text=True)


def test_of_two_shifts_of_somebody_none_takes_the_place_of_both(month: DatabaseMonth) -> None:
    lead = month.client()

    def changeable() -> bool:
        page = read_page(lead.get(f"{PLACE}/day/{DAY}").get_data(as_text=True))
        return f"Shift of {BEN}" in [one.get("aria-label") for one in page.all("select")]

    assert changeable()
    assert send(lead, "put", shift="M").status_code == 303
    assert not changeable()
    # Either can still be taken away by itself.
    assert send(lead, "take", revision=1, shift="F").status_code == 303
    assert worked(month, BEN) == {"M"}
    assert changeable()


def test_a_closed_month_shows_its_days_on_a_phone_too(month: DatabaseMonth) -> None:
    view, as_list = f"{PLACE}/day/{DAY}", 'class="rows only-narrow"'
    assert as_list not in month.client().get(view).get_data(as_text=True)
    version = month.cases.publishing.publish(month.draft.id, 0, None, month.me).version
    with time_machine.travel(datetime(2026, 12, 31, 12, tzinfo=UTC)):
        lead = month.client(month.session_of("Zoe Lead", Role.LEAD))
        assert lead.post(f"{PLACE}/month-end/close", data={"seen": "0", "version": str(version.id)}).status_code == 303
    page = month.client().get(view).get_data(as_text=True)
    assert as_list in page
    assert "Change this day" not in page


def test_only_who_may_change_the_month_is_offered_it(month: DatabaseMonth) -> None:
    month.cases.publishing.publish(month.draft.id, 0, None, month.me)
    lead, anna = month.client(), month.client(month.session_of(ANNA))
    shown = [read_page(client.get(f"{PLACE}/day/{DAY}").get_data(as_text=True)) for client in (lead, anna)]
    assert ["Change this day" in page.texts for page in shown] == [True, False]
    assert send(anna, "set", shift="S").status_code == 403
    # The first change of what is published makes a draft of it.
    form = read_page(lead.get(f"{PLACE}/day/{DAY}").get_data(as_text=True))
    version = next(one["value"] for one in form.all("input") if one.get("name") == "version")
    data = {"version": version, "revision": 0, "verb": "set", "person": BEN, "shift": "S"}
    assert lead.post(f"{PLACE}/edit/day/{DAY}", data=data).status_code == 303
    assert month.standing().state is VersionState.DRAFT


def test_days_of_other_months_are_not_there(month: DatabaseMonth) -> None:
    assert month.client().post(f"{PLACE}/edit/day/2027-01-04", data={}).status_code == 404


def test_a_night_that_began_the_evening_before_is_named_with_its_evening(month: DatabaseMonth) -> None:
    lead = month.client()
    page = lead.get(f"{PLACE}/day/{DAY}").get_data(as_text=True)
    [tail] = {name for name, day, code in month.places() if (day.day, code) == (8, "B")}
    assert f'href="{PLACE}/why/2026-12-08/{tail.replace(" ", "%20")}">{tail}</a> <small' in page
    assert "since Tue 8 Dec" in page
    # Who can't change the month reads it too: beside the name on a phone, and in the table.
    month.cases.publishing.publish(month.draft.id, 0, None, month.me)
    shown = read_page(month.client(month.session_of(ANNA)).get(f"{PLACE}/day/{DAY}").get_data(as_text=True))
    assert [text for text in shown.texts if "since" in text] == ["22:00–08:00, since Tue 8 Dec"] * 2
