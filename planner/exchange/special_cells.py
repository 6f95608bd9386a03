"""Types of cell that ask other parts of the planner: time zones, states and cantons, prices."""

from functools import cache
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BeforeValidator

from planner.exchange import cells
from planner.exchange.cells import CellError
from planner.exchange.words import PRICES, key_of, nearest
from planner.messages import Message, _l
from planner.rules.prices import PriceWord


@cache
def _zones() -> dict[str, str]:
    return {key_of(name): name for name in available_timezones()}


def zone(value: object) -> ZoneInfo:
    """A time zone by its name in the IANA database, such as Europe/Vienna."""
    written = key_of(cells.text(value))
    if written in _zones():
        return ZoneInfo(_zones()[written])
    near = nearest(written, _zones())
    raise CellError(
        Message(_l("There is no such time zone.")),
        Message(_l("Maybe “{name}” is meant."), name=near) if near else Message(_l("Write it as Europe/Vienna.")),
    )


def subdivision(value: object) -> str:
    """A state or canton as in ISO 3166-2, without the country: 'at-9' and 9 are '9'."""
    written = cells.text(value).upper()
    return written[3:] if written[:3] in ("AT-", "DE-", "CH-") else written


def price(value: object) -> int | PriceWord:
    """Points for each unit of breach, or a word in their place."""
    if isinstance(value, str) and (found := PRICES.find(value)) is not None:
        return found
    try:
        points = cells.whole(value)
    except CellError:
        points = -1
    if points < 0:
        raise CellError(
            Message(_l("This is no price.")),
            Message(
                _l("Write a whole number of points from 0, or one of: {words}."),
                words=[*PRICES.all_words("en"), *PRICES.all_words("de")],
            ),
        )
    return points


Zone = Annotated[ZoneInfo, BeforeValidator(zone)]
Subdivision = Annotated[str, BeforeValidator(subdivision)]
Price = Annotated[int | PriceWord, BeforeValidator(price)]
