"""How many wrong tries are let through: a few for an account, more for an address that a whole office may share."""

import ipaddress
import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from planner.accounts.model import Refused
from planner.messages import Message, _l

WINDOW = timedelta(minutes=15)
TRIES_PER_ACCOUNT = 5
TRIES_PER_ADDRESS = 20


class Attempt(StrEnum):
    """What was tried; each is counted by itself."""

    PASSWORD = "password"
    FORGOTTEN = "forgotten"


class TooManyTries(Refused):
    """Try again later. wait_min: in how many minutes."""

    def __init__(self, wait_min: int) -> None:
        super().__init__(Message(_l("Too many tries. Wait {minutes} min, then try again."), minutes=wait_min))
        self.wait_min = wait_min


def refuse_too_many(now: datetime, account: Sequence[datetime], address: Sequence[datetime]) -> None:
    """TooManyTries when the tries of an account, or of an address, leave no room for another. Both oldest first."""
    free_at = [_free_at(account, TRIES_PER_ACCOUNT), _free_at(address, TRIES_PER_ADDRESS)]
    wait = max((moment - now for moment in free_at if moment is not None), default=timedelta())
    if wait > timedelta():
        raise TooManyTries(math.ceil(wait / timedelta(minutes=1)))


def _free_at(tries: Sequence[datetime], most: int) -> datetime | None:
    """When the next try is let through; None = now."""
    return tries[-most] + WINDOW if len(tries) >= most else None


def network_of(address: str) -> str:
    """What an address is counted as: itself, but all of an IPv6 subscriber's /64 as one."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    return str(parsed) if parsed.version == 4 else str(ipaddress.ip_network((parsed, 64), strict=False))
