"""A fingerprint of a team's facts, to tell whether a roster was planned on these."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from hashlib import sha256
from zoneinfo import ZoneInfo

from planner.domain.team import Team

_NO_FACTS = frozenset({"month", "scenarios"})


def team_hash(team: Team) -> str:
    """SHA-256 (hex) of the team's facts. The month asked for does not count, nor the order of rows, but for sites.

    Scenarios are no facts: writing one down leaves every roster as right as it was.
    The first site is the team's own, so the order of sites is a fact.
    """
    facts = {field.name: _plain(getattr(team, field.name)) for field in fields(team) if field.name not in _NO_FACTS}
    for name, value in facts.items():
        if isinstance(value, list) and name != "sites":
            value.sort(key=_text)
    return sha256(_text(facts).encode()).hexdigest()


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(str(item) for item in value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, ZoneInfo):
        return value.key
    return value
