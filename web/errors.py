"""What readers see when something is missing or went wrong: what happened, that nothing is lost, what to do."""

import structlog
from flask import Flask, g, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from planner.accounts.model import NotAllowed
from planner.messages import LANGUAGES, _l
from planner.problems import InputProblems, problem_line
from web.desk import NoRoster
from web.feeds import mask_token
from web.i18n import translate

#: Status -> title and advice.
TEXTS = {
    400: (_l("That did not arrive as it should"), _l("Nothing was changed. Please go back and try again.")),
    403: (
        _l("This page is for others"),
        _l("Your role in this team does not include it. Somebody who leads the team, or an owner, can change that."),
    ),
    404: (_l("There is nothing here"), _l("The address is wrong, or what it showed is gone. The roster is untouched.")),
    405: (_l("That is not possible here"), _l("Nothing was changed. Please start from the page itself.")),
    413: (_l("That was too much at once"), _l("Nothing was changed. Please send less.")),
    500: (
        _l("Something went wrong on our side"),
        _l("The roster and its files are untouched. Try again; if it happens again, send us the log of the program."),
    ),
}
STALE_FORM = (
    _l("This page was open for too long"),
    _l("Nothing was changed. Load the page again, then send it once more."),
)
UNKNOWN_HOST = _l("These pages are not served under this name. Use the address the program printed when it started.")

log = structlog.get_logger(__name__)


def init_errors(app: Flask) -> None:
    """Answer every error with a page in the reader's language; details go to the log alone."""

    @app.errorhandler(NoRoster)
    def _no_roster(_error: NoRoster) -> str:
        return render_template("no_roster.html")

    @app.errorhandler(InputProblems)
    def _unreadable(error: InputProblems) -> tuple[str, int]:
        return render_template("unreadable.html", problems=error.problems, line=problem_line), 503

    @app.errorhandler(NotAllowed)
    def _not_allowed(_error: NotAllowed) -> tuple[str, int]:
        return _page(403, *TEXTS[403]), 403

    @app.errorhandler(CSRFError)
    def _stale_form(_error: CSRFError) -> tuple[str, int]:
        return _page(400, *STALE_FORM), 400

    @app.errorhandler(SecurityError)
    def _unknown_host(_error: SecurityError) -> tuple[str, int, dict[str, str]]:
        # Without a trusted host no page can be built, so these are words alone.
        return (
            "\n".join(translate(UNKNOWN_HOST, lang) for lang in LANGUAGES),
            400,
            {"Content-Type": "text/plain; charset=utf-8"},
        )

    @app.errorhandler(HTTPException)
    def _http_error(error: HTTPException) -> tuple[str, int]:
        status = error.code or 500
        if isinstance(error, InternalServerError):
            # Whoever could not be looked up is not looked up once more for this page.
            g.setdefault("visitor", None)
            log.error("page failed", path=mask_token(request.path), exc_info=error.original_exception)
        return _page(status, *TEXTS.get(status, TEXTS[500 if status >= 500 else 400])), status


def _page(status: int, title: str, advice: str) -> str:
    return render_template("error.html", status=status, title=title, advice=advice)
