"""My account: name, language, password, where I am signed in, and all that is kept of me."""

from io import BytesIO

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from planner.accounts.model import Refused
from planner.accounts.passwords import LEAST_CHARACTERS
from planner.messages import LANGUAGES
from web.auth import accounts, address, let_in, let_out, speak, the_visitor
from web.desk import the_desks
from web.forms import errors_of, number_of, status_of
from web.i18n import language
from web.view.client import client_words

bp = Blueprint("account", __name__, url_prefix="/account")


@bp.get("/")
def index() -> str:
    """The page."""
    return _page(None, "")[0]


@bp.post("/")
def save() -> Response | tuple[str, int]:
    """Change name and language."""
    chosen = request.form.get("language", "")
    spoken = chosen if chosen in LANGUAGES else language()
    try:
        accounts().users.save_profile(the_visitor(), request.form.get("name", ""), spoken)
    except Refused as refused:
        return _page(refused, "profile")
    answer = redirect(url_for("account.index", done="saved"), 303)
    speak(answer, spoken)
    return answer


@bp.post("/password")
def change_password() -> Response | tuple[str, int]:
    """Take a new password; other sessions end, this one goes on under a new secret."""
    form = request.form
    try:
        token = accounts().users.change_password(
            the_visitor(), form.get("current", ""), form.get("password", ""), address()
        )
    except Refused as refused:
        return _page(refused, "password")
    return let_in(redirect(url_for("account.index", done="password"), 303), token)


@bp.post("/sessions")
def end_session() -> Response:
    """End one of my sessions."""
    accounts().sign_in.end_session(the_visitor(), number_of("session"))
    return redirect(url_for("account.index", done="ended"), 303)


@bp.post("/sign-out-everywhere")
def leave_everywhere() -> Response:
    """End all of my sessions."""
    accounts().sign_in.sign_out_everywhere(the_visitor())
    return let_out(redirect(url_for("sign_in.index"), 303))


@bp.get("/my-data.zip")
def download() -> Response:
    """All that is kept of me."""
    content = the_desks().privacy.own_data(the_visitor().user.person_id)
    name = "my-data" if language() == "en" else "meine-daten"
    return send_file(BytesIO(content), "application/zip", as_attachment=True, download_name=f"{name}.zip")


@bp.post("/erasure")
def ask_erasure() -> Response:
    """Ask the owners to erase me."""
    the_desks().privacy.ask(the_visitor())
    return redirect(url_for("account.index", done="asked"), 303)


def _page(refused: Refused | None, form: str) -> tuple[str, int]:
    found = the_visitor()
    page = render_template(
        "account.html",
        me=found.user,
        zone=the_desks().message_box.zone(found.user.person_id),
        here=found.session.session_id,
        sessions=accounts().sign_in.sessions(found.user.user_id),
        client_words=client_words,
        errors=errors_of(refused),
        refused_form=form,
        name=request.form.get("name", found.user.name),
        least=LEAST_CHARACTERS,
        done=request.args.get("done", ""),
    )
    return page, status_of(refused)
