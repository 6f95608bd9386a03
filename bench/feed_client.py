"""Asks a server for calendars, one answer after the other, each over a connection of its own, as programs do that come
back every quarter of an hour. To be run in a process of its own.
"""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection

#: A path, and the headers that it is asked for with.
Asked = tuple[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Answered:
    """What came: how long it took in seconds, how many answers of each status, bytes of bodies, and their ETags."""

    seconds: float
    statuses: Mapping[int, int]
    octets: int
    etags: tuple[str, ...]


def ask(port: int, asked: Sequence[Asked]) -> Answered:
    """Ask for all paths."""
    statuses: Counter[int] = Counter()
    octets, etags = 0, []
    began = time.perf_counter()
    for path, headers in asked:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", path, headers=dict(headers))
        answer = connection.getresponse()
        octets += len(answer.read())
        statuses[answer.status] += 1
        etags.append(answer.headers.get("ETag", ""))
        connection.close()
    seconds = time.perf_counter() - began
    return Answered(seconds, dict(statuses), octets, tuple(etags))
