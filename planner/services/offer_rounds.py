"""Who is asked to take a vacant shift: a few of the best at a time, the next when one says no, more after a time.

Few at a time, so that hardly anybody says yes in vain, and the best ranked have a start on the others.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from planner.changing.replace import Replacer
from planner.changing.replace_words import effect_words
from planner.changing.replacement import Replacement, Vacancy
from planner.domain.offering import Ask, Offer, OfferedShift, OfferState
from planner.ports import Clock, Records, Vault
from planner.services.month_facts import in_force
from planner.services.month_ground import ground_of
from planner.services.offer_notices import OfferNotices

#: So many of the best ranked are asked at a time.
ASKED = 8
#: Rounds until the shift begins, if nobody answers; and the shortest and longest time for one.
_ROUNDS = 6
_SHORTEST, _LONGEST = timedelta(minutes=15), timedelta(hours=4)


def best(replacer: Replacer, shift: OfferedShift, most: int, but: Collection[str] = ()) -> Sequence[Replacement]:
    """Who is asked next to take a vacant shift: who may step in and fills what is short. but: who was asked already."""
    return replacer.step_ins(Vacancy(shift.day, shift.code), most, but)


def next_round(begins_at: datetime, now: datetime, asked: int, most: int) -> datetime | None:
    """When more are asked if nobody takes it; None when fewer were found than were wanted, so nobody is left."""
    if asked < most:
        return None
    return now + min(_LONGEST, max(_SHORTEST, (begins_at - now) / _ROUNDS))


def ask_more(records: Records, offer: Offer, notices: OfferNotices, most: int) -> Offer:
    """Ask up to `most` more people about a vacant shift, within a transaction; the offer after it, open if anybody is
    asked, and kept.
    """
    version = in_force(records.versions(offer.team, offer.shift.day.year, offer.shift.day.month))
    found: Sequence[Replacement] = ()
    if version is not None:
        ground = ground_of(records, version, notices.now)
        replacer = Replacer(ground.board, ground.columns, ground.roster.places())
        asked = {ask.person for ask in offer.asks}
        found = best(replacer, offer.shift, most, {*asked, offer.giver})
    # Who says no is followed by one more, which does not put the next round off.
    next_at = next_round(offer.begins_at, notices.now, len(found), most)
    due = offer.next_round_at if found and most < ASKED else next_at
    asks = (*offer.asks, *(Ask(one.person) for one in found))
    after = replace(offer, asks=asks, next_round_at=due, state=OfferState.OPEN if found else offer.state)
    records.save_offer(after)
    kept = records.offer(offer.team, offer.id)
    for ask, one in zip(kept.asks[len(offer.asks) :], found, strict=True):
        notices.tell(notices.offered(kept, ask, list(effect_words(one.effects[0]))))
    return kept


class OfferRounds:
    """To be called every minute by any number of workers. base_url: what the links in letters begin with."""

    def __init__(self, vault: Vault, clock: Clock, base_url: str) -> None:
        self._vault, self._clock, self._base_url = vault, clock, base_url

    def ask_due(self) -> None:
        """Ask more people about vacant shifts that nobody has taken in the time of a round. One transaction each."""
        with self._vault.reading() as records:
            due = [(team, number) for team in records.teams() for number in self._due(records, team)]
        for team, number in due:
            with self._vault.writing() as records:
                # Whoever answers comes before or after; and another worker may have asked.
                records.revision(team)
                if number in self._due(records, team):
                    now = self._clock.now()
                    notices = OfferNotices(records, records.facts(team), team, now, self._base_url)
                    ask_more(records, records.offer(team, number).at(now), notices, ASKED)

    def _due(self, records: Records, team: int) -> Collection[int]:
        now = self._clock.now()
        since = now.date() - timedelta(days=1)
        return [
            offer.id for offer in records.offers(team, since)
            if offer.next_round_at is not None and offer.next_round_at <= now
            and offer.vacant and offer.at(now).state is OfferState.OPEN
        ]  # fmt: skip
