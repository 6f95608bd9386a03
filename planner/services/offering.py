"""What becomes of offers: accepted, declined, confirmed, withdrawn, undone; one transaction each.

The team's row is held from the first look on, so of many who accept at once one does, and the others are told so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from planner.board import Place
from planner.domain.drafts import EventKind, Version
from planner.domain.offering import Offer, OfferRules, OfferState
from planner.messages import Message, _l
from planner.ports import Clock, Records, Vault
from planner.problems import InputProblems, refused
from planner.services.issuing import Issuing
from planner.services.left_short import offer_again
from planner.services.month_ground import ground_of
from planner.services.offer_ends import close, end_asks, end_undo, end_what_is_over
from planner.services.offer_notices import OfferNotices, Told
from planner.services.offer_rounds import ASKED, Candidates, ask_more
from planner.services.published_change import Moves, change_published, overtaken_problem


@dataclass(frozen=True, slots=True)
class _Checked:
    """That a yes can be. before: the version in force. left: demand that is short of a vacant shift, and stays so."""

    before: Version
    left: Sequence[Message]


@dataclass(frozen=True, slots=True)
class _Case:
    """One offer within a transaction. offer: as it stands now."""

    records: Records
    offer: Offer
    now: datetime
    actor: int | None
    notices: OfferNotices


class _Over(InputProblems):
    """The roster or the rules do not allow any more what somebody was asked. reasons: what forbids it. taker: who alone
    reads them, besides leads, as they are about that person's shifts; "" = everybody. whole: nobody else can take it,
    either.
    """

    def __init__(
        self, refusal: InputProblems, reasons: Sequence[Message] = (), taker: str = "", *, whole: bool = False
    ) -> None:
        super().__init__(refusal.problems)
        self.reasons, self.taker, self.whole = reasons, taker, whole

    def read_by(self, person: str) -> InputProblems:
        """The same without what is not theirs to know."""
        return self if self.taker in ("", person) else _forbidden(())


class Offering:
    """Use cases on offers. person: a name in the team. KeyError for an offer of another team or to somebody else;
    InputProblems where it cannot be any more. base_url: what the links in letters begin with.
    """

    def __init__(self, vault: Vault, clock: Clock, base_url: str) -> None:
        self._vault, self._clock, self._base_url = vault, clock, base_url
        self._issuing = Issuing(clock, base_url)

    # ---- who is asked

    def accept(self, team: int, person: str, number: int, ask: int) -> Offer:
        """Take a shift over; at once, or once the lead confirms it, as the team has decided. ask: by its number."""
        with self._vault.writing() as records:
            case = self._case(records, team, number, self._author(records, team, person))
            if case.offer.ask(ask).person != person:
                raise KeyError(ask)
            after = case.offer.accept(ask, case.now, needs_yes=records.offer_rules(team).needs_yes(case.offer))
            # What cannot be is neither asked of the second one of a chain nor of the lead.
            complete = case.offer.complete(ask)
            try:
                checked = self._checked(case, complete)
            except _Over as found:
                self._end(case, complete, found)
                refusal = found.read_by(person)
            else:
                return self._accepted(case, after, checked)
        raise refusal

    def _end(self, case: _Case, checked: Offer, found: _Over) -> None:
        """What somebody said yes to is over. checked: the offer with that, which was found so."""
        assert checked.accepted is not None, "what is checked was accepted"
        offer, lead = case.offer, case.actor if case.offer.waits_for_lead else None
        if offer.undo_by:
            end_undo(case.records, offer, case.notices, lead)
        elif found.whole:
            after = offer.cover(case.now) if offer.vacant else offer.withdraw(case.now)
            close(case.records, offer, after, case.notices, lead)
        else:
            end_asks(case.records, offer, {checked.accepted.id: found.reasons}, case.notices, lead)
        case.records.add_event(EventKind.OFFER, case.actor, case.now, team=offer.team)

    def _accepted(self, case: _Case, after: Offer, checked: _Checked) -> Offer:
        if after.state is OfferState.OPEN:
            # The first yes of a chain, which waits for the second.
            return self._keep(case, after)
        if after.state is OfferState.TAKEN:
            return self._hand_over(case, after, checked)
        told = [*case.notices.waits(after), *([] if after.vacant else case.notices.would_take(after))]
        return self._keep(case, after, told)

    def decline(self, team: int, person: str, number: int) -> Offer:
        """Say no to all that one is asked. Of a vacant shift the next one is asked instead; nobody hears of it but who
        asked, or the lead where nobody is left.
        """
        with self._vault.writing() as records:
            case = self._case(records, team, number, self._author(records, team, person))
            if all(ask.person != person for ask in case.offer.asks):
                raise KeyError(number)
            after = case.offer.decline(person, case.now)
            if not after.vacant:
                return self._keep(case, after, case.notices.declined(after, person))
            after = ask_more(records, after, case.notices, 1)
            return self._keep(case, after, [] if after.ongoing else case.notices.nobody(after))

    # ---- who asked, and both who swapped

    def withdraw(self, team: int, person: str, number: int) -> Offer:
        """Take one's own offer back."""
        with self._vault.writing() as records:
            case = self._case(records, team, number, self._author(records, team, person))
            if case.offer.vacant or case.offer.giver != person:
                raise KeyError(number)
            return self._withdraw(case)

    def _withdraw(self, case: _Case) -> Offer:
        after = close(case.records, case.offer, case.offer.withdraw(case.now), case.notices, case.actor)
        case.records.add_event(EventKind.OFFER, case.actor, case.now, team=after.team)
        return after

    def undo(self, team: int, person: str, number: int) -> Offer:
        """Take a swap back, while no shift of it has begun and both stand as it left them; as a swap is confirmed."""
        with self._vault.writing() as records:
            case = self._case(records, team, number, self._author(records, team, person))
            if case.offer.vacant or person not in (case.offer.giver, case.offer.taker):
                raise KeyError(number)
            after = case.offer.undo(person, case.now, needs_yes=records.offer_rules(team).needs_yes(case.offer))
            try:
                before = self._checked(case, after).before
            except _Over as found:
                raise found.read_by(person) from None
            if after.state is OfferState.UNDONE:
                return self._take_back(case, after, before)
            return self._keep(case, after, [*case.notices.waits(after), *case.notices.wants_undo(after)])

    # ---- the lead

    def confirm(self, team: int, number: int, lead: int | None) -> Offer:
        """The lead's yes. lead: by number."""
        with self._vault.writing() as records:
            case = self._case(records, team, number, lead)
            after = case.offer.confirm(case.now, lead)
            try:
                checked = self._checked(case, after)
            except _Over as found:
                self._end(case, after, found)
                refusal = found
            else:
                if after.state is OfferState.TAKEN:
                    return self._hand_over(case, after, checked)
                return self._take_back(case, after, checked.before)
        raise refusal

    def refuse(self, team: int, number: int, lead: int | None) -> Offer:
        """The lead's no: whoever said yes is told, and in a swap both."""
        with self._vault.writing() as records:
            case = self._case(records, team, number, lead)
            people = [case.offer.taker, *([] if case.offer.vacant else [case.offer.giver])]
            people += [case.offer.second.person] if case.offer.second else []
            after = case.offer.refuse(case.now, lead)
            if after.vacant and not after.ongoing:
                after = ask_more(records, after, case.notices, ASKED)
            return self._keep(case, after, case.notices.refused(after, people))

    def end(self, team: int, number: int, lead: int | None) -> Offer:
        """The lead takes an offer of a vacant shift back, as it is filled otherwise."""
        with self._vault.writing() as records:
            case = self._case(records, team, number, lead)
            if not case.offer.vacant:
                raise KeyError(number)
            return self._withdraw(case)

    def rules(self, team: int) -> OfferRules:
        """What the team has decided."""
        with self._vault.reading() as records:
            return records.offer_rules(team)

    def decide(self, team: int, rules: OfferRules, lead: int | None) -> None:
        """Decide who has to confirm what from now on."""
        with self._vault.writing() as records:
            records.revision(team)
            if records.offer_rules(team) != rules:
                records.save_offer_rules(team, rules)
                records.add_event(EventKind.FACTS, lead, self._clock.now(), team=team)

    # ---- within the transaction

    def _author(self, records: Records, team: int, person: str) -> int:
        return records.people(team)[person]

    def _case(self, records: Records, team: int, number: int, actor: int | None) -> _Case:
        records.revision(team)
        now = self._clock.now()
        offer = records.offer(team, number)
        notices = OfferNotices(records, records.facts(team), team, now, self._base_url)
        if offer.at(now) != offer:
            # What the time has ended is told before anything else is done.
            offer = end_what_is_over(records, offer, notices)
        return _Case(records, offer, now, actor, notices)

    def _checked(self, case: _Case, after: Offer) -> _Checked:
        """What the rules say, asked anew about what would change."""
        records, shift, ask = case.records, after.shift, after.accepted
        assert ask is not None, "what changes hands was accepted"
        before = self._issuing.hold(records, after.team, (shift.day.year, shift.day.month))
        if before is None:
            raise overtaken_problem()
        ground = ground_of(records, before, case.now)
        handovers, there = ground.handovers, (ask.person, *shift.place[1:])
        if after.undo_by:
            back = (after.giver, *ask.back.place[1:]) if ask.back else None
            one = handovers.of(there, after.giver, back)
        elif after.second is not None and ask.back is not None:
            one = handovers.chained(shift.place, ask.person, ask.back.place, after.second.person)
        elif after.vacant:
            one = handovers.filling(shift.place, ask.person, ask.back.place if ask.back else None)
        else:
            one = handovers.of(shift.place, ask.person, ask.back.place if ask.back else None)
        if one is None:
            gone = not after.vacant and shift.place not in ground.roster.places()
            raise _Over(overtaken_problem(), whole=gone)
        left = ask.back if after.vacant and after.second is None else None
        if left is not None and not handovers.spared(shift.place, ask.person, left.place):
            raise _forbidden([Message(_l("nobody can be spared from the other shift by now"))])
        if after.vacant and not handovers.covers_more(one):
            anybody = Candidates(ground, case.now).next(shift, 1, {after.giver})
            raise _Over(overtaken_problem(), whole=not anybody)
        if not one.legal:
            raise _forbidden(handovers.reasons(one), one.taker)
        if not after.vacant and not one.covered:
            raise _forbidden(handovers.gaps(one))
        # Undoing a swap takes back what it did for fairness, as both want it.
        if not after.vacant and not after.undo_by and one.fair_points > 0:
            raise _forbidden([Message(_l("weekends, holidays and lates would be shared less fairly by it"))])
        return _Checked(before, handovers.left_short(one) if after.vacant else ())

    def _hand_over(self, case: _Case, after: Offer, checked: _Checked) -> Offer:
        """The shift changes hands. What its taker leaves short of a vacant one is on offer anew."""
        shift, ask = after.shift, after.accepted
        assert ask is not None
        takes = [] if after.vacant else [shift.place]
        takes += [ask.back.place] if ask.back else []
        made = self._change(case, checked.before, takes, {place: uuid4() for place in after.new_places(ask)})
        kept = self._keep(case, after)
        if checked.left:
            offer_again(case.records, after, made, checked.left, case.notices)
        return kept

    def _take_back(self, case: _Case, after: Offer, before: Version) -> Offer:
        """Each has their own shift again, the same as before for calendars."""
        shift, ask = after.shift, after.accepted
        assert ask is not None
        takes: list[Place] = [(ask.person, *shift.place[1:])]
        puts: dict[Place, UUID] = {shift.place: shift.uid}
        if ask.back is not None:
            takes.append((after.giver, *ask.back.place[1:]))
            puts[ask.back.place] = ask.back.uid
        self._change(case, before, takes, puts)
        return self._keep(case, after)

    def _change(self, case: _Case, before: Version, takes: Iterable[Place], puts: Mapping[Place, UUID]) -> Version:
        moves = Moves(tuple(takes), puts)
        return change_published(case.records, self._issuing, before, moves, EventKind.HAND_OVER, case.actor).version

    def _keep(self, case: _Case, after: Offer, told: Iterable[Told] = ()) -> Offer:
        case.records.save_offer(after)
        case.notices.tell(told)
        case.notices.tell(case.notices.left_alone(case.offer, after))
        case.records.add_event(EventKind.OFFER, case.actor, case.now, team=after.team)
        return after


def _forbidden(reasons: Sequence[Message], taker: str = "") -> _Over:
    reasons = reasons or [Message(_l("a rule would be broken"))]
    reason = Message(_l("That is not possible any more: {reasons}."), reasons=list(reasons))
    return _Over(refused("", reason, Message(_l("Nothing was changed."))), reasons, taker)
