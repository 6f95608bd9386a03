"""Which pages show what is known of people: who opens one is written down, once a day."""

from collections.abc import Mapping

import structlog
from flask import Flask, Response, current_app, request

from planner.domain.access import PersonalPage
from planner.services.access_log import AccessLog
from web.auth import the_team_id, visitor

log = structlog.get_logger(__name__)

#: Endpoint -> what it shows: of the person `name` in its address, of everybody where there is none.
PERSONAL: Mapping[str, PersonalPage] = {
    "people.index": PersonalPage.MONTH,
    "people.person": PersonalPage.MONTH,
    "people.receipt": PersonalPage.RECEIPT,
    "why.cell": PersonalPage.WHY,
    "month_end.index": PersonalPage.MONTH_END,
    "month_end.person": PersonalPage.MONTH_END,
    "month_end.workbook": PersonalPage.FILE,
    "month_end.csv": PersonalPage.FILE,
    "fairness.index": PersonalPage.RECEIPT,
    "report.index": PersonalPage.MONTH,
    "wishes.index": PersonalPage.FACTS,
    # Who is ill.
    "offers.index": PersonalPage.FACTS,
    "leave.index": PersonalPage.FACTS,
    "leave.show": PersonalPage.FACTS,
    "facts.sheet": PersonalPage.FACTS,
    "facts.row": PersonalPage.FACTS,
    "facts.download": PersonalPage.FILE,
    "files.download": PersonalPage.FILE,
    "report.workbook": PersonalPage.FILE,
}
#: Of the sheets of a team's facts, those about people.
PERSONAL_SHEETS = frozenset(
    {
        "managers", "availability", "absences", "wishes", "pairs", "locks", "past_shifts", "carry_over",
        "ledger_corrections",
    }
)  # fmt: skip


def init_access_log(app: Flask, access_log: AccessLog) -> None:
    """Write down who opens a page of PERSONAL and is shown it, but for one's own."""
    app.extensions["access_log"] = access_log

    @app.after_request
    def _note(response: Response) -> Response:
        page, reader, asked = PERSONAL.get(request.endpoint or ""), visitor(), request.view_args or {}
        if page is None or reader is None or response.status_code != 200:
            return response
        if page is PersonalPage.FACTS and "sheet" in asked and asked["sheet"] not in PERSONAL_SHEETS:
            return response
        # A file's own name is nobody's.
        name = asked.get("name", "") if page is not PersonalPage.FILE else ""
        if not name or reader.persons.get(the_team_id()) != name:
            try:
                access_log.note(reader.user.user_id, the_team_id(), page, name)
            except Exception:
                log.exception("an access could not be written down", page=page)
        return response


def the_access_log() -> AccessLog:
    """The access log of the house."""
    found: AccessLog = current_app.extensions["access_log"]
    return found
