"""Where pages stand in addresses when one program serves many teams: /teams/7/2026-12/ before each page of a month.

The pages themselves know nothing of it: their views take no team and no month, and their links gain both here.
"""

from typing import Any

from flask import Flask, abort, g, url_for
from werkzeug.routing import BaseConverter, ValidationError

from web.desk import Desks, has_desk

#: Before the address of every page that shows one team's month.
MONTH_PREFIX = "/teams/<int:team_id>/<month:of_month>"
_ARGUMENTS = ("team_id", "of_month")


class MonthConverter(BaseConverter):
    """'2026-12' in an address <-> (2026, 12)."""

    regex = r"[12]\d{3}-\d{2}"

    def to_python(self, value: str) -> tuple[int, int]:
        """ValidationError, and so no such page, for a thirteenth month."""
        year, _, month = value.partition("-")
        if not 1 <= int(month) <= 12:
            raise ValidationError(value)
        return int(year), int(month)

    def to_url(self, value: tuple[int, int]) -> str:
        """The month as it stands in the address."""
        return f"{value[0]}-{value[1]:02d}"


def init_places(app: Flask, desks: Desks) -> None:
    """Find the desk of each address, 404 where there is none, and keep links within the team and month they are on."""

    @app.url_value_preprocessor
    def _find_desk(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values is None or "of_month" not in values:
            return
        place = {name: values.pop(name) for name in _ARGUMENTS}
        desk = desks.desk(place["team_id"], place["of_month"])
        if desk is None:
            abort(404)
        g.place, g.desk = place, desk

    @app.url_defaults
    def _stay(endpoint: str, values: dict[str, Any]) -> None:
        for name, value in g.get("place", {}).items():
            if app.url_map.is_endpoint_expecting(endpoint, name):
                values.setdefault(name, value)


def home() -> str:
    """Where the way back leads: to the month that this page belongs to, else to the start."""
    return url_for("roster.month") if has_desk() else "/"
