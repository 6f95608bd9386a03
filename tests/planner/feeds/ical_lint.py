"""A strict reader of our calendar files, written from RFC 5545 and sharing nothing with the writer.

`lint` gives every breach in words; an empty list means that no client has a reason to refuse the file.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

MAX_BYTES = 900_000
MAX_EVENTS = 1_000

_LINE = re.compile(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^;:,"]*))*):(.*)', re.DOTALL)
_UTC = re.compile(r"\d{8}T\d{6}Z")
_LOCAL = re.compile(r"\d{8}T\d{6}")
_DATE = re.compile(r"\d{8}")
_DURATION = re.compile(r"[+-]?P(?:\d+W|\d+D(?:T(?:\d+H)?(?:\d+M)?(?:\d+S)?)?|T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)")
_ESCAPES = re.compile(r"\\[\\;,nN]")
_TEXTS = {"SUMMARY", "LOCATION", "DESCRIPTION", "NAME", "X-WR-CALNAME", "CATEGORIES", "PRODID", "UID"}
_TEXTS |= {"TZID", "COMMENT"}

_REQUIRED = {
    "VCALENDAR": {"PRODID", "VERSION", "NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL"},
    "VEVENT": {
        "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "CLASS", "CATEGORIES", "STATUS",
        "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS",
    },
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "DAYLIGHT": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
}  # fmt: skip
_ALLOWED = {
    "VCALENDAR": _REQUIRED["VCALENDAR"],
    "VEVENT": _REQUIRED["VEVENT"] | {"LOCATION", "DESCRIPTION", "URL"},
    "VTIMEZONE": {"TZID", "COMMENT"},
    "STANDARD": _REQUIRED["STANDARD"] | {"TZNAME", "RDATE"},
    "DAYLIGHT": _REQUIRED["DAYLIGHT"] | {"TZNAME", "RDATE"},
}
_INSIDE = {"VCALENDAR": {"VEVENT", "VTIMEZONE"}, "VTIMEZONE": {"STANDARD", "DAYLIGHT"}}
_ONE_OF = {
    "VERSION": {"2.0"},
    "CLASS": {"PRIVATE"},
    "STATUS": {"CONFIRMED", "CANCELLED"},
    "TRANSP": {"OPAQUE", "TRANSPARENT"},
    "X-MICROSOFT-CDO-BUSYSTATUS": {"BUSY", "FREE"},
}
_LONGEST = {"NAME": 60, "X-WR-CALNAME": 60, "SUMMARY": 250, "LOCATION": 250, "DESCRIPTION": 2000}


@dataclass
class Part:
    """A component. properties: name -> [(parameters, raw value)]."""

    kind: str
    properties: dict[str, list[tuple[dict[str, str], str]]] = field(default_factory=dict)
    parts: list["Part"] = field(default_factory=list)

    def value(self, name: str) -> str:
        """The raw value of a property, "" when it is missing."""
        return self.properties[name][0][1] if name in self.properties else ""

    def text(self, name: str) -> str:
        """The value of a text property, unescaped."""
        return unescape(self.value(name))


def unescape(raw: str) -> str:
    """A text value as it is meant."""
    return _ESCAPES.sub(lambda found: "\n" if found[0] in ("\\n", "\\N") else found[0][1], raw)


def read(data: bytes) -> Part:
    """The calendar as a tree; for files that `lint` accepts."""
    breaches: list[str] = []
    root = _tree(_unfolded(data, breaches), breaches)
    assert root is not None, breaches
    return root


def events(data: bytes) -> dict[str, Part]:
    """The events of a calendar by UID."""
    return {part.value("UID"): part for part in read(data).parts if part.kind == "VEVENT"}


def lint(data: bytes) -> list[str]:
    """Every breach of a calendar file in words."""
    breaches: list[str] = []
    if len(data) >= MAX_BYTES:
        breaches.append(f"{len(data)} bytes are too many")
    root = _tree(_unfolded(data, breaches), breaches)
    if root is None:
        return breaches
    _check_part(root, breaches)
    if root.value("NAME") != root.value("X-WR-CALNAME"):
        breaches.append("NAME and X-WR-CALNAME differ")
    if not root.parts:
        breaches.append("a calendar needs a component")
    shown = [part for part in root.parts if part.kind == "VEVENT"]
    if len(shown) > MAX_EVENTS:
        breaches.append(f"{len(shown)} events are too many")
    for uid, times in Counter(part.value("UID") for part in shown).items():
        if times > 1:
            breaches.append(f"UID {uid} occurs {times} times")
    _check_zones(root, breaches)
    return breaches


def _unfolded(data: bytes, breaches: list[str]) -> list[str]:
    if not data.endswith(b"\r\n"):
        breaches.append("the last line does not end with CRLF")
    lines: list[str] = []
    for number, raw in enumerate(data.removesuffix(b"\r\n").split(b"\r\n"), start=1):
        if len(raw) > 75:
            breaches.append(f"line {number} has {len(raw)} octets")
        try:
            line = raw.decode("utf-8")
        except UnicodeDecodeError:
            breaches.append(f"line {number} is no UTF-8 by itself")
            line = raw.decode("utf-8", "replace")
        if unsafe := {c for c in line if ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u2028\u2029"}:
            breaches.append(f"line {number} holds {sorted(unsafe)!r}")
        if line.startswith(" ") and lines:
            lines[-1] += line[1:]
        elif not line.strip():
            breaches.append(f"line {number} is empty")
        else:
            lines.append(line)
    return lines


def _tree(lines: list[str], breaches: list[str]) -> Part | None:
    root: Part | None = None
    stack: list[Part] = []
    for line in lines:
        found = _LINE.fullmatch(line)
        if found is None:
            breaches.append(f"no property: {line!r}")
            continue
        name, parameters, value = found[1], found[2], found[3]
        if name == "BEGIN":
            part = Part(value)
            if stack and value in _INSIDE.get(stack[-1].kind, set()):
                stack[-1].parts.append(part)
            elif root is None and value == "VCALENDAR":
                root = part
            else:
                breaches.append(f"{value} has no place here")
            stack.append(part)
        elif name == "END":
            if not stack or stack.pop().kind != value:
                breaches.append(f"END:{value} ends nothing")
        elif stack:
            split = dict(pair.split("=", 1) for pair in parameters.split(";")[1:])
            stack[-1].properties.setdefault(name, []).append((split, value))
        else:
            breaches.append(f"{name} lies outside the calendar")
    if stack:
        breaches.append(f"{stack[-1].kind} does not end")
    if root is None:
        breaches.append("no calendar")
    return root


def _check_part(part: Part, breaches: list[str]) -> None:
    allowed = _ALLOWED.get(part.kind, set())
    for name in sorted(_REQUIRED.get(part.kind, set()) - part.properties.keys()):
        breaches.append(f"{part.kind} lacks {name}")
    for name, entries in part.properties.items():
        if name not in allowed:
            breaches.append(f"{name} may not stand in {part.kind}")
        if len(entries) > 1:
            breaches.append(f"{name} occurs {len(entries)} times in one {part.kind}")
        for parameters, value in entries:
            _check_value(part.kind, name, parameters, value, breaches)
    if part.kind == "VEVENT":
        _check_event(part, breaches)
    for inner in part.parts:
        _check_part(inner, breaches)


def _check_value(kind: str, name: str, parameters: dict[str, str], value: str, breaches: list[str]) -> None:
    if name in _TEXTS:
        rest = _ESCAPES.sub("", value)
        if set(rest) & set("\\;,"):
            breaches.append(f"{name} is not escaped: {value!r}")
        if not value:
            breaches.append(f"{name} is empty")
        if len(unescape(value)) > _LONGEST.get(name, 10_000):
            breaches.append(f"{name} has {len(unescape(value))} characters")
    if name in _ONE_OF and value not in _ONE_OF[name]:
        breaches.append(f"{name} is {value}")
    if name == "SEQUENCE" and not value.isdecimal():
        breaches.append(f"SEQUENCE is {value}")
    if name in ("DTSTAMP", "LAST-MODIFIED") and not _UTC.fullmatch(value):
        breaches.append(f"{name} is not in UTC: {value}")
    if name in ("REFRESH-INTERVAL", "X-PUBLISHED-TTL") and not _DURATION.fullmatch(value):
        breaches.append(f"{name} is no duration: {value}")
    if name == "REFRESH-INTERVAL" and parameters.get("VALUE") != "DURATION":
        breaches.append("REFRESH-INTERVAL does not say that it is a duration")
    if name in ("DTSTART", "DTEND"):
        whole_day = parameters.get("VALUE") == "DATE"
        wanted = _DATE if whole_day else _UTC if kind == "VEVENT" and "TZID" not in parameters else _LOCAL
        if not wanted.fullmatch(value):
            breaches.append(f"{name} of {kind} is {value}")
    if name == "URL" and not re.fullmatch(r"https?://[^\s\\]+", value):
        breaches.append(f"URL is {value}")


def _check_event(part: Part, breaches: list[str]) -> None:
    start, end = (part.properties.get(name, [({}, "")])[0] for name in ("DTSTART", "DTEND"))
    if start[0] != end[0]:
        breaches.append("DTSTART and DTEND are of two kinds")
    if start[1] >= end[1]:
        breaches.append(f"DTEND {end[1]} does not lie after DTSTART {start[1]}")
    if part.value("DTSTAMP") != part.value("LAST-MODIFIED"):
        breaches.append("DTSTAMP and LAST-MODIFIED differ")
    if (part.value("TRANSP") == "OPAQUE") != (part.value("X-MICROSOFT-CDO-BUSYSTATUS") == "BUSY"):
        breaches.append("TRANSP and X-MICROSOFT-CDO-BUSYSTATUS differ")


def _check_zones(root: Part, breaches: list[str]) -> None:
    declared = {part.value("TZID") for part in root.parts if part.kind == "VTIMEZONE"}
    for part in root.parts:
        if part.kind == "VTIMEZONE" and not part.parts:
            breaches.append("VTIMEZONE without a STANDARD or DAYLIGHT")
        if part.kind != "VEVENT":
            continue
        for entries in part.properties.values():
            for parameters, _value in entries:
                if parameters.get("TZID", next(iter(declared), "")) not in declared | {""}:
                    breaches.append(f"TZID {parameters['TZID']} is not declared")
