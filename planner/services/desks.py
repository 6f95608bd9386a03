"""The desks of all teams in one database."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from planner.domain.wishing import WishWindow
from planner.feeds.store import FeedBody
from planner.services.busy_times import BusyTimes
from planner.services.colleagues import Colleagues
from planner.services.feeds import Feeds
from planner.services.leave_effects import LeaveEffects
from planner.services.leave_requests import LeaveRequests
from planner.services.message_box import MessageBox
from planner.services.month_desk import MonthDesk
from planner.services.month_view import MonthView, Workplace
from planner.services.offers import Offers
from planner.services.own_shifts import OwnRoster, OwnShifts, YearMonth
from planner.services.privacy import Privacy


@dataclass(frozen=True, slots=True)
class TeamMonths:
    """A team and the months it has rosters for, as (year, month), earliest first."""

    team_id: int
    name: str
    zone: ZoneInfo
    months: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class TeamWindow:
    """A team's wish window. now, deadline: in the team's zone; month: as (year, month)."""

    team_id: int
    team_name: str
    month: tuple[int, int]
    window: WishWindow
    now: datetime
    deadline: datetime

    @property
    def is_open(self) -> bool:
        """Whether wishes can be given now."""
        return self.window.is_open(self.now)


class Desks:
    """Finds desks. base_url: where readers' browsers find the pages. busy: people's own calendars. privacy: what is
    kept of people.

    offers: of shifts, in all teams. leave: that people ask for, and leave_effects: what it does. message_box: what
    people were told. colleagues: what they see of each other.
    """

    def __init__(self, place: Workplace, busy: BusyTimes, privacy: Privacy) -> None:
        self._place, self.busy, self.privacy = place, busy, privacy
        self.colleagues = Colleagues(place.vault, place.clock)
        self._own = OwnShifts(place.vault, place.clock)
        self.offers = Offers.on(place.vault, place.clock, place.reports, place.base_url)
        self.leave = LeaveRequests(place.vault, place.clock, place.team_facts, place.base_url)
        self.leave_effects = LeaveEffects(place.vault, place.reports, place.replanning)
        self.message_box = MessageBox(place.vault, place.clock, place.keep_messages_days)
        self.base_url = place.base_url

    def teams(self) -> Sequence[TeamMonths]:
        """All teams, by name, each with the month that its facts name, too."""
        with self._place.vault.reading() as records:
            found = []
            for team, head in records.heads().items():
                months = {*records.months(team), *([head.month] if head.month else [])}
                found.append(TeamMonths(team, head.name, head.zone, tuple(sorted(months))))
        return found

    def country(self, team_id: int) -> str:
        """Where a team's own site is, as an ISO code; "" where there is no such team."""
        with self._place.vault.reading() as records:
            return records.country(team_id)

    def months(self, team_id: int) -> Sequence[YearMonth]:
        """The months that a team has rosters for, earliest first."""
        with self._place.vault.reading() as records:
            return sorted(records.months(team_id))

    def desk(self, team_id: int, month: tuple[int, int], actor: int | None, *, leads: bool) -> MonthView | None:
        """The desk of a team's month for a reader, planned or not; None where there is no such team.

        actor: the reader's number among the people. leads: whether they may see and change drafts.
        """
        with self._place.vault.reading() as records:
            if team_id not in records.teams():
                return None
        return (MonthDesk if leads else MonthView)(self._place, team_id, month, actor)

    def own_shifts(self, persons: Mapping[int, str], month: YearMonth | None) -> OwnRoster | None:
        """What somebody works in all their teams, as `OwnShifts.roster`."""
        return self._own.roster(persons, month)

    def feeds(self, team_id: int, actor: int) -> Feeds:
        """A team's calendar feeds, for a reader who makes links."""
        return self._place.team_feeds.of(team_id, actor)

    def fetch(self, token: str, client: str) -> FeedBody | None:
        """What a calendar link of any team gives, as `Fetches.fetch`."""
        return self._place.fetches.fetch(token, client)

    def wish_windows(self, teams: Collection[int]) -> Sequence[TeamWindow]:
        """The wish windows of some teams: open ones first, by deadline; then the others, the newest month first."""
        found = []
        with self._place.vault.reading() as records:
            for team, head in records.heads().items():
                if team not in teams:
                    continue
                now = self._place.clock.now().astimezone(head.zone)
                for month, window in records.wish_windows(team).items():
                    deadline = window.deadline.astimezone(head.zone)
                    found.append(TeamWindow(team, head.name, month, window, now, deadline))
        found.sort(key=lambda one: one.month, reverse=True)
        still = sorted((one for one in found if one.is_open), key=lambda one: one.deadline)
        return [*still, *(one for one in found if not one.is_open)]
