"""Who is asked to take a vacant shift: a few of the best at a time, the next when one says no, more after a time.

Few at a time, so that hardly anybody says yes in vain, and the best ranked have a start on the others.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from planner.changing.replace import Replacer
from planner.changing.replace_words import effect_words
from planner.changing.replacement import Replacement, Vacancy
from planner.domain.offering import Ask, AskState, Offer, OfferedShift, OfferState
from planner.messages import Message
from planner.ports import Clock, Records, Vault
from planner.reporting.briefing import Briefing
from planner.services.due_offers import each_due
from planner.services.month_facts import in_force
from planner.services.month_ground import Ground, ground_of
from planner.services.offer_notices import OfferNotices

#: So many of the best ranked are asked at a time.
ASKED = 8
#: Rounds until the shift begins, if nobody answers; and the shortest and longest time for one.
_ROUNDS = 6
_SHORTEST, _LONGEST = timedelta(minutes=15), timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody to ask, and what it means for them."""

    ask: Ask
    effects: Sequence[Message]


class Candidates:
    """Who could fill vacant shifts of one roster."""

    def __init__(self, ground: Ground, now: datetime) -> None:
        self._replacer = Replacer(ground.board, ground.columns, ground.roster.places())
        works = Briefing(ground.board.team, ground.roster.assignments).works
        self._works = {(work.manager.name, work.day, work.shift.code): work for work in works}
        self._now = now

    def next(
        self, shift: OfferedShift, most: int, but: Collection[str] = (), chain: int = 0, *, partly: bool = True
    ) -> Sequence[Asking]:
        """Who is asked next to take a vacant shift, at most `most` people; but: who was asked already.

        First who may simply step in, or move to it from a shift that can spare them. Where nobody can, pairs: one moves
        to it, the other takes what that one leaves. chain: the highest number of a chain so far; -1 = no pairs yet.

        Each fills all of the gap: whoever lacks a skill that is short without it is asked only once nobody else is left
        (partly), as they are better than nobody.
        """
        gap = self._replacer.gap(shift.place)
        found = self._ways(shift, most, but, chain, gap)
        # With one row short, whoever does anything for it fills all of the gap.
        return self._ways(shift, most, but, chain, ()) if not found and chain >= 0 and partly and gap[1:] else found

    def _ways(
        self, shift: OfferedShift, most: int, but: Collection[str], chain: int, gap: Sequence[int]
    ) -> Sequence[Asking]:
        vacancy = Vacancy(shift.day, shift.code)
        begun = frozenset(place for place, work in self._works.items() if work.start <= self._now)
        found = self._replacer.alone(vacancy, most, but, begun, gap)
        if found or chain < 0:
            return [asking for one in found for asking in self._asked(one, 0)]
        pairs = self._replacer.chains(vacancy, max(1, most // 2), but, begun, gap)
        return [asking for n, one in enumerate(pairs, chain + 1) for asking in self._asked(one, n)]

    def _asked(self, one: Replacement, chain: int) -> Iterator[Asking]:
        left = self._works[one.gives_up] if one.gives_up else None
        back = OfferedShift(left.manager.name, left.day, left.shift.code, left.uid, left.start) if left else None
        yield Asking(Ask(one.person, back, chain=chain), [*effect_words(one.effects[0])])
        if one.second:
            yield Asking(Ask(one.second, chain=chain), [*effect_words(one.effects[1])])


def offers_about_now(records: Records, team: int, now: datetime) -> Sequence[Offer]:
    """A team's offers of shifts that are not over, and some more."""
    return records.offers(team, now.date() - timedelta(days=1))


def next_round(begins_at: datetime, now: datetime, asked: int) -> datetime | None:
    """When more are asked if nobody takes it; None when nobody was found, so nobody is left, alone or in pairs."""
    if not asked:
        return None
    return now + min(_LONGEST, max(_SHORTEST, (begins_at - now) / _ROUNDS))


def ask_more(records: Records, offer: Offer, notices: OfferNotices, most: int) -> Offer:
    """Ask up to `most` more people about a vacant shift, within a transaction; the offer after it, open if anybody is
    asked, and kept. Pairs are asked once nobody else is left to answer, or has answered in the time of a round.
    """
    version = in_force(records.versions(offer.team, offer.shift.day.year, offer.shift.day.month))
    found: Sequence[Asking] = ()
    if version is not None:
        chain = -1 if most < ASKED and offer.ongoing else max((ask.chain for ask in offer.asks), default=0)
        # Whoever was asked what could not come off any more may be asked something else.
        but = {offer.giver, *(ask.person for ask in offer.asks if ask.state is not AskState.ENDED)}
        candidates = Candidates(ground_of(records, version, notices.now), notices.now)
        found = candidates.next(offer.shift, most, but, chain, partly=not notices.again(offer))
    # Who says no is followed by one more, or by nobody, which does not put the next round off.
    as_it_was = offer.next_round_at if most < ASKED and (found or offer.ongoing) else None
    due = as_it_was or next_round(offer.begins_at, notices.now, len(found))
    asks = (*offer.asks, *(one.ask for one in found))
    after = replace(offer, asks=asks, next_round_at=due, state=OfferState.OPEN if found else offer.state)
    records.save_offer(after)
    kept = records.offer(offer.team, offer.id)
    for ask, one in zip(kept.asks[len(offer.asks) :], found, strict=True):
        notices.tell(notices.offered(kept, ask, one.effects))
    return kept


class OfferRounds:
    """To be called every minute by any number of workers. base_url: what the links in letters begin with."""

    def __init__(self, vault: Vault, clock: Clock, base_url: str) -> None:
        self._vault, self._clock, self._base_url = vault, clock, base_url

    def ask_due(self) -> None:
        """Ask more people about vacant shifts that nobody has taken in the time of a round."""
        each_due(self._vault, self._due, self._ask, "nobody asked about an offer")

    def _ask(self, records: Records, team: int, number: int) -> None:
        # Whoever answers comes before or after; and another worker may have asked.
        records.revision(team)
        if number in self._due(records, team):
            now = self._clock.now()
            notices = OfferNotices(records, records.facts(team), team, now, self._base_url)
            after = ask_more(records, records.offer(team, number).at(now), notices, ASKED)
            if after.next_round_at is None:
                notices.tell(notices.nobody_left(after))

    def _due(self, records: Records, team: int) -> Collection[int]:
        now = self._clock.now()
        return [
            offer.id for offer in offers_about_now(records, team, now)
            if offer.next_round_at is not None and offer.next_round_at <= now
            and offer.vacant and offer.state is offer.at(now).state is OfferState.OPEN
        ]  # fmt: skip
