"""Language, theme, density, coverage by what: links set them (?lang=de), cookies keep them, no script is needed."""

from urllib.parse import quote, urlencode

from flask import Flask, redirect, request
from werkzeug.wrappers import Response

from planner.messages import LANGUAGES
from web.i18n import LANGUAGE_COOKIE

#: Setting -> its values; the first is the one without a cookie, but for the language, which the browser knows.
CHOICES = {
    LANGUAGE_COOKIE: LANGUAGES,
    "theme": ("auto", "light", "dark"),
    "density": ("roomy", "compact"),
    "coverage": ("day", "channels", "hours"),
}
_YEAR_S = 365 * 24 * 3600


def preference(name: str) -> str:
    """The reader's choice of 'theme', 'density' or 'coverage'."""
    chosen = request.cookies.get(name, "")
    return chosen if chosen in CHOICES[name] else CHOICES[name][0]


def with_args(**changes: str | None) -> str:
    """The address of this page with some query parameters changed, or dropped where None."""
    args = {**request.args.to_dict(flat=False), **changes}
    query = urlencode({name: value for name, value in args.items() if value is not None}, doseq=True)
    path = quote(request.path)
    return f"{path}?{query}" if query else path


def init_preferences(app: Flask, pages: frozenset[str]) -> None:
    """Take up choices from the address on the blueprints `pages` alone: a calendar feed must never set a cookie."""

    @app.before_request
    def _take_choice() -> Response | None:
        chosen = {n: v for n, values in CHOICES.items() if (v := request.args.get(n)) in values}
        if not chosen or request.method != "GET" or request.blueprint not in pages:
            return None
        answer = redirect(with_args(**dict.fromkeys(chosen)), 303)
        for name, value in chosen.items():
            answer.set_cookie(
                name, str(value), max_age=_YEAR_S, httponly=True, samesite="Lax", secure=request.is_secure
            )
        return answer

    app.jinja_env.globals.update(preference=preference, with_args=with_args)
