"""The pages of sick calls, offers and swaps: what each sees, does, and may not."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from flask.testing import FlaskClient

from planner.board import Place
from planner.domain.edit import Edit, Put, Take
from planner.domain.offering import Offer, OfferRules
from planner.domain.people import Absence, AbsenceKind
from planner.services.month_facts import in_force
from planner.services.swapping import Partner
from tests.web.database_desk import MONTH, PLACE, DatabaseMonth, month_in

SELF = "Anna Berger"
#: The early of SELF of the 2nd has not begun.
NOW = datetime(2026, 12, 2, 5, 30, tzinfo=UTC)
TODAY = date(2026, 12, 2)
LEAD = "/teams/1/offers/"


@pytest.fixture
def month(kept: Path, tmp_path: Path) -> Iterator[DatabaseMonth]:
    """December, published; it is the 2nd, half past six."""
    with time_machine.travel(NOW, tick=False), month_in(tmp_path, kept) as found:
        found.cases.publishing.publish(found.draft.id, 0, None, found.me)
        yield found


def offers(month: DatabaseMonth) -> list[Offer]:
    with month.cases.vault.reading() as records:
        return list(records.offers(month.team, TODAY))


def worked(month: DatabaseMonth) -> frozenset[Place]:
    with month.cases.vault.reading() as records:
        version = in_force(records.versions(month.team, *MONTH))
        assert version is not None
        return records.roster(version.id).places()


def text(client: FlaskClient, path: str = "/my/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def own_shifts(month: DatabaseMonth, person: str = SELF) -> list[Place]:
    return sorted(place for place in worked(month) if place[0] == person and place[1] >= TODAY)


def a_partner(month: DatabaseMonth) -> tuple[Place, Partner]:
    """A shift of SELF, and somebody to whom it can be given."""
    for place in own_shifts(month)[1:]:
        if gives := month.desks.offers.swaps.choose(month.team, place).gives:
            return place, gives[0]
    raise AssertionError("the sample has nobody to give a shift to")


def test_sick_offered_taken_confirmed_and_back(month: DatabaseMonth) -> None:
    ill, lead = month.client(month.session_of(SELF)), month.client()
    fallen = own_shifts(month)[0]
    assert fallen[1] == TODAY
    assert "I am sick" in text(ill)
    assert ill.post("/my/sick", data={"last": "2026-12-02"}).status_code == 303
    page = text(ill)
    assert "You are called in sick for today." in page
    assert "1 shift is offered to others" in page
    assert fallen not in worked(month)
    [offer] = offers(month)
    taker = offer.asks[0].person
    client = month.client(month.session_of(taker))
    page = text(client)
    assert "Could you take it?" in page
    # What it means: hours at least.
    assert re.search(r"For you: .*contract", page)
    form = {"team": month.team, "offer": offer.id, "ask": offer.asks[0].id}
    assert client.post("/my/offers/accept", data=form).status_code == 303
    assert "You said yes; your lead confirms it." in text(client)
    assert "1 shift changes hands if you say yes" in text(lead, f"{PLACE}/")
    assert taker in text(lead, LEAD)
    assert lead.post(f"{LEAD}confirm", data={"offer": offer.id}).status_code == 303
    assert (taker, *fallen[1:]) in worked(month)
    again = client.post("/my/offers/accept", data=form)
    assert (again.status_code, "Somebody was faster" in again.get_data(as_text=True)) == (409, True)
    assert ill.post("/my/back", data={"since": "2026-12-03"}).status_code == 303
    assert "Good to have you back from Thu 3 Dec on." in text(ill)


def test_colleagues_never_learn_why(month: DatabaseMonth) -> None:
    month.client(month.session_of(SELF)).post("/my/sick", data={"last": "2026-12-02"})
    [offer] = offers(month)
    client = month.client(month.session_of(offer.asks[0].person))
    for path in ("/my/", f"{PLACE}/day/2026-12-02"):
        shown = text(client, path).replace("I am sick", "").replace("Call in sick", "")
        shown = shown.replace("Leave, sickness and training", "")
        assert not re.search(r"\b(sick|ill|krank)\b", shown, re.IGNORECASE), path
    assert SELF not in text(client)
    with month.cases.vault.reading() as records:
        absences = records.facts(month.team).absences
    assert Absence(SELF, AbsenceKind.SICK, TODAY, TODAY) in absences


def test_the_lead_calls_in_for_somebody_and_decides_who_decides(month: DatabaseMonth) -> None:
    lead = month.client()
    # In the lead's draft the shift is another one already.
    edit = Edit((Take(SELF, TODAY, "F"), Put(SELF, TODAY, "M")))
    month.cases.drafts.edit(month.standing().seen, edit, month.me)
    assert "where your draft says something else" not in text(lead, f"{PLACE}/")
    assert f"{SELF} is sick" in text(lead, f"{PLACE}/why/2026-12-02/{SELF}")
    made = lead.post(f"{LEAD}sick", data={"person": SELF, "last": "2026-12-02"}, follow_redirects=True)
    assert "shifts that fall away: 1, offered to others: 1." in made.get_data(as_text=True)
    assert f"look at: {SELF}, Wed 2 Dec : published is nothing" in text(lead, f"{PLACE}/")
    assert lead.post(f"{LEAD}rules", data={"replacements": "first", "swaps": "nobody"}).status_code == 303
    assert month.desks.offers.answers.rules(month.team) == OfferRules(False, False)
    [offer] = offers(month)
    client = month.client(month.session_of(offer.asks[0].person))
    client.post("/my/offers/accept", data={"team": month.team, "offer": offer.id, "ask": offer.asks[0].id})
    assert "Thank you. The shift is yours." in text(client)
    assert lead.post(f"{LEAD}back", data={"person": SELF, "since": "2026-12-02"}).status_code == 303
    assert lead.post(f"{LEAD}sick", data={"person": "Nobody", "last": "2026-12-02"}).status_code == 404
    wrong = lead.post(f"{LEAD}sick", data={"person": SELF, "last": "2027-12-02"})
    assert (wrong.status_code, "no last day" in wrong.get_data(as_text=True)) == (409, True)


def test_a_swap_from_asking_to_undone(month: DatabaseMonth) -> None:
    place, partner = a_partner(month)
    month.client().post(f"{LEAD}rules", data={"replacements": "lead", "swaps": "nobody"})
    me, other = month.client(month.session_of(SELF)), month.client(month.session_of(partner.name))
    path = f"/my/hand-over/{month.team}/{place[1]}/{place[2]}"
    assert f'href="{path}"' in me.get("/my/").get_data(as_text=True)
    assert partner.public_name in text(me, path)
    asked = me.post(path, data={"to": f"//{partner.number}"}, follow_redirects=True)
    assert "Asked. You get a message" in asked.get_data(as_text=True)
    again = me.post(path, data={"to": f"//{partner.number}"})
    assert (again.status_code, "on offer already" in again.get_data(as_text=True)) == (409, True)
    [offer] = offers(month)
    form = {"team": month.team, "offer": offer.id, "ask": offer.asks[0].id}
    assert "would like to give it away" in text(other)
    other.post("/my/offers/accept", data=form)
    assert (partner.name, *place[1:]) in worked(month)
    assert "took it." in text(me)
    me.post("/my/offers/undo", data=form)
    assert place in worked(month)
    for wrong, status in (("nonsense", 400), (f"2026-13-01/F/{partner.number}", 400), ("//99999", 409)):
        assert me.post(path, data={"to": wrong}).status_code == status, wrong


@pytest.mark.parametrize("who", ["colleague", "lead", "stranger"])
def test_every_id_of_others_is_refused(month: DatabaseMonth, who: str) -> None:
    """Whatever number of an offer, an ask or a team is tried: nothing of others opens or changes."""
    place, partner = a_partner(month)
    offer = month.desks.offers.swaps.ask(month.team, place, [(partner.name, None)])
    before = offers(month), worked(month)
    if who == "lead":
        client = month.client()
    elif who == "colleague":
        there = {one[0] for one in worked(month) if one[1:] == place[1:]}
        name = next(one for one, _, _ in sorted(worked(month)) if one not in (*there, partner.name))
        client = month.client(month.session_of(name))
    else:
        with month.cases.vault.writing() as records:
            facts = records.facts(month.team)
            other = records.save_facts(facts, None, {})
        client = month.client(month.session_of(partner.name, team=other))
    asks = [offer.asks[0].id, offer.asks[0].id + 1]
    for number in (offer.id, offer.id + 1):
        for ask in asks:
            for verb in ("accept", "decline", "withdraw", "undo"):
                for team in (month.team, 2, 99):
                    answer = client.post(f"/my/offers/{verb}", data={"team": team, "offer": number, "ask": ask})
                    assert answer.status_code == 404, (verb, team, number, ask)
    for path in (f"/my/hand-over/{month.team}/{place[1]}/{place[2]}", f"/my/hand-over/99/{place[1]}/F",
                 f"/my/hand-over/{month.team}/nonsense/F"):  # fmt: skip
        assert client.get(path).status_code == 404
        assert client.post(path, data={"to": f"//{partner.number}"}).status_code == 404
    if who != "lead":
        for verb in ("confirm", "refuse", "end", "rules", "sick", "back"):
            assert client.post(f"{LEAD}{verb}", data={"offer": offer.id}).status_code in (403, 404)
    assert (offers(month), worked(month)) == before
