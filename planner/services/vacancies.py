"""Whether a vacant shift has somebody else by now, whom the lead put there: of several, each needs somebody of its own.

Where a skill is short without its person, only somebody with the skill fills it.
"""

from datetime import datetime

from planner.board import Place
from planner.changing.shortage import Shortage
from planner.domain.drafts import Version
from planner.domain.offering import Offer, OfferState
from planner.ports import Records
from planner.services.month_facts import in_force
from planner.services.month_ground import ground_of
from solver.limits import Tier


class Vacancies:
    """Of a team's rosters, within a transaction."""

    def __init__(self, records: Records, team: int, now: datetime) -> None:
        self._records, self._team, self._now = records, team, now
        self._versions: dict[tuple[int, int], list[Version]] = {}
        self._places: dict[int, frozenset[Place]] = {}
        self._shortages: dict[int, Shortage] = {}

    def places(self, offer: Offer) -> frozenset[Place]:
        """What is in force of the month of its shift."""
        version = in_force(self._of_month(offer))
        return self._of(version) if version else frozenset()

    def filled(self, offer: Offer) -> bool:
        """Whether somebody works the vacant shift who has neither taken it nor another one like it that is vacant.

        Such a person fills one vacancy, not all that are alike; first one that is not on offer any more.
        """
        alike = [one for one in self._records.offers(self._team, offer.shift.day) if _alike(one, offer)]
        taken = [one for one in alike if one.state is OfferState.TAKEN]
        if any(one.giver == offer.giver and one.id < offer.id for one in taken) and not self._gap(offer, offer.giver):
            # What its taker left short is not so any more.
            return True
        known = {one.giver for one in alike} | {one.taker for one in taken}
        there = {person for person, *shift in self.places(offer) if tuple(shift) == offer.shift.place[1:]}
        if offer.giver in there:
            return True
        # Whoever was ill, well and ill again has left one vacancy, the last.
        last = {one.giver: one for one in alike if one.id != offer.id and one.giver not in {offer.giver, *there}}
        before = [one for one in last.values() if not one.ongoing and one.state is not OfferState.TAKEN]
        return self._seats([*before, offer], known) > self._seats(before, known)

    def needed(self, offer: Offer) -> bool:
        """Whether anybody at all who works the vacant shift would count for demand that is short."""
        shortage = self._shortage(offer)
        return shortage is not None and shortage.anywhere(*offer.shift.place[1:])

    def helps(self, offer: Offer, person: str) -> bool:
        """Whether somebody would."""
        return bool(self._gap(offer, person))

    def _suits(self, offer: Offer, person: str) -> bool:
        """Whether somebody who works the vacant shift counts for all that is short without the one who is ill."""
        return self._gap(offer, person) >= self._gap(offer, offer.giver)

    def _gap(self, offer: Offer, person: str) -> frozenset[int]:
        shortage = self._shortage(offer)
        return shortage.of((person, *offer.shift.place[1:])) if shortage else frozenset()

    def _shortage(self, offer: Offer) -> Shortage | None:
        """Of what is in force."""
        version = in_force(self._of_month(offer))
        if version is None:
            return None
        if version.id not in self._shortages:
            ground = ground_of(self._records, version, self._now, lambda rule: rule.tier is Tier.COVERAGE)
            self._shortages[version.id] = Shortage(ground.board, ground.columns, ground.roster.places())
        return self._shortages[version.id]

    def _seats(self, offers: list[Offer], known: set[str]) -> int:
        """How many of them have somebody. Who came after the newer one fell vacant came after the older one, too."""
        seats = 0
        for one in sorted(offers, key=lambda each: each.made_at, reverse=True):
            seats += self._more(one, known) > seats
        return seats

    def _more(self, offer: Offer, known: set[str]) -> int:
        """How many more work the shift than when it fell vacant who fill it; without those who are known."""
        then = next((one for one in self._of_month(offer) if one.made_at == offer.made_at), None)
        if then is None:
            return 0
        now, before = (
            {person for person, *shift in places if tuple(shift) == offer.shift.place[1:]} - known
            for places in (self.places(offer), self._of(then))
        )
        come, gone = (sum(self._suits(offer, person) for person in some) for some in (now - before, before - now))
        return come - gone

    def _of_month(self, offer: Offer) -> list[Version]:
        month = (offer.shift.day.year, offer.shift.day.month)
        if month not in self._versions:
            self._versions[month] = list(self._records.versions(self._team, *month))
        return self._versions[month]

    def _of(self, version: Version) -> frozenset[Place]:
        if version.id not in self._places:
            self._places[version.id] = self._records.roster(version.id).places()
        return self._places[version.id]


def _alike(one: Offer, other: Offer) -> bool:
    return one.vacant and one.shift.place[1:] == other.shift.place[1:]
