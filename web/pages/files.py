"""The files made with the roster, to download."""

from datetime import UTC

from flask import Blueprint, abort, render_template, send_file
from werkzeug.wrappers import Response

from web.desk import the_desk
from web.view.files import file_row

bp = Blueprint("files", __name__, url_prefix="/files")


@bp.get("/")
def index() -> str:
    """What there is to download."""
    report = the_desk().report()
    rows = [file_row(path) for path in the_desk().downloads()]
    return render_template("files.html", rows=rows, zone=report.board.team.zone if report else UTC)


@bp.get("/<name>")
def download(name: str) -> Response:
    """One file; only those the desk lists can be had."""
    path = next((p for p in the_desk().downloads() if p.name == name), None)
    if path is None or not path.is_file():
        abort(404)
    return send_file(path.resolve(), as_attachment=True, download_name=path.name)
