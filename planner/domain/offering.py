"""A shift that is offered to others: because somebody fell ill, to be given away, or in exchange for one of theirs.

One model for all three. Whom it is offered to is an Ask; in an exchange each Ask names the shift that would come back.
Every step is one method here, allowed in some states and refused in the others in words.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from planner.messages import Message, _l
from planner.problems import InputProblems, refused


class OfferState(StrEnum):
    """Where an offer stands. ACCEPTED and UNDO_ASKED wait for the lead. LAPSED follows from the time; it is kept once
    those whom it concerns were told.

    REFUSED: the lead said no to all who would. DECLINED: nobody would, or could. WITHDRAWN: not on offer any more.
    COVERED: a vacant shift needs none of the asked any more, as enough others work it.
    """

    OPEN = "open"
    ACCEPTED = "accepted"
    TAKEN = "taken"
    UNDO_ASKED = "undo asked"
    UNDONE = "undone"
    REFUSED = "refused"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    COVERED = "covered"
    LAPSED = "lapsed"


class AskState(StrEnum):
    """What one of the asked has said. WOULD: yes, if the other one of their chain says yes, too. REFUSED: they would,
    and the lead said no. ENDED: what they were asked cannot come off any more, whatever they say.
    """

    ASKED = "asked"
    WOULD = "would"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REFUSED = "refused"
    ENDED = "ended"


#: Said by who has said yes, and by who has not said no.
_YES = (AskState.WOULD, AskState.ACCEPTED)
_NOT_NO = (AskState.ASKED, *_YES)


@dataclass(frozen=True, slots=True)
class OfferedShift:
    """A shift of a person. uid: of the assignment while it is theirs. begins_at: the moment."""

    person: str
    day: date
    code: str
    uid: UUID
    begins_at: datetime

    @property
    def place(self) -> tuple[str, date, str]:
        """Where it stands in the roster."""
        return self.person, self.day, self.code


@dataclass(frozen=True, slots=True)
class Ask:
    """One person asked. back: their shift that would come back for it; None = nothing. id: 0 before it is kept.

    Whoever takes a vacant shift leaves `back` for it. chain: two asks of the same number (0 = none) hold only together:
    the other one takes over what the one with `back` leaves.
    """

    person: str
    back: OfferedShift | None = None
    state: AskState = AskState.ASKED
    answered_at: datetime | None = None
    id: int = 0
    chain: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """A shift on offer. vacant: its person is ill and works it no more; else they work it until somebody takes it.

    made_at: when. next_round_at: when more people are asked about a vacant shift if nobody takes it; None = nobody is
    left to ask. undo_by: who wants to undo it, "" = nobody. decided_by: the lead's number, who said yes or no last.
    id: 0 before it is kept.
    """

    team: int
    shift: OfferedShift
    vacant: bool
    asks: tuple[Ask, ...]
    made_at: datetime
    state: OfferState = OfferState.OPEN
    undo_by: str = ""
    decided_by: int | None = None
    id: int = 0
    next_round_at: datetime | None = None

    # ---- what is so

    @property
    def giver(self) -> str:
        """Whose shift it is, or was."""
        return self.shift.person

    @property
    def accepted(self) -> Ask | None:
        """The one that was accepted, if any."""
        return next((ask for ask in self.asks if ask.state is AskState.ACCEPTED), None)

    def partner(self, ask: Ask) -> Ask | None:
        """The other one of an ask's chain; None where it is in none."""
        return next((one for one in self.asks if ask.chain and one.chain == ask.chain and one != ask), None)

    @property
    def second(self) -> Ask | None:
        """Who takes over what the taker leaves, in a chain that was accepted."""
        return self.partner(self.accepted) if self.accepted else None

    def about(self, ask: Ask) -> OfferedShift:
        """The shift that somebody would take by saying yes."""
        partner = self.partner(ask)
        return partner.back if partner and partner.back else self.shift

    @property
    def said_yes(self) -> tuple[Ask, ...]:
        """Asks whose person said yes, and that something may still come of."""
        if self.state not in (OfferState.OPEN, OfferState.ACCEPTED):
            return ()
        return tuple(ask for ask in self.asks if ask.state in _YES and not self.broken(ask))

    @property
    def unanswered(self) -> tuple[Ask, ...]:
        """Asks that somebody can still answer."""
        return tuple(ask for ask in self.asks if self.state is OfferState.OPEN and self._open(ask))

    @property
    def in_vain(self) -> frozenset[str]:
        """Who has said yes in a chain that nothing comes of any more."""
        would = (one for one in self.asks if one.state is AskState.WOULD)
        return frozenset(one.person for one in would if not self.ongoing or self.broken(one))

    def broken(self, ask: Ask) -> bool:
        """Whether nothing can come of an ask any more, as the other one of its chain does not do it."""
        partner = self.partner(ask)
        return partner is not None and partner.state in (AskState.DECLINED, AskState.REFUSED, AskState.ENDED)

    @property
    def ways(self) -> tuple[Ask, ...]:
        """Asks that something may still come of, once one is accepted that one; of a chain the one that moves."""
        may = [ask for ask in self.said_yes if self.state is OfferState.OPEN or ask.state is AskState.ACCEPTED]
        may += self.unanswered
        return tuple(ask for ask in self.asks if ask in may and (ask.back or not ask.chain))

    def new_places(self, ask: Ask) -> tuple[tuple[str, date, str], ...]:
        """What somebody would work that they do not now, if an ask came off; of a chain the one with a shift back."""
        taken = (ask.person, *self.shift.place[1:])
        partner = self.partner(ask)
        heir = partner.person if partner else "" if self.vacant else self.giver
        return (taken, (heir, *ask.back.place[1:])) if heir and ask.back else (taken,)

    @property
    def taker(self) -> str:
        """Who has accepted; "" = nobody."""
        return self.accepted.person if self.accepted else ""

    @property
    def begins_at(self) -> datetime:
        """When the first of the shifts begins that it is about: from then on nothing can be changed."""
        back = self.accepted.back if self.accepted else None
        return min(self.shift.begins_at, back.begins_at) if back else self.shift.begins_at

    @property
    def waits_for_lead(self) -> bool:
        """Whether the lead has to say yes or no."""
        return self.state in (OfferState.ACCEPTED, OfferState.UNDO_ASKED)

    @property
    def ongoing(self) -> bool:
        """Whether anything may still come of it."""
        return self.waits_for_lead or self.state is OfferState.OPEN

    def at(self, now: datetime) -> "Offer":
        """How it stands at a moment: once the shift has begun an offer has lapsed, and what is done stays. Once the one
        has begun that would come back, or be left, the others who were asked can still take it.
        """
        if now < self.begins_at:
            return self
        if self.state is OfferState.UNDO_ASKED:
            return self._kept()
        if self.state is OfferState.ACCEPTED and now < self.shift.begins_at:
            return self._over([ask.id for ask in self.ways], now)
        return replace(self, state=OfferState.LAPSED) if self.ongoing else self

    def ask(self, number: int) -> Ask:
        """One of the asks by its number. KeyError for another."""
        found = {ask.id: ask for ask in self.asks}
        return found[number]

    def open_asks(self, person: str) -> tuple[Ask, ...]:
        """What a person is asked and has not answered."""
        return tuple(ask for ask in self.unanswered if ask.person == person)

    def _open(self, ask: Ask) -> bool:
        return ask.state is AskState.ASKED and not self.broken(ask)

    # ---- what can be done; InputProblems where it cannot

    def accept(self, number: int, now: datetime, *, needs_yes: bool) -> "Offer":
        """Take the shift. number: of the ask. needs_yes: the lead has to confirm it.

        In a chain the first yes waits for the second, and the offer stays open meanwhile.
        """
        here = self._in(now, OfferState.OPEN)
        ask = here.ask(number)
        partner = here.partner(ask)
        if any(one and one.back and now >= one.back.begins_at for one in (ask, partner)):
            raise _not_now(_WHY[OfferState.LAPSED])
        if ask.state is not AskState.ASKED:
            raise _not_now(_l("You have answered this already."))
        if here.broken(ask):
            raise _not_now(_WHY[OfferState.WITHDRAWN])
        if partner is not None and partner.state is AskState.ASKED:
            return here._answered(lambda one: one.id == number, AskState.WOULD, now)
        state = OfferState.ACCEPTED if needs_yes else OfferState.TAKEN
        both = {number, partner.id if partner else number}
        return replace(here._answered(lambda one: one.id in both, AskState.ACCEPTED, now), state=state)

    def complete(self, number: int) -> "Offer":
        """How it would be with the yes of everybody whom an ask needs. number: of the ask."""
        partner = self.partner(self.ask(number))
        both = {number, partner.id if partner else number}
        asks = (replace(one, state=AskState.ACCEPTED) if one.id in both else one for one in self.asks)
        return replace(self, asks=tuple(asks), state=OfferState.TAKEN)

    def decline(self, person: str, now: datetime) -> "Offer":
        """Say no, to all that this person is asked. The offer ends when nobody is left who could say yes."""
        here = self._in(now, OfferState.OPEN)
        if not here.open_asks(person):
            raise _not_now(_l("You have answered this already."))
        after = here._answered(lambda one: one.person == person, AskState.DECLINED, now)
        return after if after.unanswered else replace(after, state=OfferState.DECLINED)

    def end(self, numbers: Collection[int], now: datetime) -> "Offer":
        """Asks cannot come off any more, also one that waits for the lead, and with each of a chain its other one. The
        offer ends when nobody is left who could say yes. numbers: of the asks.
        """
        return self._in(now, OfferState.OPEN, OfferState.ACCEPTED)._over(numbers, now)

    def _over(self, numbers: Collection[int], now: datetime) -> "Offer":
        over = {one.id for number in numbers for one in (self.ask(number), self.partner(self.ask(number))) if one}
        after = self._answered(lambda one: one.id in over and one.state in _NOT_NO, AskState.ENDED, now)
        if after.accepted:
            return after
        after = replace(after, state=OfferState.OPEN)
        return after if after.unanswered else replace(after, state=OfferState.DECLINED)

    def cover(self, now: datetime) -> "Offer":
        """Enough people work the shift without any of the asked."""
        return replace(self._in(now, OfferState.OPEN, OfferState.ACCEPTED), state=OfferState.COVERED)

    def withdraw(self, now: datetime) -> "Offer":
        """Take the offer back."""
        return replace(self._in(now, OfferState.OPEN, OfferState.ACCEPTED), state=OfferState.WITHDRAWN)

    def confirm(self, now: datetime, lead: int | None) -> "Offer":
        """The lead's yes, to the shift that was taken or to undoing it."""
        here = self._in(now, OfferState.ACCEPTED, OfferState.UNDO_ASKED)
        state = OfferState.TAKEN if here.state is OfferState.ACCEPTED else OfferState.UNDONE
        return replace(here, state=state, decided_by=lead)

    def refuse(self, now: datetime, lead: int | None) -> "Offer":
        """The lead's no: whoever else was asked can still take it; of an undo, that all stays as it is."""
        here = self._in(now, OfferState.ACCEPTED, OfferState.UNDO_ASKED)
        if here.state is OfferState.UNDO_ASKED:
            return replace(here._kept(), decided_by=lead)
        after = here._answered(lambda one: one.state is AskState.ACCEPTED, AskState.REFUSED, now)
        after = replace(after, state=OfferState.OPEN, decided_by=lead)
        return after if after.unanswered else replace(after, state=OfferState.REFUSED)

    def undo(self, person: str, now: datetime, *, needs_yes: bool) -> "Offer":
        """Take a swap back, by either of the two."""
        here = self._in(now, OfferState.TAKEN)
        if here.vacant or person not in (here.giver, here.taker):
            raise _not_now(_l("Only the two who swapped can undo it."))
        if now >= here.begins_at:
            raise _not_now(_WHY[OfferState.LAPSED])
        return replace(here, state=OfferState.UNDO_ASKED if needs_yes else OfferState.UNDONE, undo_by=person)

    def keep(self, now: datetime) -> "Offer":
        """Undoing the swap cannot come off any more: it stays."""
        return self._in(now, OfferState.UNDO_ASKED)._kept()

    def _kept(self) -> "Offer":
        return replace(self, state=OfferState.TAKEN, undo_by="")

    def _in(self, now: datetime, *allowed: OfferState) -> "Offer":
        here = self.at(now)
        if here.state not in allowed:
            raise _not_now(_WHY[here.state])
        return here

    def _answered(self, which: Callable[[Ask], bool], state: AskState, now: datetime) -> "Offer":
        asks = (replace(one, state=state, answered_at=now) if which(one) else one for one in self.asks)
        return replace(self, asks=tuple(asks))


@dataclass(frozen=True, slots=True)
class OfferRules:
    """What a team has decided: whether its lead confirms who takes over from the ill, and who swaps."""

    replacements_need_yes: bool = True
    swaps_need_yes: bool = True

    def needs_yes(self, offer: Offer) -> bool:
        """Whether the lead has to confirm."""
        return self.replacements_need_yes if offer.vacant else self.swaps_need_yes


_WHY = {
    OfferState.OPEN: _l("Nobody has accepted this yet."),
    OfferState.ACCEPTED: _l("Somebody was faster; the lead has to confirm it."),
    OfferState.TAKEN: _l("Somebody was faster: the shift is taken."),
    OfferState.UNDO_ASKED: _l("The lead has to confirm first that it is undone."),
    OfferState.UNDONE: _l("This swap is undone already."),
    OfferState.REFUSED: _l("The lead has said no to this."),
    OfferState.DECLINED: _l("Nobody who was asked takes it."),
    OfferState.WITHDRAWN: _l("This shift is not on offer any more."),
    OfferState.COVERED: _l("Enough people work this shift by now."),
    OfferState.LAPSED: _l("The shift has begun."),
}


def _not_now(reason: str) -> InputProblems:
    return refused("", Message(reason), Message(_l("Nothing was changed.")))
