"""What was asked of people about shifts, and cannot come off any more: it ends, and they are told.

An ask that holds only while somebody has another shift (to move from it, to exchange it) is over once that shift has
begun or is not theirs, or somebody who would work is away. Roster, absences and time make it so, whoever changed them;
so it is looked at again and again. Whether a rule forbids it is asked when somebody says yes.
"""

from collections.abc import Collection

from planner.board import Place
from planner.domain.offering import Ask, Offer, OfferState
from planner.domain.team import Team
from planner.ports import Clock, Records, Vault
from planner.services.month_facts import in_force
from planner.services.offer_notices import OfferNotices
from planner.services.offer_rounds import ask_more, offers_about_now


class OfferEnds:
    """To be called every minute by any number of workers. base_url: what the links in letters begin with."""

    def __init__(self, vault: Vault, clock: Clock, base_url: str) -> None:
        self._vault, self._clock, self._base_url = vault, clock, base_url

    def end_due(self) -> None:
        """End what cannot come off any more. One transaction an offer."""
        with self._vault.reading() as records:
            due = [(team, offer.id) for team in records.teams() for offer in self._due(records, team)]
        for team, number in due:
            with self._vault.writing() as records:
                # Whoever answers comes before or after.
                records.revision(team)
                found = {offer.id: offer for offer in self._due(records, team)}
                if number in found:
                    facts, now = records.facts(team), self._clock.now()
                    notices = OfferNotices(records, facts, team, now, self._base_url)
                    end_asks(records, found[number], self._over(records, facts, found[number]), notices)

    def _due(self, records: Records, team: int) -> Collection[Offer]:
        now = self._clock.now()
        found = [one.at(now) for one in offers_about_now(records, team, now)]
        conditional = [one for one in found if one.conditional]
        if not conditional:
            return ()
        facts = records.facts(team)
        return [one for one in conditional if self._over(records, facts, one)]

    def _over(self, records: Records, facts: Team, offer: Offer) -> Collection[Ask]:
        now = self._clock.now()
        version = in_force(records.versions(offer.team, offer.shift.day.year, offer.shift.day.month))
        places = records.roster(version.id).places() if version else frozenset()
        return [
            ask for ask in offer.conditional
            if ask.back and (
                ask.back.begins_at <= now
                or ask.back.place not in places
                or any(not _free(place, places, facts) for place in offer.new_places(ask))
            )
        ]  # fmt: skip


def _free(place: Place, places: Collection[Place], facts: Team) -> bool:
    """Whether somebody is there on a day, and does not work the shift already."""
    person, day, _ = place
    there = any(one.name == person and one.employed(day) for one in facts.managers)
    away = any(row.person == person and row.first <= day <= row.last for row in facts.absences)
    return there and not away and place not in places


def end_asks(records: Records, offer: Offer, over: Collection[Ask], notices: OfferNotices) -> Offer:
    """End asks, and with each of a chain its other one, within a transaction; the offer after it, kept.

    Those asked are told. Of a vacant shift the next ones are asked, and the leads told; else who offers it.
    """
    after = offer.end([ask.id for ask in over], notices.now)
    records.save_offer(after)
    notices.tell(notices.ended(offer, over))
    if not after.vacant:
        notices.tell(notices.exchanges_ended(after, over))
        return after
    after = ask_more(records, after, notices, 1)
    for ask in over:
        notices.tell(notices.way_ended(offer, after, ask))
    if after.state is OfferState.DECLINED:
        notices.tell(notices.nobody(after))
    return after
