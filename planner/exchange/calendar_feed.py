"""Feed events as an iCalendar file (RFC 5545, NAME and REFRESH-INTERVAL from RFC 7986)."""

from collections.abc import Sequence
from datetime import UTC, date, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone
from icalendar.prop import vText

from planner.feeds.model import FeedEvent

#: Without a version: a new release must not change the bytes of every feed.
PRODID = "-//Community Planner//Roster feed//EN"

_END = b"END:VCALENDAR\r\n"

#: Entries kept as they were written: two months of a team of 200, about 1 kB each.
_ENTRIES_KEPT = 10_000

# The clock changes that an empty feed declares; fixed, so that its bytes don't move with the calendar.
_ZONE_FROM, _ZONE_TO = date(2020, 1, 1), date(2038, 1, 1)


def calendar_file(name: str, zone: ZoneInfo, events: Sequence[FeedEvent]) -> bytes:
    """The calendar file of a feed, the same bytes for the same arguments. name: cleaned, at most 60 characters.

    All times are in UTC; `zone` is declared only when there are no events, since a calendar needs a component.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    # As vText because a plain string would be written without its escapes.
    calendar.add("name", vText(name))
    calendar.add("x-wr-calname", vText(name))
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    if not events:
        calendar.add_component(_declared(zone))
    return bytes(calendar.to_ical()).removesuffix(_END) + b"".join(map(_entry, events)) + _END


@cache
def _declared(zone: ZoneInfo) -> Timezone:
    """The zone's clock changes; looking for them takes as long as writing a full feed, so it happens once."""
    return Timezone.from_tzid(zone.key, first_date=_ZONE_FROM, last_date=_ZONE_TO)


@lru_cache(_ENTRIES_KEPT)
def _entry(event: FeedEvent) -> bytes:
    """An event's lines. Writing them is most of a publication's time, and few events change from one to the next."""
    item = event.item
    component = Event()
    component.add("uid", str(item.uid))
    component.add("dtstamp", event.modified)
    component.add("last-modified", event.modified)
    component.add("sequence", event.sequence)
    for name, when in (("dtstart", item.start), ("dtend", item.end)):
        component.add(name, when.date() if item.whole_day else when.astimezone(UTC))
    component.add("summary", item.summary)
    if item.location:
        component.add("location", item.location)
    if item.description:
        component.add("description", item.description)
    if item.url:
        component.add("url", item.url)
    component.add("categories", [item.category])
    component.add("class", "PRIVATE")
    component.add("status", "CANCELLED" if item.cancelled else "CONFIRMED")
    component.add("transp", "OPAQUE" if item.busy else "TRANSPARENT")
    component.add("x-microsoft-cdo-busystatus", "BUSY" if item.busy else "FREE")
    return bytes(component.to_ical())
