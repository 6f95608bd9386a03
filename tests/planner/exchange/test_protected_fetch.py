"""The protected fetch: what it asks, whom it never asks, and how little it puts up with."""

import ssl
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pytest

from planner.exchange import protected_fetch
from planner.exchange.protected_fetch import DEADLINE_S, MOST_REDIRECTS, ProtectedFetch, is_global
from planner.problems import InputProblems

PUBLIC, OTHER = "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"
HOST = "calendar.example.org"
ADDRESS = f"https://{HOST}/private-secret/basic.ics?key=secret"
CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def answer(body: bytes = CALENDAR, status: str = "200 OK", **headers: str) -> bytes:
    said = {"Content-Length": str(len(body)), **{name.replace("_", "-"): value for name, value in headers.items()}}
    lines = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def to(url: str, status: str = "302 Found") -> bytes:
    return answer(b"", status, Location=url)


@dataclass
class Net:
    """A net of answers, by host: what comes, in order. pause_s: how long each piece takes."""

    answers: dict[str, list[Iterator[bytes]]]
    names: dict[str, list[Sequence[str]]] = field(default_factory=dict)
    pause_s: float = 0.0
    now: float = 0.0
    connected: list[tuple[str, str]] = field(default_factory=list)
    resolved: list[str] = field(default_factory=list)
    sent: bytes = b""
    open: int = 0

    def resolve(self, host: str) -> Sequence[str]:
        self.resolved.append(host)
        known = self.names.get(host, [[PUBLIC]])
        return known.pop(0) if len(known) > 1 else known[0]

    def connect(self, address: str, host: str, within_s: float) -> "Wire":
        assert 0 < within_s <= DEADLINE_S
        self.connected.append((address, host))
        self.open += 1
        return Wire(self, self.answers[host].pop(0))

    @property
    def fetch(self) -> ProtectedFetch:
        return ProtectedFetch(self.resolve, self.connect, lambda: self.now)


@dataclass
class Wire:
    net: Net
    pieces: Iterator[bytes]
    rest: bytes = b""

    def settimeout(self, value: float | None) -> None:
        assert value is not None
        assert 0 < value <= DEADLINE_S

    def sendall(self, data: bytes) -> None:
        self.net.sent += data

    def recv_into(self, buffer: memoryview) -> int:
        if not self.rest:
            self.net.now += self.net.pause_s
            self.rest = next(self.pieces, b"")
        count = min(len(buffer), len(self.rest))
        buffer[:count], self.rest = self.rest[:count], self.rest[count:]
        return count

    def close(self) -> None:
        self.net.open -= 1


def net(*answers: bytes, host: str = HOST) -> Net:
    return Net({host: [iter([one]) for one in answers]})


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(InputProblems) as caught:
        act()
    said = str(caught.value)
    assert "secret" not in said
    assert "inside" not in said
    return said


def test_a_calendar_is_fetched_from_the_address_that_was_checked() -> None:
    calm = net(answer())
    assert calm.fetch.get(ADDRESS) == CALENDAR
    assert (calm.resolved, calm.connected, calm.open) == ([HOST], [(PUBLIC, HOST)], 0)
    head = calm.sent.decode()
    assert head.startswith(f"GET /private-secret/basic.ics?key=secret HTTP/1.1\r\nHost: {HOST}\r\n")
    assert "Accept-Encoding: identity" in head
    assert "Cookie" not in head


def test_webcal_becomes_https() -> None:
    assert ProtectedFetch().clean(f" webcal://{HOST}/a.ics ") == f"https://{HOST}/a.ics"
    assert ProtectedFetch().clean(f"WEBCAL://{HOST}/a.ics") == f"https://{HOST}/a.ics"
    assert ProtectedFetch().clean(f"https://{HOST}:443/a.ics") == f"https://{HOST}:443/a.ics"


@pytest.mark.parametrize(
    "address",
    ["", "calendar", f"http://{HOST}/", f"ftp://{HOST}/", "file:///etc/passwd", f"https://{HOST}:80/",
     f"https://{HOST}:8443/", f"https://{HOST}:99999/", f"https://me@{HOST}/", f"https://me:pw@{HOST}/",
     f"https://@{HOST}/", "https:///a.ics", "https://[::1/", f"https://{HOST}/a b", f"https://{HOST}/\r\nHost: inside",
     f"https://{HOST}/ä", "https://exämple.org/", f"https://{HOST}/{'x' * 2000}", "webcal:https://x/", "gopher://x"],
)  # fmt: skip
def test_no_other_address_is_asked(address: str) -> None:
    calm = net(answer())
    refused(lambda: calm.fetch.clean(address))
    refused(lambda: calm.fetch.get(address))
    assert not calm.connected
    assert not calm.resolved


INSIDE = (
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "224.0.1.1",
    "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd12::1", "ff02::1",
    "ff0e::1", "2001:db8::1", "2001::1", "2002:7f00:1::", "2002:a00:1::1", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1",
    "nonsense", "",
)  # fmt: skip


@pytest.mark.parametrize("inside", INSIDE)
def test_nothing_but_the_open_internet_is_connected_to(inside: str) -> None:
    assert not is_global(inside)
    hidden = net(answer())
    # One bad address among good ones is enough.
    hidden.names[HOST] = [[PUBLIC, inside]]
    assert "open internet" in refused(lambda: hidden.fetch.get(ADDRESS))
    leading = net(to("https://inside.example.org/"))
    leading.names["inside.example.org"] = [[inside]]
    refused(lambda: leading.fetch.get(ADDRESS))
    assert not hidden.connected
    assert [host for _, host in leading.connected] == [HOST]


@pytest.mark.parametrize("address", [PUBLIC, OTHER, f"::ffff:{PUBLIC}", "1.1.1.1"])
def test_open_addresses_are_open(address: str) -> None:
    assert is_global(address)


def test_a_name_that_answers_otherwise_the_next_time_gains_nothing() -> None:
    turning = net(answer(), answer())
    turning.names[HOST] = [[PUBLIC], ["127.0.0.1"]]
    assert turning.fetch.get(ADDRESS) == CALENDAR
    assert (turning.resolved, turning.connected) == ([HOST], [(PUBLIC, HOST)])
    # Asked again, it is looked at again.
    refused(lambda: turning.fetch.get(ADDRESS))
    assert len(turning.connected) == 1


@pytest.mark.parametrize(
    "url", ["http://calendar.example.org/", "https://calendar.example.org:22/", "https://a@calendar.example.org/",
            "file:///etc/passwd", "https://127.0.0.1/", "https://[::ffff:10.0.0.1]/"],
)  # fmt: skip
def test_a_redirect_is_looked_at_as_the_address_was(url: str) -> None:
    leading = net(to(url), answer())
    leading.names |= {"127.0.0.1": [["127.0.0.1"]], "::ffff:10.0.0.1": [["::ffff:10.0.0.1"]]}
    refused(lambda: leading.fetch.get(ADDRESS))
    assert len(leading.connected) == 1


def test_redirects_are_followed_three_times_and_no_more() -> None:
    statuses = ("301 Moved", "303 See Other", "308 Permanent")
    three = net(*(to("/next", status) for status in statuses), answer())
    assert len(statuses) == MOST_REDIRECTS
    assert three.fetch.get(ADDRESS) == CALENDAR
    four = net(*[to("/next")] * 4, answer())
    refused(lambda: four.fetch.get(ADDRESS))
    assert (len(four.connected), four.open) == (4, 0)


@pytest.mark.parametrize(
    "said",
    [answer(b"inside", "404 Not Found"), answer(b"inside", "500 Oops"), answer(b"", "204 No Content"),
     answer(b"inside", "206 Partial"), b"inside", b"", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\ninside",
     b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\ninside", answer(b"inside", Content_Encoding="gzip"),
     b"HTTP/1.1 200 OK\r\n" + b"X: inside\r\n" * 200 + b"\r\n", b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000],
)  # fmt: skip
def test_errors_say_nothing_of_what_was_answered(said: bytes) -> None:
    wrong = net(said)
    refused(lambda: wrong.fetch.get(ADDRESS))
    assert wrong.open == 0


def endless(head: bytes) -> Iterator[bytes]:
    yield head
    while True:
        yield b"x" * 1000


def test_a_body_may_be_as_large_as_the_limit_and_is_not_read_past_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protected_fetch, "MOST_BYTES", 3000)
    assert len(net(answer(b"x" * 3000)).fetch.get(ADDRESS)) == 3000
    assert "larger" in refused(lambda: net(answer(b"x" * 3001)).fetch.get(ADDRESS))
    for head in (b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"):
        without_end = Net({HOST: [endless(head)]})
        assert "larger" in refused(lambda there=without_end: there.fetch.get(ADDRESS))


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\n", b""])
def test_everything_together_takes_ten_seconds_at_most(head: bytes) -> None:
    """Each piece comes well before a pause would be too long: in the body, among the headers, in the first line."""
    slow = Net({HOST: [iter([head] * bool(head) + [b"x: y\r\n" if head else b"x"] * 99)]}, pause_s=1.0)
    refused(lambda: slow.fetch.get(ADDRESS))
    assert DEADLINE_S <= slow.now <= DEADLINE_S + 1
    assert slow.open == 0


def test_who_cannot_be_found_or_reached_is_told_so() -> None:
    def never(*_: object) -> Sequence[str]:
        raise OSError("inside")

    def untrusted(*_: object) -> Wire:
        raise ssl.SSLCertVerificationError("inside")

    refused(lambda: ProtectedFetch(never, net().connect).get(ADDRESS))
    refused(lambda: ProtectedFetch(lambda _: [], net().connect).get(ADDRESS))
    refused(lambda: ProtectedFetch(lambda _: [PUBLIC], untrusted).get(ADDRESS))


def test_a_certificate_must_be_the_hosts_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The context that the real connection takes is one that verifies."""
    made: list[ssl.SSLContext] = []
    monkeypatch.setattr(protected_fetch.socket, "create_connection", lambda *_, **__: __import__("socket").socket())
    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", lambda self, plain, **_: (made.append(self), plain)[1])
    protected_fetch.connect(PUBLIC, HOST, 1.0).close()
    assert [(one.verify_mode, one.check_hostname) for one in made] == [(ssl.CERT_REQUIRED, True)]
