"""Whose German a page speaks: that of the team it is about, of the reader's own team, or of their browser."""

from flask import Flask, g, request

from planner.messages import say_as_in
from web.auth import has_accounts, visitor
from web.desk import has_desk, the_desk, the_desks


def init_regions(app: Flask) -> None:
    """Say dates as in the right country on each page. To be called after init_places."""

    @app.before_request
    def _say() -> None:
        if request.endpoint not in (None, "static"):
            say_as_in(_country())

    @app.teardown_request
    def _say_as_before(_failure: BaseException | None) -> None:
        # The thread serves others next, and what they do is not said as here.
        say_as_in("")


def _country() -> str:
    if not has_accounts():
        report = the_desk().report() if has_desk() else None
        return report.board.team.sites[0].country if report else _of_browser()
    found = visitor()
    team = g.get("place", {}).get("team_id")
    if team is None and found is not None:
        team = min((*found.persons, *found.roles), default=None)
    return (the_desks().country(team) if team is not None else "") or _of_browser()


def _of_browser() -> str:
    """The country of the language that is asked for first, "" where it names none."""
    for language, _ in request.accept_languages:
        name, _, country = language.replace("_", "-").partition("-")
        if name.lower() == "de":
            return country.upper()
    return ""
