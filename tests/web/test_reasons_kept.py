"""Somebody is ill, and wrote why they want leave: no colleague reads it, in whatever they open, download or get."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select

from planner.domain.offering import OfferRules
from planner.feeds.model import FeedKind
from planner.storage.schema_feeds import feeds
from planner.storage.schema_letters import letters, messages
from tests.web.database_desk import DatabaseMonth, KeptMonth, month_in
from tests.web.house import as_brought
from tests.web.test_colleagues import opened
from tests.web.test_offer_pages import NOW, SELF, TODAY, own_shifts

#: What the one writes who asks for leave, and what the lead answers.
WORDS = ("Herzoperation", "Rekonvaleszenz")
#: How a reason would be named in what people are sent.
REASONS = ("ill until", "sick", "krank", "Krank", "leave", "Urlaub")


@pytest.fixture
def month(kept: KeptMonth, tmp_path: Path) -> Iterator[DatabaseMonth]:
    """Published; SELF is asked to take the shift of who is ill, and has done so; others get leave and a no."""
    with time_machine.travel(NOW, tick=False), month_in(tmp_path, kept) as found:
        with found.cases.vault.writing() as records:
            records.save_facts(as_brought(records.facts(found.team)), found.team, records.people(found.team))
        found.cases.publishing.publish(found.draft.id, 0, None, found.me)
        found.desks.offers.answers.decide(found.team, OfferRules(False, False), found.me)
        yield found


def ill(month: DatabaseMonth) -> str:
    """Call people in sick until somebody's shift is offered to SELF, who takes it; who was ill."""
    people = [manager.name for manager in month.standing().report.board.people if manager.name != SELF]
    for name in people:
        if own_shifts(month, name):
            month.desks.offers.sick.call_in({month.team: name}, TODAY + timedelta(days=6))
            seen = month.desks.offers.views.own({month.team: SELF})
            assert seen is not None
            alone = [one for one in seen.asked if one.ask and not one.ask.chain]
            if alone and alone[0].ask:
                month.desks.offers.answers.accept(month.team, SELF, alone[0].offer.id, alone[0].ask.id)
                return name
    raise AssertionError("nobody's shift is offered")


def test_no_colleague_learns_why_somebody_is_away(month: DatabaseMonth) -> None:
    session = month.session_of(SELF)
    person = ill(month)
    leave, days = month.desks.leave, [TODAY + timedelta(days=n) for n in (12, 14)]
    asked = [leave.ask(month.team, person, day, day, WORDS[0]) for day in days]
    leave.approve(month.team, asked[0], WORDS[1], month.me)
    leave.decline(month.team, asked[1], WORDS[1])
    assert own_shifts(month)
    found = opened(month, month.client(session))
    assert {name: word for name, text in found.items() for word in WORDS if word in text} == {}
    with month.cases.vault.reading() as records:
        numbers = records.people(month.team)
        me = numbers[SELF]
    told = select(messages.c.id).where(messages.c.person_id == me)
    with month.accounts.database.read() as connection:
        texts = [
            str(value)
            for table, message in ((messages, messages.c.id), (letters, letters.c.message_id))
            for row in connection.execute(select(table.c.subject, table.c.body).where(message.in_(told)))
            for value in row
        ]
        shared = connection.execute(select(feeds.c.kind, feeds.c.body).where(feeds.c.kind != FeedKind.PERSON)).all()
        own = connection.execute(select(feeds.c.body).where(feeds.c.person_id == numbers[person])).scalar_one()
    assert len(texts) > 3
    assert [text for text in texts for word in (*WORDS, *REASONS, person) if word in text] == []
    assert {kind for kind, _ in shared} >= {FeedKind.TEAM, FeedKind.CHANNEL, FeedKind.DUTY}
    bodies = [body.decode() for _, body in shared]
    assert [body for body in bodies for word in (*WORDS, "Sick", "Krank", "Leave", "Urlaub") if word in body] == []
    # One's own calendar, which others may look at, says that one is away.
    assert b"SUMMARY:Absent" in own
    assert [word for word in (*WORDS, "Sick", "Krank") if word.encode() in own] == []
