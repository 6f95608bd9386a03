"""The records of offers in a database."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, or_, select

from planner.accounts.model import Role
from planner.domain.letter import Addressee
from planner.domain.offering import Offer, OfferRules
from planner.ports import Mail
from planner.storage.letter_rows import add_letters
from planner.storage.offer_rows import (
    add_offer,
    load_offers,
    load_rules,
    offers_since,
    one_offer,
    save_offer,
    save_rules,
)
from planner.storage.schema_accounts import team_roles, users
from planner.storage.team_records import people_of


class OfferRecords:
    """The part of planner.ports.Records that is about offers, on one connection."""

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
        """Keep how an offer stands."""
        save_offer(self.connection, offer)

    def offer_rules(self, team: int) -> OfferRules:
        """What a team has decided about offers."""
        return load_rules(self.connection, team)

    def save_offer_rules(self, team: int, rules: OfferRules) -> None:
        """Keep what a team has decided."""
        save_rules(self.connection, team, rules)

    def leads(self, team: int) -> Sequence[tuple[int, Addressee]]:
        """Who leads a team: their numbers, and where they read letters. Owners only where nobody else leads it."""
        lead = select(team_roles.c.user_id).where(team_roles.c.team_id == team, team_roles.c.role == Role.LEAD)
        open_ = select(users).where(users.c.disabled.is_(None), or_(users.c.id.in_(lead), users.c.is_owner))
        rows = self.connection.execute(open_.order_by(users.c.id)).all()
        leads = {row.user_id for row in self.connection.execute(lead)}
        meant = [row for row in rows if row.id in leads] or rows
        return [(row.person_id, Addressee(row.email, row.language)) for row in meant]

    def add_offer_letters(
        self, team: int, offer: int | None, letters: Collection[tuple[int | str, Mail]], at: datetime
    ) -> None:
        """Keep letters to be sent soon, to people of the team by name or to others by number."""
        numbers = people_of(self.connection, team)
        rows = [(numbers[to] if isinstance(to, str) else to, mail) for to, mail in letters]
        add_letters(self.connection, rows, at, **({} if offer is None else {"offer_id": offer}))
