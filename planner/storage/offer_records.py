"""The records of offers in a database."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from planner.domain.offering import Offer, OfferRules
from planner.storage.offer_rows import (
    add_offer,
    load_offers,
    load_rules,
    offers_since,
    one_offer,
    save_offer,
    save_rules,
)
from planner.storage.team_records import people_of


class OfferRecords:
    """planner.record_ports.OfferRecords on one connection."""

    connection: Connection

    def offers(self, team: int, first: date) -> Sequence[Offer]:
        """A team's offers of shifts from a date on, oldest first."""
        return load_offers(self.connection, offers_since(team, first))

    def offer(self, team: int, number: int) -> Offer:
        """An offer of a team. KeyError when there is none of this number."""
        found = load_offers(self.connection, one_offer(team, number))
        if not found:
            raise KeyError(number)
        return found[0]

    def add_offer(self, offer: Offer) -> Offer:
        """Keep a new offer; with the numbers that it and its asks get."""
        number = add_offer(self.connection, offer, people_of(self.connection, offer.team))
        return self.offer(offer.team, number)

    def save_offer(self, offer: Offer) -> None:
        """Keep how an offer stands, and whom more are asked."""
        save_offer(self.connection, offer, people_of(self.connection, offer.team))

    def offer_rules(self, team: int) -> OfferRules:
        """What a team has decided about offers."""
        return load_rules(self.connection, team)

    def save_offer_rules(self, team: int, rules: OfferRules) -> None:
        """Keep what a team has decided."""
        save_rules(self.connection, team, rules)
