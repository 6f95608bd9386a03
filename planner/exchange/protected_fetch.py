"""Fetch a calendar from an address that somebody typed in, so that it reaches nothing but the open internet.

https on port 443 alone. Each name is resolved once, all its addresses must be global, and the connection goes to an
address that was looked at, so a name that answers otherwise the next time gains nothing. Redirects go the same way.
Ten seconds in all; errors say nothing of what was answered.
"""

import io
import socket
import ssl
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from ipaddress import IPv4Address, IPv6Address, ip_address
from time import monotonic
from typing import Protocol
from urllib.parse import SplitResult, urljoin, urlsplit

from planner.calendar_ports import MOST_BYTES
from planner.exchange.busy_import import refusal
from planner.messages import Message, _l
from planner.problems import InputProblems, refused

MOST_REDIRECTS = 3
#: For everything together, looking up names and redirects included.
DEADLINE_S = 10.0
MOST_CHARACTERS = 2_000
_PORT = 443
_CHUNK_BYTES = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})

_HTTPS_MEND = _l("Copy the private address in iCal format (https:// or webcal://) from your calendar.")
_SAFE_WAY = _l("Check the address, or export the calendar and choose the file instead.")


class Wire(Protocol):
    """The part of a connected, encrypted socket that a fetch uses."""

    def settimeout(self, value: float | None, /) -> None:
        """How long the next call waits."""
        ...

    def sendall(self, data: bytes, /) -> None:
        """Send all bytes."""
        ...

    def recv_into(self, buffer: memoryview, /) -> int:
        """Receive some bytes; 0 at the end."""
        ...

    def close(self) -> None:
        """End the connection."""
        ...


#: A host's addresses; and an encrypted connection to (address, host) within some seconds. Both raise OSError.
Resolve = Callable[[str], Sequence[str]]
Connect = Callable[[str, str, float], Wire]


def resolve(host: str) -> Sequence[str]:
    """The addresses of a host, as the system looks them up."""
    found = socket.getaddrinfo(host, _PORT, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def connect(address: str, host: str, within_s: float) -> Wire:
    """An encrypted connection to an address, whose certificate is the host's."""
    plain = socket.create_connection((address, _PORT), timeout=within_s)
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


def is_global(text: str) -> bool:
    """Whether an address is one of the open internet, also when it is written as IPv4 in IPv6."""
    try:
        address: IPv4Address | IPv6Address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_global(str(address.ipv4_mapped))
        # Ways into IPv4 networks, whose addresses would have to be looked at again.
        if address.sixtofour is not None or address.teredo is not None or address.is_site_local:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


@dataclass(frozen=True, slots=True)
class ProtectedFetch:
    """planner.calendar_ports.CalendarFetch. clock: seconds that only go forward."""

    resolve: Resolve = resolve
    connect: Connect = connect
    clock: Callable[[], float] = monotonic

    def clean(self, address: str) -> str:
        """An address as it is kept: https in place of webcal. InputProblems for one that is not fetched from."""
        _parts(https := _as_https(address.strip()))
        return https

    def get(self, address: str) -> bytes:
        """What an address gives. InputProblems when it gives nothing, or may not be asked."""
        deadline = self.clock() + DEADLINE_S
        url = address
        for _ in range(1 + MOST_REDIRECTS):
            response, wire = self._ask(_parts(url), deadline)
            try:
                if response.status in _REDIRECTS:
                    url = _as_https(urljoin(url, response.headers.get("Location", "")))
                    continue
                if response.status != 200:
                    raise _nothing(
                        _l("The address answers, but gives no calendar (status {status})."), status=str(response.status)
                    )
                if response.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
                    raise _nothing(_l("The address sends the calendar compressed, though it was not asked to."))
                return _body(response)
            except (OSError, HTTPException, ValueError):
                raise _nothing() from None
            finally:
                wire.close()
        raise _nothing(_l("The address leads on and on to others."))

    def _ask(self, parts: SplitResult, deadline: float) -> tuple[HTTPResponse, Wire]:
        host = str(parts.hostname)
        try:
            address = self._checked(host, deadline)
            wire = self.connect(address, host, self._left(deadline))
        except (OSError, ValueError):
            raise _nothing() from None
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            named = f"[{host}]" if ":" in host else host
            head = (
                f"GET {path} HTTP/1.1\r\nHost: {named}\r\nUser-Agent: Community-Planner\r\n"
                "Accept: text/calendar, */*;q=0.5\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n"
            )
            wire.settimeout(self._left(deadline))
            wire.sendall(head.encode("ascii"))
            response = HTTPResponse(_AsSocket(wire, lambda: self._left(deadline)))  # type: ignore[arg-type]
            response.begin()
            return response, wire
        except (OSError, HTTPException, ValueError):
            wire.close()
            raise _nothing() from None

    def _checked(self, host: str, deadline: float) -> str:
        """The address of a host to connect to. A look-up that takes too long is left to itself."""
        pool = ThreadPoolExecutor(1)
        try:
            addresses = pool.submit(self.resolve, host).result(self._left(deadline))
        finally:
            pool.shutdown(wait=False)
        if not addresses or not all(is_global(address) for address in addresses):
            reason = Message(_l("This address is not one of the open internet."))
            raise refused("", reason, Message(_SAFE_WAY), column="address")
        return addresses[0]

    def _left(self, deadline: float) -> float:
        """Seconds until the deadline. TimeoutError at it."""
        left = deadline - self.clock()
        if left <= 0:
            raise TimeoutError
        return left


class _AsSocket:
    """What HTTPResponse reads from: whatever is read waits no longer than until the deadline."""

    def __init__(self, wire: Wire, left: Callable[[], float]) -> None:
        self._raw = _Raw(wire, left)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """The bytes that come."""
        return io.BufferedReader(self._raw)


class _Raw(io.RawIOBase):
    def __init__(self, wire: Wire, left: Callable[[], float]) -> None:
        self._wire, self._left = wire, left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        self._wire.settimeout(self._left())
        return self._wire.recv_into(memoryview(buffer))  # type: ignore[arg-type]


def _body(response: HTTPResponse) -> bytes:
    """All of the body. InputProblems when it is too large; what is over is not read."""
    found = bytearray()
    while chunk := response.read(min(_CHUNK_BYTES, MOST_BYTES + 1 - len(found))):
        found += chunk
        if len(found) > MOST_BYTES:
            raise refusal("bytes")
    if response.length:
        # Cut off before its end: half a calendar would say that the other half is free.
        raise _nothing()
    return bytes(found)


def _as_https(address: str) -> str:
    scheme, colon, rest = address.partition(":")
    return f"https:{rest}" if colon and scheme.lower() in ("webcal", "webcals") else address


def _parts(address: str) -> SplitResult:
    """The parts of an address that may be asked. InputProblems otherwise."""
    try:
        parts = urlsplit(address)
        port = parts.port
        host = (parts.hostname or "").encode("ascii").decode()
    except ValueError:
        parts, port, host = SplitResult("", "", "", "", ""), None, ""
    if (
        parts.scheme != "https"
        or not host
        or len(address) > MOST_CHARACTERS
        or not address.isascii()
        or any(character <= " " or character == "\x7f" for character in address)
    ):
        reason = Message(_l("This is no address of a calendar that is fetched from."))
    elif port not in (None, _PORT):
        reason = Message(_l("Calendars are fetched from the usual port alone."))
    elif parts.username is not None or parts.password is not None:
        reason = Message(_l("An address with a name and password in front is not fetched from."))
    else:
        return parts
    raise refused("", reason, Message(_HTTPS_MEND), column="address")


def _nothing(reason: str = _l("Nothing could be fetched from this address."), **params: str) -> InputProblems:
    return refused("", Message(reason, **params), Message(_SAFE_WAY), column="address")
