"""Who may see and do what: one table over all addresses of a house, held before any page runs.

A page says nothing itself. Whoever adds one gives its endpoint a line here; without it nobody gets in, and a test
fails.
"""

from collections.abc import Mapping
from enum import Enum, auto

import structlog
from flask import Flask, abort, g, redirect, request, url_for
from werkzeug.wrappers import Response

from planner.accounts.model import Role, Visitor
from web.auth import has_accounts, visitor

log = structlog.get_logger(__name__)


class Audience(Enum):
    """Who may. SELF: a lead, or the manager whom the page is about. OWNER: also on pages of no team."""

    EVERYBODY = auto()
    SIGNED_IN = auto()
    MANAGER = auto()
    SELF = auto()
    LEAD = auto()
    OWNER = auto()


#: Endpoint -> who may. On a page of a team the role in that team counts, elsewhere whether somebody is an owner.
ACCESS: Mapping[str, Audience] = {
    "static": Audience.EVERYBODY,
    "sign_in.index": Audience.EVERYBODY,
    "sign_in.enter": Audience.EVERYBODY,
    "sign_in.forgotten": Audience.EVERYBODY,
    "sign_in.send_link": Audience.EVERYBODY,
    "sign_in.leave": Audience.EVERYBODY,
    "welcome.index": Audience.EVERYBODY,
    "welcome.accept": Audience.EVERYBODY,
    # The same for everybody, and nothing about anybody.
    "my_shifts.worker": Audience.EVERYBODY,
    "my_shifts.index": Audience.SIGNED_IN,
    "my_shifts.month": Audience.SIGNED_IN,
    "my_offers.sick": Audience.SIGNED_IN,
    "my_offers.back": Audience.SIGNED_IN,
    "my_offers.accept": Audience.SIGNED_IN,
    "my_offers.decline": Audience.SIGNED_IN,
    "my_offers.withdraw": Audience.SIGNED_IN,
    "my_offers.undo": Audience.SIGNED_IN,
    "my_offers.hand_over": Audience.SIGNED_IN,
    "my_offers.ask": Audience.SIGNED_IN,
    "my_messages.index": Audience.SIGNED_IN,
    "my_messages.settings": Audience.SIGNED_IN,
    "my_messages.choose": Audience.SIGNED_IN,
    "my_leave.index": Audience.SIGNED_IN,
    "my_leave.ask": Audience.SIGNED_IN,
    "my_leave.withdraw": Audience.SIGNED_IN,
    "my_calendars.index": Audience.SIGNED_IN,
    "my_calendars.make": Audience.SIGNED_IN,
    "my_calendars.revoke": Audience.SIGNED_IN,
    "wish_windows.index": Audience.SIGNED_IN,
    # Of nobody but the visitor; no address names a person.
    "busy_times.index": Audience.SIGNED_IN,
    "busy_times.look_at_file": Audience.SIGNED_IN,
    "busy_times.look_at_address": Audience.SIGNED_IN,
    "busy_times.looked_at": Audience.SIGNED_IN,
    "busy_times.keep": Audience.SIGNED_IN,
    "busy_times.remove": Audience.SIGNED_IN,
    "teams.index": Audience.SIGNED_IN,
    "account.index": Audience.SIGNED_IN,
    "account.save": Audience.SIGNED_IN,
    "account.change_password": Audience.SIGNED_IN,
    "account.end_session": Audience.SIGNED_IN,
    "account.leave_everywhere": Audience.SIGNED_IN,
    "account.download": Audience.SIGNED_IN,
    "account.ask_erasure": Audience.SIGNED_IN,
    "erasing.index": Audience.OWNER,
    "erasing.person": Audience.OWNER,
    "erasing.erase": Audience.OWNER,
    "users.index": Audience.OWNER,
    "users.invite": Audience.OWNER,
    "users.invite_again": Audience.OWNER,
    "users.withdraw": Audience.OWNER,
    "users.change": Audience.OWNER,
    "new_team.index": Audience.OWNER,
    "new_team.step": Audience.OWNER,
    "new_team.save": Audience.OWNER,
    "new_team.begin_again": Audience.OWNER,
    "new_team.workbook": Audience.OWNER,
    "new_team.upload": Audience.OWNER,
    "new_team.differences": Audience.OWNER,
    "new_team.take_over": Audience.OWNER,
    "new_team.template": Audience.OWNER,
    "facts.index": Audience.LEAD,
    "facts.sheet": Audience.LEAD,
    "facts.row": Audience.LEAD,
    "facts.save": Audience.LEAD,
    "facts.remove": Audience.LEAD,
    "facts.download": Audience.LEAD,
    "facts.workbook": Audience.LEAD,
    "facts.upload": Audience.LEAD,
    "facts.differences": Audience.LEAD,
    "facts.take_over": Audience.LEAD,
    "facts.template": Audience.LEAD,
    "offers.index": Audience.LEAD,
    "offers.confirm": Audience.LEAD,
    "offers.refuse": Audience.LEAD,
    "offers.end": Audience.LEAD,
    "offers.decide": Audience.LEAD,
    "offers.sick": Audience.LEAD,
    "offers.back": Audience.LEAD,
    "leave.index": Audience.LEAD,
    "leave.show": Audience.LEAD,
    "leave.answer": Audience.LEAD,
    "members.index": Audience.LEAD,
    "members.invite": Audience.LEAD,
    "members.several": Audience.LEAD,
    "members.invite_several": Audience.LEAD,
    "members.invite_again": Audience.LEAD,
    "members.withdraw": Audience.LEAD,
    "members.decide": Audience.LEAD,
    "members.set_role": Audience.OWNER,
    "roster.month": Audience.MANAGER,
    "roster.week": Audience.MANAGER,
    "roster.one_day": Audience.MANAGER,
    "roster.as_list": Audience.MANAGER,
    # Of nobody but the visitor.
    "my_wishes.index": Audience.MANAGER,
    "my_wishes.send": Audience.MANAGER,
    "people.person": Audience.SELF,
    "people.receipt": Audience.SELF,
    "why.cell": Audience.SELF,
    "opened.index": Audience.SELF,
    "components.index": Audience.MANAGER,
    "people.index": Audience.LEAD,
    "gaps.index": Audience.LEAD,
    "gaps.one_day": Audience.LEAD,
    "gaps.mends": Audience.LEAD,
    "edit.month": Audience.LEAD,
    "edit.cell": Audience.LEAD,
    "edit.week": Audience.LEAD,
    "edit.gap": Audience.LEAD,
    "edit.day": Audience.LEAD,
    "edit.undo": Audience.LEAD,
    "edit.redo": Audience.LEAD,
    "landings.index": Audience.LEAD,
    "landings.reason": Audience.LEAD,
    "landings.block": Audience.LEAD,
    "landings.block_reason": Audience.LEAD,
    "plan.index": Audience.LEAD,
    "plan.ask": Audience.LEAD,
    "plan.live": Audience.LEAD,
    "plan.stop": Audience.LEAD,
    "publish.index": Audience.LEAD,
    "publish.publish": Audience.LEAD,
    "publish.returning": Audience.LEAD,
    "publish.return_to": Audience.LEAD,
    "publish.go_on": Audience.LEAD,
    "publish.compare": Audience.LEAD,
    "replan.index": Audience.LEAD,
    "replan.take_over": Audience.LEAD,
    "wishes.index": Audience.LEAD,
    "wishes.open_until": Audience.LEAD,
    "wishes.close": Audience.LEAD,
    "wishes.remind": Audience.LEAD,
    "month_end.index": Audience.LEAD,
    "month_end.person": Audience.LEAD,
    "month_end.correct": Audience.LEAD,
    "month_end.close": Audience.LEAD,
    "month_end.reopen": Audience.LEAD,
    "month_end.workbook": Audience.LEAD,
    "month_end.csv": Audience.LEAD,
    "report.index": Audience.LEAD,
    "report.workbook": Audience.LEAD,
    "fairness.index": Audience.LEAD,
    "rules.index": Audience.LEAD,
    "rules.costs": Audience.LEAD,
    "rules.clashes": Audience.LEAD,
    "rules.rule": Audience.LEAD,
    "rules.change": Audience.LEAD,
    "staffing.index": Audience.LEAD,
    "whatif.index": Audience.LEAD,
    "whatif.ask": Audience.LEAD,
    "whatif.stop": Audience.LEAD,
    "calendars.index": Audience.LEAD,
    "calendars.make": Audience.LEAD,
    "calendars.revoke": Audience.LEAD,
    "files.index": Audience.LEAD,
    "files.download": Audience.LEAD,
}

_LEAST_ROLE = {
    Audience.SIGNED_IN: Role.MANAGER,
    Audience.MANAGER: Role.MANAGER,
    Audience.SELF: Role.LEAD,
    Audience.LEAD: Role.LEAD,
    Audience.OWNER: Role.OWNER,
}


def init_access(app: Flask) -> None:
    """Hold the table before every request: to sign-in, 404 for a team of others, 403 for a role that is too small."""

    @app.before_request
    def _hold() -> Response | None:
        if request.endpoint is None:  # no such page
            return None
        audience = ACCESS.get(request.endpoint)
        if audience is None:
            log.error("nobody decided who may see this page, so nobody may", endpoint=request.endpoint)
            abort(403)
        if audience is Audience.EVERYBODY:
            return None
        found = visitor()
        if found is None:
            here = request.full_path.rstrip("?") if request.method == "GET" else "/"
            return redirect(url_for("sign_in.index", next=here), 303)
        team_id = g.get("place", {}).get("team_id")
        if team_id is not None and found.role_in(team_id) is None:
            abort(404)
        if not _allowed(found, audience, team_id, (request.view_args or {}).get("name")):
            abort(403)
        return None


def may(endpoint: str, name: str | None = None) -> bool:
    """Whether the visitor may open a page of this team, for links to it. name: of the person it is about."""
    if not has_accounts():
        return True
    found = visitor()
    return found is not None and _allowed(found, ACCESS[endpoint], g.get("place", {}).get("team_id"), name)


def _allowed(found: Visitor, audience: Audience, team_id: int | None, name: str | None) -> bool:
    if team_id is None:
        return audience is Audience.SIGNED_IN or found.user.is_owner
    role = found.role_in(team_id)
    if role is None:
        return False
    own = audience is Audience.SELF and name is not None and found.persons.get(team_id) == name
    return own or role.covers(_LEAST_ROLE[audience])
