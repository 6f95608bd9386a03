"""What people see of offers: each what concerns them, and leads all of a team."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from planner.changing.handover import Handovers
from planner.changing.replace_words import effect_words
from planner.changing.replacement import Effect
from planner.domain.demand import ShiftType
from planner.domain.offering import Ask, AskState, Offer, OfferedShift, OfferRules, OfferState
from planner.domain.people import AbsenceKind
from planner.domain.team import Team
from planner.messages import Message
from planner.ports import Clock, Records, Vault
from planner.services.month_facts import in_force
from planner.services.month_reports import Reports
from planner.services.offer_words import public_name, way_words

_SAID_YES = (AskState.WOULD, AskState.ACCEPTED)
#: Where somebody has, or had, what was on offer; else a yes came to nothing.
_CHANGED_HANDS = (OfferState.TAKEN, OfferState.UNDONE)
#: Leads see offers of shifts since so many days ago.
SEEN_DAYS = 14


@dataclass(frozen=True, slots=True)
class SeenOffer:
    """An offer as it stands. ask: the one that it is seen through, where it is one person's. effects: what taking it
    means for them. weighed: the same of each who would get a shift, by name, for leads.
    """

    team_id: int
    team: Team
    offer: Offer
    ask: Ask | None = None
    effects: Sequence[Message] = ()
    weighed: Sequence[tuple[str, Sequence[Message]]] = ()

    @property
    def still_asked(self) -> Sequence[str | Message]:
        """Who has not answered yet, as colleagues call them."""
        names = (ask.person for ask in self.offer.asks if self.offer.open_asks(ask.person))
        return [self.public(name) for name in dict.fromkeys(names)]

    @property
    def ways(self) -> Sequence[str | Message]:
        """The same for leads: by full name, and who would leave which shift for it."""
        return [way_words(self.offer, ask, self.team) for ask in self.offer.ways]

    @property
    def partner(self) -> Ask | None:
        """The other one of the ask's chain."""
        return self.offer.partner(self.ask) if self.ask else None

    @property
    def shown(self) -> OfferedShift:
        """The shift that a yes is about."""
        return self.offer.about(self.ask) if self.ask else self.offer.shift

    def kind(self, shift: OfferedShift) -> ShiftType | None:
        """A shift's type; None where the team has it no more."""
        return next((kind for kind in self.team.shift_types if kind.code == shift.code), None)

    def public(self, person: str) -> str | Message:
        """What colleagues call somebody."""
        return public_name(person, self.team)


@dataclass(frozen=True, slots=True)
class OwnOffers:
    """What concerns one person. now: in the zone of their first team. sick_until: the last day they are called in sick
    for, today or later; None = they are not.

    asked: what they can take; own: what they have offered, accepted or swapped, and can still change.
    """

    now: datetime
    sick_until: date | None
    asked: Sequence[SeenOffer]
    own: Sequence[SeenOffer]
    persons: Mapping[int, str]

    @property
    def today(self) -> date:
        """The date."""
        return self.now.date()


@dataclass(frozen=True, slots=True)
class TeamOffers:
    """A team's offers for its leads, newest first. waiting: for their yes. ill: who is sick now -> until when.

    people: everybody, in order. now: in the team's zone.
    """

    team: Team
    now: datetime
    rules: OfferRules
    waiting: Sequence[SeenOffer]
    open: Sequence[SeenOffer]
    over: Sequence[SeenOffer]
    ill: Mapping[str, date]


class OfferViews:
    """Looks them up."""

    def __init__(self, vault: Vault, clock: Clock, reports: Reports) -> None:
        self._vault, self._clock, self._reports = vault, clock, reports

    def now(self) -> datetime:
        """The present moment, aware."""
        return self._clock.now()

    def own(self, persons: Mapping[int, str]) -> OwnOffers | None:
        """What concerns somebody. persons: their name in each of their teams; None for nobody's."""
        asked: list[SeenOffer] = []
        own: list[SeenOffer] = []
        sick: list[date] = []
        now = self._clock.now()
        with self._vault.reading() as records:
            teams = {team: records.facts(team) for team in sorted(persons)}
            found = {team: _standing(records, team, facts, now) for team, facts in teams.items()}
        for team, facts in teams.items():
            me, today = persons[team], now.astimezone(facts.zone).date()
            sick += [until for person, until in _ill(facts, today).items() if person == me]
            weigh = _Weighing(self._vault, self._reports, team)
            for offer in found[team]:
                for ask in offer.open_asks(me):
                    if all(now < one.begins_at for one in (offer.about(ask), ask.back) if one):
                        asked.append(SeenOffer(team, facts, offer, ask, weigh.effects(offer, ask)))
                mine = [ask for ask in offer.asks if ask.person == me and ask.state in _SAID_YES]
                if offer.vacant and offer.ongoing and mine and me not in offer.in_vain:
                    own.append(SeenOffer(team, facts, offer, mine[0]))
                elif _concerns(offer, me, now):
                    own.append(SeenOffer(team, facts, offer, offer.accepted))
        if not teams:
            return None
        zone = next(iter(teams.values())).zone
        asked.sort(key=lambda one: one.offer.shift.begins_at)
        own.sort(key=lambda one: one.offer.shift.begins_at)
        return OwnOffers(now.astimezone(zone), max(sick, default=None), asked, own, persons)

    def of_team(self, team: int) -> TeamOffers:
        """All of a team's offers of late and to come."""
        now = self._clock.now()
        with self._vault.reading() as records:
            facts, rules = records.facts(team), records.offer_rules(team)
            offers = list(reversed(_standing(records, team, facts, now)))
        weigh = _Weighing(self._vault, self._reports, team)
        waiting = [one for one in offers if one.waits_for_lead]
        here = now.astimezone(facts.zone)
        return TeamOffers(
            facts, here, rules,
            [SeenOffer(team, facts, one, one.accepted, weighed=weigh.accepted(one)) for one in waiting],
            [SeenOffer(team, facts, one) for one in offers if one.state is OfferState.OPEN],
            [SeenOffer(team, facts, one, one.accepted if one.state in _CHANGED_HANDS else None)
             for one in offers if not one.ongoing],
            _ill(facts, here.date()),
        )  # fmt: skip

    def waiting(self, team: int) -> int:
        """How many offers wait for the lead."""
        now = self._clock.now()
        with self._vault.reading() as records:
            return sum(one.waits_for_lead for one in _standing(records, team, records.facts(team), now))


def _standing(records: Records, team: int, facts: Team, now: datetime) -> Sequence[Offer]:
    since = now.astimezone(facts.zone).date() - timedelta(days=SEEN_DAYS)
    return [offer.at(now) for offer in records.offers(team, since)]


def _concerns(offer: Offer, me: str, now: datetime) -> bool:
    """Whether somebody can still change something about an offer that they made, accepted or swapped by."""
    if now >= offer.begins_at:
        return False
    if offer.vacant:
        return False
    ended = (OfferState.WITHDRAWN, OfferState.UNDONE)
    return offer.state not in ended and me in (offer.giver, offer.taker)


def _ill(facts: Team, today: date) -> Mapping[str, date]:
    """Who is sick on a date -> until when."""
    rows = (row for row in facts.absences if row.kind is AbsenceKind.SICK and row.first <= today <= row.last)
    return {row.person: row.last for row in rows}


class _Weighing:
    """What it means to take a shift, by the reports of what is in force; each is made once."""

    def __init__(self, vault: Vault, reports: Reports, team: int) -> None:
        self._vault, self._reports, self._team = vault, reports, team
        self._known: dict[tuple[int, int], Handovers | None] = {}

    def accepted(self, offer: Offer) -> Sequence[tuple[str, Sequence[Message]]]:
        """For each who would get a shift by what was accepted, by name; nothing of what is done."""
        if offer.accepted is None or offer.undo_by:
            return ()
        return [(one.person, tuple(effect_words(one))) for one in self._of(offer, offer.accepted)]

    def effects(self, offer: Offer, ask: Ask) -> Sequence[Message]:
        """For who is asked; nothing where it cannot be any more."""
        return next((tuple(effect_words(one)) for one in self._of(offer, ask) if one.person == ask.person), ())

    def _of(self, offer: Offer, ask: Ask) -> Sequence[Effect]:
        """For all who would get a shift."""
        handovers = self._handovers((offer.shift.day.year, offer.shift.day.month))
        if handovers is None or not handovers.knows(ask.person):
            return ()
        partner = offer.partner(ask)
        if partner is not None:
            first, second = (ask, partner) if ask.back else (partner, ask)
            assert first.back is not None
            return handovers.chain_effects(offer.shift.place, first.person, first.back.place, second.person)
        back = ask.back.place if ask.back else None
        if offer.vacant:
            return handovers.filling_effects(offer.shift.place, ask.person, back)
        one = handovers.of(offer.shift.place, ask.person, back)
        return handovers.effects(one) if one else ()

    def _handovers(self, month: tuple[int, int]) -> Handovers | None:
        if month not in self._known:
            with self._vault.reading() as records:
                version = in_force(records.versions(self._team, *month))
            report = self._reports.of(version).report if version else None
            self._known[month] = (
                Handovers(report.board, report.columns, report.roster.places()) if report is not None else None
            )
        return self._known[month]
