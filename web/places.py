"""Where pages stand in addresses when one program serves many teams: /teams/7/2026-12/ before each page of a month.

The pages themselves know nothing of it: their views take no team and no month, and their links gain both here.
"""

from typing import Any

from flask import Flask, abort, current_app, g, url_for
from werkzeug.routing import BaseConverter, ValidationError

from planner.accounts.model import Role
from planner.services.desks import TeamMonths
from planner.services.own_shifts import YearMonth
from web.access import may
from web.auth import role_here, visitor
from web.desk import Desks, has_desk, the_desks
from web.forms import MOST_ID

#: Before the address of every page about one team.
TEAM_PREFIX = f"/teams/<int(max={MOST_ID}):team_id>"
#: Before the address of every page that shows one team's month.
MONTH_PREFIX = TEAM_PREFIX + "/<month:of_month>"
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
    """Find the desk of each address, 404 where there is none, and keep links within the team and month they are on.

    To be called after init_access: whoever may not see a team shall not learn whether it is there.
    """
    app.extensions["desks"] = desks

    @app.url_value_preprocessor
    def _find_place(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.place = {name: values.pop(name) for name in _ARGUMENTS if name in values} if values else {}

    @app.before_request
    def _find_desk() -> None:
        if "of_month" in g.place:
            found, role = visitor(), role_here()
            actor = found.user.person_id if found else None
            leads = role is not None and role.covers(Role.LEAD)
            desk = desks.desk(g.place["team_id"], g.place["of_month"], actor, leads=leads)
            if desk is None:
                abort(404)
            g.desk = desk

    @app.url_defaults
    def _stay(endpoint: str, values: dict[str, Any]) -> None:
        for name, value in g.get("place", {}).items():
            if app.url_map.is_endpoint_expecting(endpoint, name):
                values.setdefault(name, value)


def home() -> str:
    """Where the way back leads: to the month that this page belongs to, else to the start."""
    return url_for("roster.month") if has_desk() else "/"


def months_around() -> tuple[YearMonth | None, YearMonth | None]:
    """The months with rosters before and after the one that the address names, None where there is none; who plans can
    go on to the month after the last one, too.
    """
    shown = g.get("place", {}).get("of_month")
    if shown is None:
        return None, None
    months = the_desks().months(g.place["team_id"])
    year, month = shown
    following = (year + month // 12, month % 12 + 1)
    goes_on = shown in months and "plan.ask" in current_app.view_functions and may("plan.ask")
    return (
        max((one for one in months if one < shown), default=None),
        min((one for one in months if one > shown), default=following if goes_on else None),
    )


def the_team(desks: Desks) -> TeamMonths:
    """The team that the address names. 404 where there is none."""
    team = next((team for team in desks.teams() if team.team_id == g.place["team_id"]), None)
    if team is None:
        abort(404)
    return team
