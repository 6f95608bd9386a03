"""Busy times out of a calendar file that may be hostile: read by a child process with limits."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from planner.calendar_ports import MOST_BYTES, Read
from planner.domain.busy import Span
from planner.messages import Message, _l
from planner.problems import InputProblems, refused

#: What the child may take.
CPU_S, MEMORY_BYTES = 10, 512 * 1024 * 1024
#: A child that does not even compute is waited for so long.
_WAIT_S = 60.0

#: Why a file is not read, by what the child says, and what helps.
REFUSALS: Mapping[str, tuple[str, str]] = {
    "no calendar": (
        _l("This is no calendar file."),
        _l("Export the calendar as iCalendar (.ics) and choose that file, or take the address that ends in .ics."),
    ),
    "below daily": (
        _l("This calendar holds a series that repeats more often than daily."),
        _l("Take that series out of the calendar, or export only your appointments."),
    ),
    "events": (
        _l("This calendar has more than 5,000 entries."),
        _l("Export a shorter time: from today on is enough."),
    ),
    "dates": (
        _l("This calendar adds or leaves out more than 1,000 single dates of its series."),
        _l("Export a shorter time: from today on is enough."),
    ),
    "blocks": (
        _l("This calendar has more than 5,000 busy times in the next 18 months."),
        _l("Export only the calendar that your appointments are in."),
    ),
    "bytes": (
        _l("This calendar is larger than 10 MB."),
        _l("Export a shorter time: from today on is enough."),
    ),
    "too much": (
        _l("Reading this calendar takes too long or too much memory."),
        _l("Export a shorter time: from today on is enough."),
    ),
}


@dataclass(frozen=True, slots=True)
class ChildReader:
    """planner.calendar_ports.CalendarReader. cpu_s, memory_bytes: what the child may take of either."""

    cpu_s: int = CPU_S
    memory_bytes: int = MEMORY_BYTES

    def read(self, content: bytes, zone: ZoneInfo, now: datetime) -> Read:
        """The busy times from today on. zone: of times that name none. InputProblems for what cannot be read."""
        if len(content) > MOST_BYTES:
            raise refusal("bytes")
        asked = {
            "zone": zone.key,
            "now": now.timestamp(),
            "cpu_s": self.cpu_s,
            "memory_bytes": self.memory_bytes,
        }
        # Isolated and without our environment: what it reads gets at nothing of ours.
        command = [sys.executable, "-I", "-m", "planner.exchange.busy_child", json.dumps(asked)]
        try:
            child = subprocess.run(
                command, input=content, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, timeout=_WAIT_S
            )
            found: dict[str, Any] = json.loads(child.stdout) if child.returncode == 0 else {"refused": "too much"}
        except (subprocess.TimeoutExpired, ValueError):
            raise refusal("too much") from None
        if "refused" in found:
            raise refusal(found["refused"])
        return Read(tuple(Span(_utc(start), _utc(end)) for start, end in found["blocks"]), found["skipped"])


def refusal(key: str) -> InputProblems:
    """Why a file is not read. key: of REFUSALS."""
    reason, mend = REFUSALS[key]
    return refused("", Message(reason), Message(mend))


def _utc(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
