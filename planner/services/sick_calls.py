"""Somebody calls in sick, even for today, and is well again: what falls away, who is asked to take it, what comes back.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from planner.board import Place
from planner.domain.drafts import EventKind, Version
from planner.domain.offering import Offer, OfferedShift, OfferState
from planner.domain.people import Absence, AbsenceKind
from planner.messages import Message, _l
from planner.ports import Clock, Records, Vault
from planner.problems import refused
from planner.reporting.briefing import Briefing, Work
from planner.services.issuing import Issuing
from planner.services.month_facts import in_force
from planner.services.month_ground import ground_of
from planner.services.offer_ends import close
from planner.services.offer_notices import OfferNotices, Told
from planner.services.offer_rounds import ASKED, Candidates, next_round, offers_about_now
from planner.services.published_change import Moves, change_published
from planner.services.vacancies import Vacancies

#: A vacant shift in one of these is not theirs again who are well: it is taken, or ended by the lead.
_DONE = (OfferState.TAKEN, OfferState.WITHDRAWN)
#: The longest that can be called in at once; longer is a matter for the lead.
MOST_DAYS = 42


@dataclass(frozen=True, slots=True)
class SickCall:
    """What came of a call. last: the last day away. fallen: shifts that fell away; offered: those offered to somebody.
    """

    last: date
    fallen: int
    offered: int


class SickCalls:
    """Use cases, one transaction each. persons: the name somebody has in each team concerned. actor: who says so, by
    number, where it is not the person. InputProblems for what cannot be. base_url: what links in letters begin with.
    """

    def __init__(self, vault: Vault, clock: Clock, base_url: str) -> None:
        self._vault, self._clock, self._base_url = vault, clock, base_url
        self._issuing = Issuing(clock, base_url)

    def call_in(self, persons: Mapping[int, str], last: date | None, actor: int | None = None) -> SickCall:
        """Away from today to `last` (None: today alone). Shifts of these days that are not over fall away, and those
        that have not begun are offered to who could take them.
        """
        with self._vault.writing() as records:
            for team in sorted(persons):
                records.revision(team)
            calls = [self._call_in(records, team, persons[team], last, actor) for team in sorted(persons)]
        if not calls:
            raise KeyError("nobody's team")
        return SickCall(calls[0].last, sum(one.fallen for one in calls), sum(one.offered for one in calls))

    def back(self, persons: Mapping[int, str], since: date, actor: int | None = None) -> int:
        """Well again from a day on, today or tomorrow; how many shifts come back: those to come that nobody has taken.
        """
        with self._vault.writing() as records:
            for team in sorted(persons):
                records.revision(team)
            return sum(self._back(records, team, persons[team], since, actor) for team in sorted(persons))

    # ---- ill

    def _call_in(
        self, records: Records, team: int, person: str, last: date | None, actor: int | None
    ) -> SickCall:
        facts, now = records.facts(team), self._clock.now()
        number = records.people(team)[person]
        today = now.astimezone(facts.zone).date()
        last = last or today
        if not today <= last <= today + timedelta(days=MOST_DAYS):
            reason = Message(_l("That is no last day of a sick call."))
            mend = Message(_l("Choose today, or a day up to {day}."), day=today + timedelta(days=MOST_DAYS))
            raise refused("", reason, mend, column="last")
        absences = with_sickness(facts.absences, person, today, last)
        if absences != facts.absences:
            records.save_facts(replace(facts, absences=absences), team, records.people(team))
        notices = OfferNotices(records, records.facts(team), team, now, self._base_url)
        self._end_swaps(records, team, person, last, notices, actor or number)
        fallen, offers = 0, []
        for version in self._in_force(records, team, today, last):
            own = Briefing(facts, records.roster(version.id).assignments).of(person)
            works = [work for work in own if today <= work.day <= last and work.end > now]
            if works:
                fallen += len(works)
                offers += self._fall_away(records, version, works, actor or number, notices)
        self._tell(records, team, notices, notices.ill(person, last, offers), actor or number, EventKind.AWAY)
        return SickCall(last, fallen, sum(bool(offer.asks) for offer in offers))

    def _fall_away(
        self, records: Records, version: Version, works: Sequence[Work], actor: int, notices: OfferNotices
    ) -> list[Offer]:
        """Publish the month without some shifts of a person, and offer those that have not begun."""
        self._issuing.hold(records, version.team, (version.year, version.month))
        moves = Moves(tuple(_place(work) for work in works))
        made = change_published(records, self._issuing, version, moves, EventKind.AWAY, actor).version
        now = self._clock.now()
        coming = [work for work in works if work.start > now]
        if not coming:
            return []
        candidates, offers = Candidates(ground_of(records, made, now), now), []
        for work in coming:
            shift = OfferedShift(*_place(work), work.uid, work.start)
            found = candidates.next(shift, ASKED)
            asks = tuple(one.ask for one in found)
            due = next_round(work.start, now, len(found))
            offer = records.add_offer(Offer(version.team, shift, True, asks, made.made_at, next_round_at=due))
            for ask, one in zip(offer.asks, found, strict=True):
                notices.tell(notices.offered(offer, ask, one.effects))
            offers.append(offer)
        return offers

    def _end_swaps(
        self, records: Records, team: int, person: str, last: date, notices: OfferNotices, actor: int
    ) -> None:
        """What they offered themselves is not theirs to give any more."""
        for offer in offers_about_now(records, team, notices.now):
            own = offer.giver == person and not offer.vacant and offer.shift.day <= last
            if own and offer.at(notices.now).state in (OfferState.OPEN, OfferState.ACCEPTED):
                close(records, offer, offer.withdraw(notices.now), notices, actor)

    # ---- well again

    def _back(self, records: Records, team: int, person: str, since: date, actor: int | None) -> int:
        facts, now = records.facts(team), self._clock.now()
        number = records.people(team)[person]
        today = now.astimezone(facts.zone).date()
        if since not in (today, today + timedelta(days=1)):
            reason = Message(_l("Nobody can be back on that day."))
            raise refused("", reason, Message(_l("Choose today or tomorrow.")))
        absences = without_sickness(facts.absences, person, since)
        if absences == facts.absences:
            return 0
        records.save_facts(replace(facts, absences=absences), team, records.people(team))
        notices = OfferNotices(records, records.facts(team), team, now, self._base_url)
        returning: dict[tuple[int, int], dict[Place, UUID]] = {}
        for offer in records.offers(team, since):
            coming = now < offer.shift.begins_at
            if coming and offer.vacant and offer.giver == person and offer.state not in _DONE:
                filled = Vacancies(records, team, now).filled(offer)
                after = replace(offer, state=OfferState.COVERED if filled else OfferState.WITHDRAWN)
                close(records, offer, after, notices, actor or number)
                if not filled:
                    month = (offer.shift.day.year, offer.shift.day.month)
                    returning.setdefault(month, {})[offer.shift.place] = offer.shift.uid
        for month, puts in sorted(returning.items()):
            version = self._issuing.hold(records, team, month)
            assert version is not None, "shifts fell out of it"
            change_published(records, self._issuing, version, Moves((), puts), EventKind.BACK, actor or number)
        self._tell(records, team, notices, notices.well(person, since), actor or number, EventKind.BACK)
        return sum(len(puts) for puts in returning.values())

    # ---- both

    def _in_force(self, records: Records, team: int, first: date, last: date) -> Iterator[Version]:
        for month in sorted(records.months(team)):
            if (first.year, first.month) <= month <= (last.year, last.month):
                version = in_force(records.versions(team, *month))
                if version is not None:
                    yield version

    def _tell(
        self, records: Records, team: int, notices: OfferNotices, told: Iterable[Told], actor: int, kind: EventKind
    ) -> None:
        """Tell the leads, but not of what they did themselves."""
        records.add_event(kind, actor, notices.now, team=team)
        notices.tell((to, notice) for to, notice in told if to != actor)


def _place(work: Work) -> Place:
    return work.manager.name, work.day, work.shift.code


def with_sickness(absences: Sequence[Absence], person: str, first: date, last: date) -> tuple[Absence, ...]:
    """Absences with a sick stretch more; stretches of the same person that it meets become one with it."""
    met = [row for row in absences if _is_sick(row, person) and _meets(row, first, last)]
    first, last = min([first, *(row.first for row in met)]), max([last, *(row.last for row in met)])
    return (*(row for row in absences if row not in met), Absence(person, AbsenceKind.SICK, first, last))


def without_sickness(absences: Sequence[Absence], person: str, since: date) -> tuple[Absence, ...]:
    """Absences in which a person is not sick from a day on."""
    kept = []
    for row in absences:
        if _is_sick(row, person) and row.last >= since:
            if row.first < since:
                kept.append(replace(row, last=since - timedelta(days=1)))
        else:
            kept.append(row)
    return tuple(kept)


def _is_sick(row: Absence, person: str) -> bool:
    return row.person == person and row.kind is AbsenceKind.SICK


def _meets(row: Absence, first: date, last: date) -> bool:
    return row.first <= last + timedelta(days=1) and first <= row.last + timedelta(days=1)
