"""What is kept beside teams and rosters, within one transaction, by what it is about: the parts of Records."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from planner.domain.access import Access, Look
from planner.domain.busy import NewCalendar, OwnCalendar, Span
from planner.domain.colleagues import ColleagueRules
from planner.domain.leave import LeaveRequest, LeaveState
from planner.domain.month_end import Closing, Correction, MadeCorrection
from planner.domain.offering import Offer, OfferRules
from planner.domain.privacy import KnownPerson, PersonalData
from planner.domain.team import BusyTime
from planner.domain.wishing import WishWindow


class MonthEndRecords(Protocol):
    """What is kept of ended months: corrections of shifts, and what was closed."""

    def corrections(self, team: int, year: int, month: int) -> Sequence[MadeCorrection]:
        """All corrections of a month's shifts, oldest first; of one shift the last holds."""
        ...

    def add_correction(self, team: int, correction: Correction, event: int) -> None:
        """Keep a correction with the event that it is."""
        ...

    def closing(self, team: int, year: int, month: int) -> Closing | None:
        """What a month was closed with; None while it is open."""
        ...

    def add_closing(self, team: int, month: tuple[int, int], closing: Closing, event: int) -> None:
        """Close a month by an event."""
        ...

    def end_closing(self, team: int, month: tuple[int, int], event: int) -> None:
        """Open a closed month again by an event."""
        ...


class WishRecords(Protocol):
    """What is kept of wish windows, and who has answered."""

    def wish_windows(self, team: int) -> Mapping[tuple[int, int], WishWindow]:
        """A team's wish windows, by year and month, earliest first."""
        ...

    def save_wish_window(self, team: int, month: tuple[int, int], window: WishWindow) -> None:
        """Keep a window, in place of the month's, if any; who has answered stays."""
        ...

    def note_wishes(self, team: int, month: tuple[int, int], person: str, at: datetime) -> None:
        """Write down that somebody has sent their wishes into the month's window."""
        ...

    def note_reminded(self, team: int, month: tuple[int, int], names: Collection[str], at: datetime) -> None:
        """Write down that people were reminded of a month's window."""
        ...


class LeaveRecords(Protocol):
    """What is kept of requests for leave."""

    def leave_requests(self, team: int) -> Sequence[LeaveRequest]:
        """All requests for leave of a team, newest first."""
        ...

    def leave_request(self, team: int, number: int) -> LeaveRequest | None:
        """A request of a team; None where the team has none of this number."""
        ...

    def add_leave_request(self, team: int, person: str, first: date, last: date, note: str, at: datetime) -> int:
        """Keep a new request; its number."""
        ...

    def end_leave_request(self, number: int, before: LeaveState, state: LeaveState, answer: str, at: datetime) -> bool:
        """Give a request that is in one state another; whether it still was in that."""
        ...

    def remove_leave_texts(self, before: datetime) -> int:
        """Blank what was written with requests for leave before a moment; how many requests there were."""
        ...


class OfferRecords(Protocol):
    """What is kept of shifts on offer, and what a team has decided about them."""

    def offers(self, team: int, first: date) -> Sequence[Offer]:
        """A team's offers of shifts from a date on, oldest first."""
        ...

    def offer(self, team: int, number: int) -> Offer:
        """An offer of a team. KeyError when there is none of this number."""
        ...

    def add_offer(self, offer: Offer) -> Offer:
        """Keep a new offer; with the numbers that it and its asks get."""
        ...

    def save_offer(self, offer: Offer) -> None:
        """Keep how an offer stands, what the asked have said, and whom more are asked: asks without a number."""
        ...

    def offer_rules(self, team: int) -> OfferRules:
        """What a team has decided about offers."""
        ...

    def save_offer_rules(self, team: int, rules: OfferRules) -> None:
        """Keep what a team has decided about offers."""
        ...


class BusyRecords(Protocol):
    """What is kept of people's own calendars."""

    def busy_times(self, team: int, since: datetime, until: datetime) -> Sequence[BusyTime]:
        """When the people of a team are busy by their own calendars between two moments, by name and start."""
        ...

    def own_calendars(self, person: int) -> Sequence[OwnCalendar]:
        """A person's calendars, in the order in which they came."""
        ...

    def add_own_calendar(self, person: int, new: NewCalendar, at: datetime, next_at: datetime | None) -> int:
        """Keep a calendar without busy times; its number. next_at: when it is read again, None = never."""
        ...

    def remove_own_calendar(self, person: int, calendar: int) -> bool:
        """Remove a calendar of a person with its busy times; False when they have none of this number."""
        ...

    def blocks(self, calendar: int) -> Sequence[Span]:
        """The busy times of a calendar, by start."""
        ...

    def save_blocks(self, calendar: int, blocks: Iterable[Span]) -> bool:
        """Make the busy times of a calendar these; whether they were others."""
        ...

    def end_reading(
        self, calendar: int, owner: str, next_at: datetime, failures: int, read_at: datetime | None
    ) -> bool:
        """Give a claimed calendar back; whether it was still the owner's. read_at: None = as it was."""
        ...

    def remove_blocks(self, before: datetime) -> int:
        """Remove busy times that ended before a moment; how many there were."""
        ...


class ColleagueRecords(Protocol):
    """What a team has decided that colleagues see of each other."""

    def colleague_rules(self, team: int) -> ColleagueRules:
        """What a team has decided that colleagues see of each other."""
        ...

    def save_colleague_rules(self, team: int, rules: ColleagueRules) -> None:
        """Keep what a team has decided that colleagues see of each other."""
        ...


class PrivacyRecords(Protocol):
    """What is kept of people as such: all of it to give, or to erase."""

    def personal_data(self, person: int) -> PersonalData:
        """All that is kept of a person, without what is given to nobody."""
        ...

    def known_people(self) -> Sequence[KnownPerson]:
        """Everybody who is in a team or has an account, by name."""
        ...

    def owners(self) -> Sequence[int]:
        """The owners, by their numbers among the people."""
        ...

    def ask_erasure(self, person: int, at: datetime) -> bool:
        """Write down that a person asks to be erased; False when they have asked already, or have no account."""
        ...

    def erase(self, person: int, blank_name: str, at: datetime) -> Sequence[str]:
        """Erase a person; what named them until now. blank_name: what they are called from now on.

        What their shifts add up to stays. KeyError when there is nobody of this number.
        """
        ...


class AccessRecords(Protocol):
    """What is kept of who opened pages about people, and who changed their data."""

    def note_access(self, access: Access) -> None:
        """Keep an access, unless it is there already. KeyError for a name that the team does not have."""
        ...

    def looks(self, team: int, person: str) -> Sequence[Look]:
        """Who opened pages about a person of a team, newest first. KeyError for a name that the team does not have."""
        ...

    def changes_of(self, team: int, person: str, since: datetime) -> Sequence[Look]:
        """What others changed of a person's data from a moment on, newest first. KeyError for an unknown name."""
        ...

    def remove_accesses(self, before: date) -> int:
        """Remove accesses of days before a date, and whom changes before it were about; how many accesses there were.
        """
        ...
