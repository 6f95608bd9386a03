"""Checks across rows of opening hours: no channel is open twice at one time."""

from collections.abc import Callable, Collection, Hashable
from datetime import date

from planner.domain.days import DayKind
from planner.domain.demand import OpeningHours
from planner.domain.opening_overlap import overlaps_after_midnight
from planner.domain.people import Site
from planner.exchange.raw_table import Found
from planner.exchange.row_reader import Read
from planner.exchange.rows_work import OpeningHoursRow
from planner.holiday_calendar import UnknownPlaceError, calendar_of
from planner.messages import Message, _l
from planner.names import name_key
from planner.scenarios.scenario_words import overlap_words

Reads = Collection[Read[OpeningHoursRow]]


def check_opening_hours(reads: Reads, site: Site | None, found: Found) -> None:
    """Report hours that overlap. site: the team's first, whose calendar tells what dates are; None = unknown."""
    clashing = _on_the_same_days(reads, found)
    _after_midnight([read for read in reads if read.number not in clashing], site, found)


def _on_the_same_days(reads: Reads, found: Found) -> set[int]:
    """The rows that are reported."""
    seen: dict[Hashable, list[tuple[int, int, int]]] = {}
    reported = set()
    for read in reads:
        start, end = read.row.span
        for when in read.row.when:
            spans = seen.setdefault((name_key(read.row.channel), when), [])
            clash = next((n for s, e, n in spans if (start < e and s < end) or (start, end) == (s, e)), None)
            if clash is not None:
                read.problem(
                    found, "when", when,
                    Message(_l("These opening hours overlap those in row {row}."), row=str(clash)),
                    Message(_l("Change the times or the days, or delete one of the rows.")),
                )  # fmt: skip
                reported.add(read.number)
                break
            spans.append((start, end, read.number))
    return reported


def _after_midnight(reads: Reads, site: Site | None, found: Found) -> None:
    channels: dict[str, dict[OpeningHours, Read[OpeningHoursRow]]] = {}
    for read in reads:
        of_channel = channels.setdefault(name_key(read.row.channel), {})
        for when in read.row.when:
            of_channel[OpeningHours(read.row.channel, when, *read.row.span, read.row.presence)] = read
    told = set()
    for of_channel in channels.values():
        for today, tomorrow in overlaps_after_midnight(of_channel, _kind_of(site)):
            # The later row is told; in a form that is the one that is being filled in.
            here = max(today, tomorrow, key=lambda row: of_channel[row].number)
            if of_channel[here].number in told:
                continue
            told.add(of_channel[here].number)
            of_channel[here].problem(found, "when", here.when, *overlap_words(today, tomorrow))


def _kind_of(site: Site | None) -> Callable[[date], DayKind]:
    """What dates are at a site, as far as its holidays are known."""

    def kind(day: date) -> DayKind:
        try:
            if site is not None:
                return calendar_of(site, [day.year]).kind(day)
        except (UnknownPlaceError, ValueError):
            # What is wrong with the place is told there.
            pass
        return {5: DayKind.SATURDAY, 6: DayKind.SUNDAY}.get(day.weekday(), DayKind.WEEKDAY)

    return kind
