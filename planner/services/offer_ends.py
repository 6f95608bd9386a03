"""What was asked of people about shifts, and cannot come off any more: it ends, and those whom it concerns are told.

An ask is over once somebody who would work by it is away, works the shift already, or has no shift any more that they
would give or leave for it; an offer as a whole once its shift has begun, is not the giver's, or has enough people.
Roster, absences and time make it so, whoever changed them; so it is looked at again and again. Whether a rule forbids
it is asked when somebody says yes.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from planner.board import Place
from planner.domain.offering import Ask, AskState, Offer, OfferState
from planner.domain.team import Team
from planner.ports import Clock, Records, Vault
from planner.services.due_offers import each_due
from planner.services.logged import logged
from planner.services.offer_notices import OfferNotices, Over, Told
from planner.services.offer_rounds import ask_more, offers_about_now
from planner.services.vacancies import Vacancies


class OfferEnds:
    """To be called every minute by any number of workers. base_url: what the links in letters begin with."""

    def __init__(self, vault: Vault, clock: Clock, base_url: str) -> None:
        self._vault, self._clock, self._base_url = vault, clock, base_url

    def end_due(self) -> None:
        """End what cannot come off any more."""
        each_due(self._vault, self._due, self._end, "an offer not ended")

    def _end(self, records: Records, team: int, number: int) -> None:
        # Whoever answers comes before or after.
        records.revision(team)
        offer, facts, now = records.offer(team, number), records.facts(team), self._clock.now()
        if offer.ongoing and _Look(records, team, facts, now).over(offer):
            end_what_is_over(records, offer, OfferNotices(records, facts, team, now, self._base_url))

    def _due(self, records: Records, team: int) -> Collection[int]:
        now = self._clock.now()
        ongoing = [one for one in offers_about_now(records, team, now) if one.ongoing]
        if not ongoing:
            return ()
        look = _Look(records, team, records.facts(team), now)
        due = []
        for one in ongoing:
            with logged("an offer not looked at", team=team, offer=one.id):
                if look.over(one):
                    due.append(one.id)
        return due


class _Look:
    """What of offers is over, by roster, absences and the time."""

    def __init__(self, records: Records, team: int, facts: Team, now: datetime) -> None:
        self._vacancies, self._facts, self._now = Vacancies(records, team, now), facts, now

    def over(self, offer: Offer) -> bool:
        """Whether anything of an offer is, as it is kept."""
        return offer.at(self._now) != offer or self.whole(offer) is not None or bool(self.asks(offer))

    def whole(self, offer: Offer) -> OfferState | None:
        """What becomes of an offer that is over as a whole, by no time; None where it is not."""
        places = self._vacancies.places(offer)
        if offer.state is OfferState.UNDO_ASKED:
            return None if self._as_left(offer, places) else OfferState.TAKEN
        if offer.vacant:
            needless = offer.ways and not self._vacancies.needed(offer)
            return OfferState.COVERED if needless or self._vacancies.filled(offer) else None
        return None if offer.shift.place in places else OfferState.WITHDRAWN

    def asks(self, offer: Offer) -> Collection[Ask]:
        """Asks that are over, while others may still come off."""
        places = self._vacancies.places(offer)
        return [
            ask for ask in offer.ways
            if (ask.back and (ask.back.begins_at <= self._now or ask.back.place not in places))
            or not all(self._free(place, places) for place in offer.new_places(ask))
            or (offer.vacant and not self._vacancies.helps(offer, ask.person))
        ]  # fmt: skip

    def has_it(self, offer: Offer) -> frozenset[str]:
        """Who works the shift on offer by now."""
        return frozenset(one[0] for one in self._vacancies.places(offer) if one[1:] == offer.shift.place[1:])

    def _as_left(self, offer: Offer, places: Collection[Place]) -> bool:
        """Whether both stand as a swap left them, and can work what they worked before."""
        ask = offer.accepted
        assert ask is not None, "it was taken"
        theirs = [] if ask.back is None else [(offer.giver, *ask.back.place[1:])]
        before = [offer.shift.place, *([ask.back.place] if ask.back else [])]
        there = all(place in places for place in ((ask.person, *offer.shift.place[1:]), *theirs))
        return there and all(self._free(place, places) for place in before)

    def _free(self, place: Place, places: Collection[Place]) -> bool:
        """Whether somebody is there on a day, and does not work the shift already."""
        person, day, _ = place
        there = any(one.name == person and one.employed(day) for one in self._facts.managers)
        away = any(row.person == person and row.first <= day <= row.last for row in self._facts.absences)
        return there and not away and place not in places


def end_what_is_over(records: Records, offer: Offer, notices: OfferNotices) -> Offer:
    """End what of an offer, as it is kept, is over by now, within a transaction; the offer after it, kept."""
    look = _Look(records, offer.team, notices.facts, notices.now)
    after = offer.at(notices.now)
    if after.state is OfferState.LAPSED:
        records.save_offer(after)
        notices.tell(notices.lapsed(offer))
        return after
    if offer.state is OfferState.UNDO_ASKED and (after != offer or look.whole(offer)):
        return end_undo(records, offer, notices)
    if after != offer:
        begun = [one.id for one in offer.ways if after.ask(one.id).state is AskState.ENDED]
        return _ended(records, offer, after, dict.fromkeys(begun, ()), notices, look)
    whole = look.whole(offer)
    if whole is not None:
        after = offer.cover(notices.now) if whole is OfferState.COVERED else offer.withdraw(notices.now)
        return close(records, offer, after, notices)
    return end_asks(records, offer, {ask.id: () for ask in look.asks(offer)}, notices)


def end_asks(records: Records, offer: Offer, over: Over, notices: OfferNotices, by: int | None = None) -> Offer:
    """End asks, and with each of a chain its other one, within a transaction; the offer after it, kept.

    Those asked are told. Of a vacant shift the next ones are asked, and the leads told, but for who did it (by); else
    who offers it, and the leads if it waited for them.
    """
    look = _Look(records, offer.team, notices.facts, notices.now)
    return _ended(records, offer, offer.end(list(over), notices.now), over, notices, look, by)


def _ended(
    records: Records, offer: Offer, after: Offer, over: Over, notices: OfferNotices, look: _Look, by: int | None = None
) -> Offer:
    records.save_offer(after)
    # Whoever has the shift by another vacancy of the same knows.
    told = {number: why for number, why in over.items() if offer.ask(number).person not in look.has_it(offer)}
    notices.tell(notices.ended(offer, told))
    if not after.vacant:
        notices.tell(_but(by, [*notices.swaps_ended(offer, after, told), *notices.decided(offer)]))
        return after
    after = ask_more(records, after, notices, 1)
    notices.tell(_but(by, notices.ways_ended(offer, after, told) if told else notices.decided(offer)))
    if after.state is OfferState.DECLINED:
        notices.tell(notices.nobody(after))
    return after


def _but(by: int | None, told: Iterable[Told]) -> Iterable[Told]:
    """Without who did it."""
    return [(to, notice) for to, notice in told if to != by]


def end_undo(records: Records, offer: Offer, notices: OfferNotices, by: int | None = None) -> Offer:
    """A swap that was to be undone stays, within a transaction: both are told, and the leads but for who did it."""
    after = offer.at(notices.now)
    after = after if after.state is OfferState.TAKEN else after.keep(notices.now)
    records.save_offer(after)
    notices.tell(_but(by, notices.undo_ended(offer)))
    return after


def close(records: Records, offer: Offer, after: Offer, notices: OfferNotices, by: int | None = None) -> Offer:
    """An offer is over as a whole, within a transaction: whoever would have taken the shift is told, who was asked and
    has not answered, and the leads if it waited for them. by: the lead who did it, who knows.
    """
    has_it = _Look(records, offer.team, notices.facts, notices.now).has_it(offer)
    records.save_offer(after)
    notices.tell((person, notice) for person, notice in notices.closed(offer) if person not in has_it)
    notices.tell(_but(by, notices.decided(offer)))
    return after
