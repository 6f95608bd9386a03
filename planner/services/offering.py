"""What becomes of offers: accepted, declined, confirmed, withdrawn, undone; one transaction each.

The team's row is held from the first look on, so of many who accept at once one does, and the others are told so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from planner.board import Place
from planner.domain.drafts import EventKind, Version
from planner.domain.offering import Ask, Offer, OfferRules, OfferState
from planner.messages import Message, _l
from planner.ports import Clock, Records, Vault
from planner.problems import InputProblems, refused
from planner.services.issuing import Issuing
from planner.services.month_ground import ground_of
from planner.services.offer_ends import end_asks
from planner.services.offer_notices import OfferNotices, Told
from planner.services.offer_rounds import ASKED, ask_more
from planner.services.published_change import Moves, change_published, overtaken_problem
from solver.limits import Tier


@dataclass(frozen=True, slots=True)
class _Case:
    """One offer within a transaction. offer: as it stands now."""

    records: Records
    offer: Offer
    now: datetime
    actor: int | None
    notices: OfferNotices


class _Impossible(InputProblems):
    """The roster or the rules do not allow any more what somebody was asked."""


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
            try:
                before = self._checked(case, case.offer.complete(ask))
            except _Impossible as found:
                over = _with_back(case.offer, ask)
                if not over:
                    raise
                end_asks(records, case.offer, over, case.notices)
                refusal = found
            else:
                return self._accepted(case, after, before)
        raise refusal

    def _accepted(self, case: _Case, after: Offer, before: Version) -> Offer:
        if after.state is OfferState.OPEN:
            # The first yes of a chain, which waits for the second.
            return self._keep(case, after)
        if after.state is OfferState.TAKEN:
            self._hand_over(case, after, before)
            return self._keep(case, after)
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
        both = (one.person for one in (case.offer.accepted, case.offer.second) if one)
        told = [notice for person in both for notice in case.notices.not_needed(case.offer, person)]
        return self._keep(case, case.offer.withdraw(case.now), told)

    def undo(self, team: int, person: str, number: int) -> Offer:
        """Take a swap back, while no shift of it has begun and both stand as it left them; as a swap is confirmed."""
        with self._vault.writing() as records:
            case = self._case(records, team, number, self._author(records, team, person))
            if case.offer.vacant or person not in (case.offer.giver, case.offer.taker):
                raise KeyError(number)
            after = case.offer.undo(person, case.now, needs_yes=records.offer_rules(team).needs_yes(case.offer))
            before = self._checked(case, after)
            if after.state is OfferState.UNDONE:
                self._take_back(case, after, before)
                return self._keep(case, after)
            return self._keep(case, after, [*case.notices.waits(after), *case.notices.wants_undo(after)])

    # ---- the lead

    def confirm(self, team: int, number: int, lead: int | None) -> Offer:
        """The lead's yes. lead: by number."""
        with self._vault.writing() as records:
            case = self._case(records, team, number, lead)
            after = case.offer.confirm(case.now, lead)
            before = self._checked(case, after)
            (self._hand_over if after.state is OfferState.TAKEN else self._take_back)(case, after, before)
            return self._keep(case, after)

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
        offer = records.offer(team, number).at(now)
        notices = OfferNotices(records, records.facts(team), team, now, self._base_url)
        return _Case(records, offer, now, actor, notices)

    def _checked(self, case: _Case, after: Offer) -> Version:
        """The version in force, once the rules have been asked anew about what would change."""
        records, shift, ask = case.records, after.shift, after.accepted
        assert ask is not None, "what changes hands was accepted"
        before = self._issuing.hold(records, after.team, (shift.day.year, shift.day.month))
        if before is None:
            raise overtaken_problem()
        handovers = ground_of(records, before, case.now).handovers
        there = (ask.person, *shift.place[1:])
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
            raise _Impossible(overtaken_problem().problems)
        left = ask.back if after.vacant and after.second is None else None
        if left is not None and not handovers.spared(shift.place, ask.person, left.place):
            raise _impossible([Message(_l("nobody can be spared from the other shift by now"))])
        if after.vacant and one.costs[Tier.COVERAGE] >= 0:
            raise overtaken_problem()
        if not one.legal:
            raise _impossible(handovers.reasons(one) or [Message(_l("a rule would be broken"))])
        return before

    def _hand_over(self, case: _Case, after: Offer, before: Version) -> None:
        shift, ask = after.shift, after.accepted
        assert ask is not None
        takes = [] if after.vacant else [shift.place]
        takes += [ask.back.place] if ask.back else []
        self._change(case, before, takes, {place: uuid4() for place in after.new_places(ask)})

    def _take_back(self, case: _Case, after: Offer, before: Version) -> None:
        """Each has their own shift again, the same as before for calendars."""
        shift, ask = after.shift, after.accepted
        assert ask is not None
        takes: list[Place] = [(ask.person, *shift.place[1:])]
        puts: dict[Place, UUID] = {shift.place: shift.uid}
        if ask.back is not None:
            takes.append((after.giver, *ask.back.place[1:]))
            puts[ask.back.place] = ask.back.uid
        self._change(case, before, takes, puts)

    def _change(self, case: _Case, before: Version, takes: Iterable[Place], puts: Mapping[Place, UUID]) -> None:
        moves = Moves(tuple(takes), puts)
        change_published(case.records, self._issuing, before, moves, EventKind.HAND_OVER, case.actor)

    def _keep(self, case: _Case, after: Offer, told: Iterable[Told] = ()) -> Offer:
        case.records.save_offer(after)
        case.notices.tell(told)
        for person in sorted(after.in_vain - case.offer.in_vain):
            case.notices.tell(case.notices.not_needed(after, person))
        case.records.add_event(EventKind.OFFER, case.actor, case.now, team=after.team)
        return after


def _impossible(reasons: Sequence[Message]) -> _Impossible:
    reason = Message(_l("That is not possible any more: {reasons}."), reasons=list(reasons))
    return _Impossible(refused("", reason, Message(_l("Nothing was changed."))).problems)


def _with_back(offer: Offer, number: int) -> list[Ask]:
    """Of an ask for a vacant shift and the other one of its chain, who would leave another shift for it."""
    ask = offer.ask(number)
    both = (ask, offer.partner(ask)) if offer.vacant else ()
    return [one for one in both if one and one.back]
