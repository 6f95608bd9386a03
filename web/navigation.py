"""What the head of every page leads to: pages put together by what they are about, only those the reader may open."""

from dataclasses import dataclass, replace

from flask import current_app, g, request, url_for

from planner.messages import _l
from web.access import may
from web.auth import leads_anywhere, role_here, visitor
from web.desk import has_desk, the_desks


@dataclass(frozen=True, slots=True)
class Link:
    """A page to go to. current: whether it is the one that is open. count: of what is new there."""

    label: str
    address: str
    current: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Pages below one label; "" = they stand side by side with the groups."""

    label: str
    links: tuple[Link, ...]

    @property
    def current(self) -> bool:
        """Whether one of its pages is open."""
        return any(link.current for link in self.links)


_Pages = tuple[tuple[str, str], ...]

#: (Label of a group, its pages as endpoint and label), in reading order.
_OF_MONTH: tuple[tuple[str, _Pages], ...] = (
    ("", (("roster.month", _l("Roster")), ("wishes.index", _l("Wishes")), ("plan.index", _l("Plan")),
          ("gaps.index", _l("Gaps")), ("replan.index", _l("Changes")))),
    (_l("Report"), (("report.index", _l("The month")), ("month_end.index", _l("Month end")),
                    ("fairness.index", _l("Fairness")), ("rules.costs", _l("Cost by rule")),
                    ("rules.clashes", _l("Contradictions")))),
    (_l("Team"), (("people.index", _l("People")), ("leave.index", _l("Leave")),
                  ("offers.index", _l("Offers and swaps")),
                  ("facts.index", _l("Facts")), ("rules.index", _l("Rules")),
                  ("calendars.index", _l("Calendars")), ("files.index", _l("Files")),
                  ("members.index", _l("Members")), ("teams.index", _l("My teams")))),
    (_l("Staffing"), (("staffing.index", _l("How many managers?")), ("whatif.index", _l("What if")))),
)  # fmt: skip
_OF_HOUSE: _Pages = (("teams.index", _l("My teams")), ("users.index", _l("Accounts")))
#: Of everybody with an account, beside it.
_MESSAGES: _Pages = (("my_messages.index", _l("Messages")),)
#: Of somebody who works in a team.
_OF_MINE: _Pages = (("my_shifts.index", _l("My shifts")), ("wish_windows.index", _l("My wishes")),
                    ("my_leave.index", _l("My leave")), ("my_calendars.index", _l("My calendars")))  # fmt: skip
#: Pages that none leads to in the head, by blueprint: the one that does.
_BELONG = {"publish": "roster.month", "edit": "roster.month", "why": "roster.month", "opened": "people.index",
           "my_wishes": "wish_windows.index", "my_offers": "my_shifts.index",
           "busy_times": "my_calendars.index", "erasing": "users.index"}  # fmt: skip


def navigation() -> tuple[Group, ...]:
    """Where the reader of this page may go; nothing where nobody is signed in who would have to be."""
    month = _month()
    found = visitor()
    mine = _links(_OF_MINE, {}) if found is not None and found.persons else ()
    if has_desk() or month:
        groups = [Group(label, _links(pages, month)) for label, pages in _OF_MONTH]
        # Who leads here has the month's pages first, and the own ones together behind them.
        groups = [*groups, Group(_l("My own"), mine)] if may("plan.index") else [Group("", mine), *groups]
        return tuple(group for group in groups if group.links)
    if found is None:
        return ()
    # The start of who leads no team is their own shifts.
    pages = _OF_HOUSE if leads_anywhere(found) or not found.persons else ()
    return (Group("", (*mine, *_links(pages, {}))),)


def _month() -> dict[str, object]:
    """Which month a page about a team leads to, for addresses: its newest. Nothing on pages that are of a month."""
    if has_desk() or "team_id" not in g.get("place", {}) or role_here() is None:
        return {}
    teams = the_desks().teams()
    months = next((team.months for team in teams if team.team_id == g.place["team_id"]), ())
    return {"of_month": months[-1]} if months else {}


def _links(pages: _Pages, month: dict[str, object]) -> tuple[Link, ...]:
    return tuple(
        Link(label, _address(endpoint, month), _is_open(endpoint))
        for endpoint, label in pages
        if endpoint in current_app.view_functions and may(endpoint)
    )


def messages() -> Link | None:
    """The way to a reader's messages, with how many are new; None where nobody is signed in."""
    found = visitor()
    links = _links(_MESSAGES, {}) if found is not None else ()
    if found is None or not links:
        return None
    return replace(links[0], count=the_desks().message_box.unread(found.user.person_id))


def _address(endpoint: str, month: dict[str, object]) -> str:
    of_month = current_app.url_map.is_endpoint_expecting(endpoint, "of_month")
    return url_for(endpoint, **(month if of_month else {}))  # type: ignore[arg-type]


def _is_open(endpoint: str) -> bool:
    """Whether a page is the one that is open, or the one that leads to it."""
    known = {endpoint for _, pages in _OF_MONTH for endpoint, _ in pages}
    if request.endpoint in known:
        return request.endpoint == endpoint
    if request.blueprint in _BELONG:
        return endpoint == _BELONG[request.blueprint]
    return endpoint in (f"{request.blueprint}.index", f"{request.blueprint}.month")
