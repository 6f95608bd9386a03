"""Offers as rows, and back. People by number here, by name outside."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from planner.domain.offering import Ask, Offer, OfferedShift, OfferRules
from planner.storage.schema_offers import offer_asks, offer_rules, offers
from planner.storage.schema_teams import people


def load_offers(connection: Connection, which: Any) -> list[Offer]:
    """Offers, oldest first. which: a condition on their table."""
    rows = connection.execute(select(offers).where(which).order_by(offers.c.id)).all()
    asked = select(offer_asks).where(offer_asks.c.offer_id.in_(select(offers.c.id).where(which)))
    asks = connection.execute(asked.order_by(offer_asks.c.id)).all()
    numbers = {row.person_id for row in (*rows, *asks)} | {row.undo_by_id for row in rows if row.undo_by_id}
    named = connection.execute(select(people.c.id, people.c.name).where(people.c.id.in_(numbers)))
    names = {row.id: row.name for row in named}
    by_offer: dict[int, list[Ask]] = {row.id: [] for row in rows}
    for row in asks:
        by_offer[row.offer_id].append(_ask(row, names))
    return [_offer(row, names, by_offer[row.id]) for row in rows]


def offers_since(team: int, first: date) -> Any:
    """The condition of a team's offers of shifts from a date on."""
    return (offers.c.team_id == team) & (offers.c.day >= first)


def one_offer(team: int, number: int) -> Any:
    """The condition of one offer of a team."""
    return (offers.c.team_id == team) & (offers.c.id == number)


def _offer(row: Row[Any], names: Mapping[int, str], asks: list[Ask]) -> Offer:
    shift = OfferedShift(names[row.person_id], row.day, row.shift, row.uid, row.begins_at)
    undo_by = names[row.undo_by_id] if row.undo_by_id else ""
    return Offer(
        row.team_id, shift, row.vacant, tuple(asks), row.made_at, row.state, undo_by, row.decided_by_id, row.id,
        row.next_round_at,
    )


def _ask(row: Row[Any], names: Mapping[int, str]) -> Ask:
    person, back = names[row.person_id], None
    if row.back_day is not None:
        back = OfferedShift(person, row.back_day, row.back_shift, row.back_uid, row.back_begins_at)
    return Ask(person, back, row.state, row.answered_at, row.id, row.chain)


def add_offer(connection: Connection, offer: Offer, numbers: Mapping[str, int]) -> int:
    """Keep a new offer; its number. numbers: of people by name."""
    shift = offer.shift
    row = {
        "team_id": offer.team,
        "person_id": numbers[shift.person],
        "day": shift.day,
        "shift": shift.code,
        "uid": shift.uid,
        "begins_at": shift.begins_at,
        "vacant": offer.vacant,
        "made_at": offer.made_at,
        **_standing(offer, numbers),
    }
    number = int(connection.execute(insert(offers).values(row).returning(offers.c.id)).scalar_one())
    rows = list(_ask_values(number, offer.asks, numbers))
    if rows:
        connection.execute(insert(offer_asks), rows)
    return number


def save_offer(connection: Connection, offer: Offer, team: Mapping[str, int]) -> None:
    """Keep how an offer stands, what the asked have said, and whom more are asked. team: its people by name."""
    # Who has left the team since is still known here.
    both = select(offers.c.person_id).where(offers.c.id == offer.id).union(
        select(offer_asks.c.person_id).where(offer_asks.c.offer_id == offer.id)
    )  # fmt: skip
    named = connection.execute(select(people.c.name, people.c.id).where(people.c.id.in_(both)))
    numbers = {row.name: row.id for row in named}
    connection.execute(update(offers).where(offers.c.id == offer.id).values(_standing(offer, numbers)))
    new = list(_ask_values(offer.id, (ask for ask in offer.asks if not ask.id), team))
    if new:
        connection.execute(insert(offer_asks), new)
    for ask in offer.asks:
        values = {"state": ask.state, "answered_at": ask.answered_at}
        connection.execute(update(offer_asks).where(offer_asks.c.id == ask.id).values(values))


def _standing(offer: Offer, numbers: Mapping[str, int]) -> dict[str, Any]:
    undo_by = numbers[offer.undo_by] if offer.undo_by else None
    return {
        "state": offer.state,
        "undo_by_id": undo_by,
        "decided_by_id": offer.decided_by,
        "next_round_at": offer.next_round_at,
    }


def _ask_values(offer: int, asks: Iterable[Ask], numbers: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    for ask in asks:
        yield {
            "offer_id": offer,
            "person_id": numbers[ask.person],
            "back_day": ask.back.day if ask.back else None,
            "back_shift": ask.back.code if ask.back else None,
            "back_uid": ask.back.uid if ask.back else None,
            "back_begins_at": ask.back.begins_at if ask.back else None,
            "state": ask.state,
            "answered_at": ask.answered_at,
            "chain": ask.chain,
        }


def load_rules(connection: Connection, team: int) -> OfferRules:
    """What a team has decided."""
    row = connection.execute(select(offer_rules).where(offer_rules.c.team_id == team)).one_or_none()
    return OfferRules() if row is None else OfferRules(row.replacements_need_yes, row.swaps_need_yes)


def save_rules(connection: Connection, team: int, rules: OfferRules) -> None:
    """Keep what a team has decided."""
    connection.execute(delete(offer_rules).where(offer_rules.c.team_id == team))
    values = {"replacements_need_yes": rules.replacements_need_yes, "swaps_need_yes": rules.swaps_need_yes}
    connection.execute(insert(offer_rules).values(team_id=team, **values))


def remove_vacancies(connection: Connection, before: date) -> None:
    """Remove offers that tell who was ill before a date."""
    connection.execute(delete(offers).where(offers.c.vacant, offers.c.day < before))
