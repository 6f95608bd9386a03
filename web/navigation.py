"""What the head of every page leads to: pages put together by what they are about, only those the reader may open."""

from dataclasses import dataclass

from flask import current_app, g, request, url_for

from planner.messages import _l
from web.access import may
from web.auth import visitor
from web.desk import has_desk


@dataclass(frozen=True, slots=True)
class Link:
    """A page to go to. current: whether it is the one that is open."""

    label: str
    address: str
    current: bool


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
    ("", (("roster.month", _l("Roster")), ("plan.index", _l("Plan")), ("gaps.index", _l("Gaps")),
          ("replan.index", _l("Changes")))),
    (_l("Report"), (("report.index", _l("The month")), ("month_end.index", _l("Month end")),
                    ("fairness.index", _l("Fairness")), ("rules.costs", _l("Cost by rule")),
                    ("rules.clashes", _l("Contradictions")))),
    (_l("Team"), (("people.index", _l("People")), ("facts.index", _l("Facts")), ("rules.index", _l("Rules")),
                  ("calendars.index", _l("Calendars")), ("files.index", _l("Files")),
                  ("members.index", _l("Members")))),
    (_l("Staffing"), (("staffing.index", _l("How many managers?")), ("whatif.index", _l("What if")))),
)  # fmt: skip
_OF_HOUSE: _Pages = (("teams.index", _l("My teams")), ("users.index", _l("Accounts")))


def navigation() -> tuple[Group, ...]:
    """Where the reader of this page may go; nothing where nobody is signed in who would have to be."""
    if has_desk():
        groups = (Group(label, _links(pages)) for label, pages in _OF_MONTH)
        return tuple(group for group in (_own_page(), *groups) if group.links)
    if visitor() is not None:
        return (Group("", _links(_OF_HOUSE)),)
    return ()


def _links(pages: _Pages) -> tuple[Link, ...]:
    return tuple(
        Link(label, url_for(endpoint), _is_open(endpoint))
        for endpoint, label in pages
        if endpoint in current_app.view_functions and may(endpoint)
    )


def _own_page() -> Group:
    """The shifts of a reader who works in this team."""
    found = visitor()
    name = found.persons.get(g.get("place", {}).get("team_id")) if found else None
    if name is None:
        return Group("", ())
    is_open = request.endpoint == "people.person" and (request.view_args or {}).get("name") == name
    return Group("", (Link(_l("My shifts"), url_for("people.person", name=name), is_open),))


def _is_open(endpoint: str) -> bool:
    """Whether a page is the one that is open, or the one that leads to it."""
    known = {endpoint for _, pages in _OF_MONTH for endpoint, _ in pages}
    if request.endpoint in known:
        return request.endpoint == endpoint
    return request.blueprint == endpoint.split(".")[0]
