"""Somebody gives a shift away, or exchanges it: with whom that can be, and asking them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from planner.board import Place
from planner.changing.handover import Handover, Handovers
from planner.changing.replace_words import effect_words
from planner.domain.drafts import EventKind, Version
from planner.domain.offering import Ask, Offer, OfferedShift
from planner.domain.team import Team
from planner.messages import Message, _l
from planner.ports import Clock, Records, Vault
from planner.problems import refused
from planner.reporting.briefing import Briefing, Work
from planner.services.issuing import Issuing
from planner.services.month_facts import in_force
from planner.services.month_ground import ground_of
from planner.services.offer_notices import OfferNotices
from planner.services.published_change import overtaken_problem

#: Shifts of others are looked at so many days before and after the own one.
NEAR_DAYS = 14
#: So many ways are shown at most, each of giving away and of exchanging.
MOST_SHOWN = 24

#: Whom to ask: the taker, and the shift that would come back as (date, code); None = nothing.
Wanted = tuple[str, tuple[date, str] | None]


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody to ask. number: among the people. back: their shift that would come back; None = nothing. effects: what
    it means for who asks.
    """

    name: str
    number: int
    public_name: str
    back: Work | None
    effects: Sequence[Message]

    @property
    def wanted(self) -> Wanted:
        """What asking them is."""
        return self.name, (self.back.day, self.back.shift.code) if self.back else None


@dataclass(frozen=True, slots=True)
class SwapChoice:
    """A shift of one's own, and with whom it could be swapped. offer: that it is in already, if any.

    gives: to whom it can be given; exchanges: for which shifts of others it can be exchanged; both best first.
    shifts_seen: whether the team lets its people see the shifts of others, which exchanges need.
    """

    team: Team
    work: Work
    offer: Offer | None
    gives: Sequence[Partner]
    exchanges: Sequence[Partner]
    shifts_seen: bool = True


class Swapping:
    """Use cases on a person's own shift. KeyError for one that they do not work. base_url: what links begin with."""

    def __init__(self, vault: Vault, clock: Clock, base_url: str) -> None:
        self._vault, self._clock, self._base_url = vault, clock, base_url
        self._issuing = Issuing(clock, base_url)

    def choose(self, team: int, place: Place) -> SwapChoice:
        """With whom a shift could be swapped; nobody, once it has begun."""
        with self._vault.reading() as records:
            facts, now = records.facts(team), self._clock.now()
            seen = records.colleague_rules(team).shifts
            version = in_force(records.versions(team, place[1].year, place[1].month))
            works = {} if version is None else _works(records, facts, version)
            if version is None or place not in works:
                raise KeyError(place)
            offer = _ongoing(records, team, place, now)
            if works[place].start <= now or offer is not None:
                return SwapChoice(facts, works[place], offer, (), ())
            handovers, numbers = ground_of(records, version, now).handovers, records.people(team)
        gives, exchanges = _ways(handovers, works, place, now)
        exchanges = exchanges if seen else ()
        public = {manager.name: manager.public_name for manager in facts.managers}

        def partner(one: Handover) -> Partner:
            # In an exchange whoever asks gets a shift, too: that is what concerns them.
            effects = handovers.effects(one)
            words = list(effect_words(effects[1])) if one.back else []
            back = works[one.back] if one.back else None
            return Partner(one.taker, numbers[one.taker], public[one.taker], back, words)

        return SwapChoice(
            facts, works[place], None,
            [partner(one) for one in gives[:MOST_SHOWN]], [partner(one) for one in exchanges[:MOST_SHOWN]],
            seen,
        )  # fmt: skip

    def names(self, team: int) -> Mapping[int, str]:
        """The people of a team, by number."""
        with self._vault.reading() as records:
            return {number: name for name, number in records.people(team).items()}

    def ask(self, team: int, place: Place, wanted: Collection[Wanted]) -> Offer:
        """Offer a shift: to one person or several, each for nothing or for one of their shifts.

        InputProblems when it is on offer already, has begun, or does not suit somebody asked any more.
        """
        with self._vault.writing() as records:
            number = records.people(team)[place[0]]
            facts, now = records.facts(team), self._clock.now()
            version = self._issuing.hold(records, team, (place[1].year, place[1].month))
            works = {} if version is None else _works(records, facts, version)
            if version is None or place not in works:
                raise KeyError(place)
            if works[place].start <= now:
                raise refused("", Message(_l("The shift has begun.")), Message(_l("Nothing was changed.")))
            if _ongoing(records, team, place, now) is not None:
                reason = Message(_l("This shift is on offer already."))
                raise refused("", reason, Message(_l("Take that offer back first.")))
            handovers = ground_of(records, version, now).handovers
            if not records.colleague_rules(team).shifts and any(back for _, back in wanted):
                raise overtaken_problem()
            found = [self._handover(handovers, works, place, one, now) for one in dict.fromkeys(wanted)]
            if not found:
                reason = Message(_l("Nobody was chosen."))
                raise refused("", reason, Message(_l("Choose whom to ask.")))
            asks = tuple(Ask(one.taker, _offered(works, one.back) if one.back else None) for one in found)
            shift = _offered(works, place)
            offer = records.add_offer(Offer(team, shift, False, asks, now))
            notices = OfferNotices(records, facts, team, now, self._base_url)
            for ask, one in zip(offer.asks, found, strict=True):
                notices.tell(notices.offered(offer, ask, list(effect_words(handovers.effects(one)[0]))))
            records.add_event(EventKind.OFFER, number, now, team=team)
            return offer

    def _handover(
        self, handovers: Handovers, works: Mapping[Place, Work], place: Place, wanted: Wanted, now: datetime
    ) -> Handover:
        name, back = wanted
        returned = None if back is None else (name, *back)
        if returned is not None and (returned not in works or works[returned].start <= now):
            raise overtaken_problem()
        one = None if name == place[0] else handovers.of(place, name, returned)
        if one is None or not one.suits:
            raise overtaken_problem()
        return one


def _works(records: Records, facts: Team, version: Version) -> dict[Place, Work]:
    briefing = Briefing(facts, records.roster(version.id).assignments)
    return {(work.manager.name, work.day, work.shift.code): work for work in briefing.works}


def _ways(
    handovers: Handovers, works: Mapping[Place, Work], place: Place, now: datetime
) -> tuple[Sequence[Handover], Sequence[Handover]]:
    near = [place[1] + timedelta(days=n) for n in range(-NEAR_DAYS, NEAR_DAYS + 1)]
    past = [other for other, work in works.items() if work.start <= now]
    return handovers.takers(place), handovers.exchanges(place, near, past)


def _ongoing(records: Records, team: int, place: Place, now: datetime) -> Offer | None:
    """The offer of a shift that something may still come of."""
    found = (offer.at(now) for offer in records.offers(team, place[1]) if offer.shift.place == place)
    return next((one for one in found if one.ongoing and not one.vacant and not one.undo_by), None)


def _offered(works: Mapping[Place, Work], place: Place) -> OfferedShift:
    return OfferedShift(*place, works[place].uid, works[place].start)


