"""What people are told about offers of shifts: who is asked, who waits for an answer, and the lead whose yes is needed.

Nothing that colleagues are told says why somebody does not work a shift.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from planner.domain.notice import Notice, NoticeKind
from planner.domain.offering import Ask, AskState, Offer, OfferedShift, OfferState
from planner.domain.team import Team
from planner.messages import Message, _l
from planner.ports import Records
from planner.services.notices import tell
from planner.services.offer_words import offered_words, public_name, way_words

#: Whom a notice goes to: a name in the team, or a number.
Told = tuple[int | str, Notice]
#: Asks that are over, by number, with what forbids each, if that was asked.
Over = Mapping[int, Sequence[Message]]


@dataclass(frozen=True, slots=True)
class OfferNotices:
    """Writes them, and tells them, within a transaction. base_url: what links begin with."""

    records: Records
    facts: Team
    team: int
    now: datetime
    base_url: str

    def tell(self, told: Iterable[Told]) -> None:
        """Tell everybody theirs; whoever has left the team is not told."""
        numbers = self.records.people(self.team)
        for to, notice in told:
            person = numbers.get(to) if isinstance(to, str) else to
            if person is not None:
                tell(self.records, self.team, {person: notice}, self.now, self.base_url)

    def again(self, offer: Offer) -> bool:
        """Whether somebody has taken the shift of whoever is ill and leaves something short: that is on offer anew."""
        before = (one for one in self.records.offers(self.team, offer.shift.day) if one.id < offer.id)
        alike = (one for one in before if one.vacant and one.shift.place == offer.shift.place)
        return offer.vacant and any(one.state is OfferState.TAKEN for one in alike)

    # ---- to people of the team

    def offered(self, offer: Offer, ask: Ask, effects: Sequence[Message]) -> Iterator[Told]:
        """Somebody is asked. effects: what it means for them."""
        shift, partner = self.shift(offer.about(ask)), offer.partner(ask)
        if partner is not None and ask.back is not None:
            text = _l("A shift is free: {shift}. Would you take it instead of {back}? {name} is asked to take that.")
            name = self.public(partner.person)
            opening = Message(text, shift=shift, back=self.shift(ask.back), name=name)
        elif partner is not None:
            text = _l("{name} could take a free shift if you took over theirs: {shift}. Could you?")
            opening = Message(text, name=self.public(partner.person), shift=shift)
        elif offer.vacant and ask.back is not None:
            text = _l("A shift is free: {shift}. Would you take it instead of {back}? There others remain.")
            opening = Message(text, shift=shift, back=self.shift(ask.back))
        elif offer.vacant:
            opening = Message(_l("A shift is free: {shift}. Could you take it?"), shift=shift)
        elif ask.back is None:
            text = _l("{name} would like to give a shift away: {shift}. Could you take it?")
            opening = Message(text, name=self.public(offer.giver), shift=shift)
        else:
            text = _l("{name} would like to exchange {shift} for your {back}. Would you?")
            opening = Message(text, name=self.public(offer.giver), shift=shift, back=self.shift(ask.back))
        words = [Message(_l("What it means for you: {effects}"), effects=list(effects))] if effects else []
        subject = Message(_l("Could you take {shift}?"), shift=shift)
        both = [Message(_l("It holds once both of you have said yes."))] if partner else []
        parts = [opening, *both, *words, Message(_l("Say yes or no here:"))]
        yield self._to(ask.person, f"asked {offer.asks.index(ask)}", offer, subject, parts)

    def declined(self, offer: Offer, by: str) -> Iterator[Told]:
        """Who asked hears of a no."""
        text = _l("{name} can’t take {shift}.")
        said = Message(text, name=self.public(by), shift=self.shift(offer.shift))
        what = f"declined {next(ask.id for ask in offer.asks if ask.person == by)}"
        yield self._about(offer.giver, what, offer, [said, *self._nobody_left(offer), self._see()])

    def _nobody_left(self, offer: Offer) -> list[Message]:
        return [] if offer.ongoing else [Message(_l("Nobody else is asked; the shift stays yours."))]

    def would_take(self, offer: Offer) -> Iterator[Told]:
        """Who asked hears of a yes that the lead has to confirm."""
        text = _l("{name} would take {shift}. Your lead confirms it; until then it stays yours.")
        said = Message(text, name=self.public(offer.taker), shift=self.shift(offer.shift))
        yield self._about(offer.giver, "would take", offer, [said, self._see()])

    def refused(self, offer: Offer, people: Sequence[str]) -> Iterator[Told]:
        """The lead said no: all stays as it was."""
        text = _l("Your lead has said no to the change of {shift}. The shifts stay as they are.")
        for person in people:
            shift = self._of(person, offer)
            yield self._about(person, "refused", offer, [Message(text, shift=shift), self._see()], shift)

    def not_needed(self, offer: Offer, person: str) -> Iterator[Told]:
        """Who had said yes hears that the shift is not on offer any more."""
        text = _l("{shift} is not on offer any more, so you don’t take it over. Thank you for offering.")
        shift = self._of(person, offer)
        yield self._about(person, "not needed", offer, [Message(text, shift=shift), self._see()], shift)

    def closed(self, offer: Offer) -> Iterator[Told]:
        """The shift is not on offer any more: who had said yes hears so, and who has not answered. offer: as it was."""
        yes = list(dict.fromkeys(ask.person for ask in offer.said_yes))
        for person in yes:
            yield from self.not_needed(offer, person)
        yield from self._not_asked(offer, [ask for ask in offer.unanswered if ask.person not in yes], {})

    def left_alone(self, before: Offer, offer: Offer) -> Iterator[Told]:
        """Whose pair somebody has left: who had said yes, and who has not answered. before: the offer before that."""
        for person in sorted(offer.in_vain - before.in_vain):
            yield from self.not_needed(offer, person)
        gone = [ask for ask in before.unanswered if offer.ask(ask.id).state is AskState.ASKED and offer.broken(ask)]
        yield from self._not_asked(before, gone, {})

    def ended(self, offer: Offer, over: Over) -> Iterator[Told]:
        """What people were asked cannot come off any more; with each of a chain its other one. offer: as it was."""
        both = [one for number in over for one in (offer.ask(number), offer.partner(offer.ask(number))) if one]
        yield from self._not_asked(offer, both, over)

    def _not_asked(self, offer: Offer, asks: Iterable[Ask], why: Over) -> Iterator[Told]:
        found: dict[str, list[Ask]] = {}
        for ask in asks:
            found.setdefault(ask.person, []).append(ask)
        for person, own in found.items():
            said = [part for ask in own for part in (self._ended_ask(offer, ask), *_reasons(why.get(ask.id)))]
            what, shift = f"ended {own[0].id}", self.shift(offer.about(own[0]))
            yield self._about(person, what, offer, [*said, self._see()], shift)

    def _ended_ask(self, offer: Offer, ask: Ask) -> Message:
        shift = self.shift(offer.about(ask))
        if offer.vacant or ask.back is None:
            text = _l("What you were asked about {shift} can’t be any more. Your shifts stay as they are.")
            return Message(text, shift=shift)
        # The same person may be asked for another shift of theirs, too.
        text = _l("You were asked to take {shift} in exchange for {back}. That can’t be any more.")
        return Message(text, shift=shift, back=self.shift(ask.back))

    def swaps_ended(self, before: Offer, offer: Offer, over: Over) -> Iterator[Told]:
        """Who asked hears who cannot take their shift any more. before: the offer before these ended."""
        said = [self._ended_swap(before, before.ask(number)) for number in over]
        if said:
            what = f"ended {min(over)}"
            yield self._about(offer.giver, what, offer, [*said, *self._nobody_left(offer), self._see()])

    def _ended_swap(self, offer: Offer, ask: Ask) -> Message:
        words = {"name": self.public(ask.person), "shift": self.shift(offer.shift)}
        if ask.back is None:
            return Message(_l("{name} can’t take {shift} any more."), **words)
        text = _l("{name} can’t take {shift} in exchange for {back} any more.")
        return Message(text, back=self.shift(ask.back), **words)

    def lapsed(self, offer: Offer) -> Iterator[Told]:
        """The shift has begun: who had said yes hears so, who offered it, and the leads of a vacant one or
        whose yes it waited for. offer: as it was.
        """
        shift, waited = self.shift(offer.shift), offer.state is OfferState.ACCEPTED
        for person in dict.fromkeys(ask.person for ask in offer.said_yes):
            if not waited:
                yield from self.not_needed(offer, person)
                continue
            own = self._of(person, offer)
            text = _l("Nobody has confirmed that you take {shift} over, and it has begun. Thank you for offering.")
            yield self._about(person, "lapsed", offer, [Message(text, shift=own), self._see()], own)
        if not offer.vacant:
            text = (
                _l("{shift} has begun, and nobody has confirmed that {name} takes it. It stays yours.")
                if waited
                else _l("{shift} has begun, and nobody has taken it. It stays yours.")
            )
            said = Message(text, shift=shift, **({"name": self.public(offer.taker)} if waited else {}))
            yield self._about(offer.giver, "lapsed", offer, [said, self._see()])
        if waited:
            text = _l("{shift} has begun, and nobody has confirmed that {name} takes it.")
            said = Message(text, shift=shift, name=offer.taker)
            yield from self._to_leads(f"{offer.id} lapsed", Message(_l("Not confirmed: {shift}"), shift=shift), [said])
        elif offer.vacant and offer.asks:
            # Where nobody could be asked they know since the sick call.
            text = _l("{shift} has begun, and nobody has taken it.")
            if self.again(offer):
                text = _l("{shift} has begun, and nobody else has taken it: it is still short.")
            yield from self._to_leads(f"{offer.id} lapsed", self._untaken(offer), [Message(text, shift=shift)])

    def wants_undo(self, offer: Offer) -> Iterator[Told]:
        """The other one hears that a swap is to be undone, once the lead confirms it."""
        other = offer.taker if offer.undo_by == offer.giver else offer.giver
        text = _l("{name} would like to undo the change of {shift}. Your lead confirms it; until then it stays.")
        said = Message(text, name=self.public(offer.undo_by), shift=self.shift(offer.shift))
        yield self._about(other, "wants undo", offer, [said, self._see()])

    def undo_ended(self, offer: Offer) -> Iterator[Told]:
        """A swap can't be undone any more: both hear so, and the leads whose yes it waited for. offer: as it was."""
        text = _l("The change of {shift} can’t be undone any more. It stays.")
        for person in (offer.giver, offer.taker):
            yield self._about(person, "undo ended", offer, [Message(text, shift=self.shift(offer.shift)), self._see()])
        yield from self.decided(offer)

    # ---- to leads

    def decided(self, offer: Offer) -> Iterator[Told]:
        """What waited for the lead is over, whatever they say. offer: as it was; nobody is told if it did not wait."""
        if offer.waits_for_lead:
            text = (
                _l("{name} would have undone the change of {shift}. That is over: you need not confirm it.")
                if offer.undo_by
                else _l("{name} would have taken {shift}. That is over: you need not confirm it.")
            )
            shift = self.shift(offer.shift)
            said = Message(text, name=offer.undo_by or offer.taker, shift=shift)
            subject = Message(_l("Nothing to confirm any more: {shift}"), shift=shift)
            yield from self._to_leads(f"{offer.id} decided", subject, [said, Message(_l("See what is open:"))])

    def waits(self, offer: Offer) -> Iterator[Told]:
        """A lead's yes or no is needed."""
        text = _l("{name} would undo the change of {shift}.") if offer.undo_by else _l("{name} would take {shift}.")
        said = [Message(text, name=offer.undo_by or offer.taker, shift=self.shift(offer.shift))]
        left = offer.accepted.back if offer.accepted and offer.vacant else None
        if left is not None and offer.second is None:
            said.append(Message(_l("{shift} would be one fewer for it."), shift=self.shift(left)))
        if offer.second is not None:
            said.append(Message(text, name=offer.second.person, shift=self.shift(offer.about(offer.second))))
        subject = Message(_l("Your yes or no: {shift}"), shift=self.shift(offer.shift))
        what = f"{offer.id} undo waits" if offer.undo_by else f"{offer.id} waits"
        yield from self._to_leads(what, subject, [*said, Message(_l("Confirm it, or say no, here:"))])

    def left_short(self, taken: Offer, offer: Offer, left: Sequence[Message]) -> Iterator[Told]:
        """Somebody takes a vacant shift, and something is short there still: what, and who is asked (offer)."""
        shift = self.shift(taken.shift)
        said = Message(_l("{name} takes {shift}. Still short: {gaps}."), name=taken.taker, shift=shift, gaps=list(left))
        asked = [*self._still_asked(offer)] or [Message(_l("There is nobody else to ask."))]
        about = Message(_l("Still short: {shift}"), shift=shift)
        yield from self._to_leads(f"{offer.id} short", about, [said, *asked, Message(_l("See what is open:"))])

    def nobody(self, offer: Offer) -> Iterator[Told]:
        """Everybody asked has said no to a vacant shift."""
        said = Message(_l("Nobody who was asked takes {shift}."), shift=self.shift(offer.shift))
        yield from self._to_leads(f"{offer.id} nobody", self._untaken(offer), [said, Message(_l("See what is open:"))])

    def nobody_left(self, offer: Offer) -> Iterator[Told]:
        """Some who were asked for a vacant shift have not answered, and there is nobody else to ask."""
        text = _l("Nobody has taken {shift} yet, and there is nobody else to ask.")
        if self.again(offer):
            text = _l("Nobody else has taken {shift} yet, and there is nobody else to ask.")
        shift = self.shift(offer.shift)
        parts = [Message(text, shift=shift), Message(_l("See what is open:"))]
        yield from self._to_leads(f"{offer.id} nobody left", Message(_l("Still open: {shift}"), shift=shift), parts)

    def _untaken(self, offer: Offer) -> Message:
        text = _l("Still short: {shift}") if self.again(offer) else _l("Nobody takes {shift}")
        return Message(text, shift=self.shift(offer.shift))

    def ways_ended(self, before: Offer, offer: Offer, over: Over) -> Iterator[Told]:
        """Ways to fill a vacant shift are no more: which, and who is still asked. before: the offer before they ended.

        Of somebody asked alone who has not said yes nobody else hears, as of a no.
        """
        shift, yes = self.shift(offer.shift), {ask.id for ask in before.said_yes}
        for number, why in over.items():
            ask = before.ask(number)
            if ask.back or number in yes or why:
                parts = [self._ended_way(before, ask), *_reasons(why), *self._still_asked(offer)]
                what = f"{offer.id} {before.asks.index(ask)} ended"
                about = Message(_l("About {shift}"), shift=shift)
                yield from self._to_leads(what, about, [*parts, Message(_l("See what is open:"))])

    def _ended_way(self, offer: Offer, ask: Ask) -> Message:
        second = offer.partner(ask)
        words = {"person": ask.person, "shift": self.shift(offer.shift)}
        if ask.back is None:
            return Message(_l("{person} can’t take {shift} any more."), **words)
        words["back"] = self.shift(ask.back)
        if second is None:
            return Message(_l("{person} can’t take {shift} instead of {back} any more."), **words)
        text = _l("{person} can’t take {shift} any more with {other} taking over {back}.")
        return Message(text, other=second.person, **words)

    def _still_asked(self, offer: Offer) -> Iterator[Message]:
        if ways := [way_words(offer, ask, self.facts) for ask in offer.ways]:
            yield Message(_l("Still asked: {people}"), people=ways)

    def ill(self, person: str, last: date, offers: Sequence[Offer]) -> Iterator[Told]:
        """Somebody has called in sick: what falls away, and whom it is offered to."""
        said = [Message(_l("{person} is ill until {day}."), person=person, day=last)]
        for offer in offers:
            ways = [way_words(offer, ask, self.facts) for ask in offer.asks if ask.back or not ask.chain]
            text = _l("{shift}: offered to {people}") if ways else _l("{shift}: offered to nobody")
            said.append(Message(text, shift=self.shift(offer.shift), people=ways))
        yield from self._to_leads("ill", Message(_l("{person} is ill"), person=person), [*said, self._see()])

    def well(self, person: str, since: date) -> Iterator[Told]:
        """Somebody is back."""
        said = Message(_l("{person} is back from {day} on."), person=person, day=since)
        yield from self._to_leads("back", Message(_l("{person} is back"), person=person), [said, self._see()])

    # ---- words

    def shift(self, shift: OfferedShift) -> Message:
        """'Late, 14:00–22:30, Fri 4 Dec'."""
        return offered_words(shift, self.facts)

    def public(self, person: str) -> str | Message:
        """What colleagues call somebody."""
        return public_name(person, self.facts)

    def _see(self) -> Message:
        return Message(_l("See it here:"))

    def _of(self, person: str, offer: Offer) -> Message:
        """The shift that an offer is about for somebody: in a chain, what they would take."""
        asked = (offer.about(ask) for ask in offer.asks if ask.person == person)
        return self.shift(next(asked, offer.shift))

    def _about(
        self, person: str, what: str, offer: Offer, parts: Sequence[Message], shift: Message | None = None
    ) -> Told:
        """shift: None = the one on offer."""
        about = Message(_l("About {shift}"), shift=shift or self.shift(offer.shift))
        return self._to(person, what, offer, about, parts)

    def _to(self, person: str, what: str, offer: Offer, subject: Message, parts: Sequence[Message]) -> Told:
        # What is told once it has begun is of use still.
        begins = offer.begins_at if self.now < offer.begins_at else None
        return person, Notice(
            NoticeKind.OFFER, self._once(f"{offer.id} {what}"), subject, tuple(parts), "/my/", begins, begins
        )

    def _to_leads(self, what: str, subject: Message, parts: Sequence[Message]) -> Iterator[Told]:
        page = f"/teams/{self.team}/offers/"
        for number in self.records.leads_of(self.team):
            yield number, Notice(NoticeKind.OFFER, self._once(what), subject, tuple(parts), page)

    def _once(self, what: str) -> str:
        """The same may come to pass again later, and is told again then."""
        return f"{self.team} {what} {self.now:%Y-%m-%dT%H:%M:%S.%f}"


def _reasons(why: Sequence[Message] | None) -> list[Message]:
    return [Message(_l("What forbids it: {reasons}."), reasons=list(why))] if why else []
