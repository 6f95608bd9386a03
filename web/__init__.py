"""The pages: a small Flask app that reads one desk. No script is needed to read them, no outside file is loaded."""

import secrets

from flask import Flask

from web import feeds
from web.desk import Desk
from web.errors import init_errors
from web.i18n import init_i18n
from web.pages import PAGES
from web.preferences import init_preferences
from web.security import init_security


def create_app(desk: Desk) -> Flask:
    """The app that shows what `desk` holds and serves its calendar feeds."""
    app = Flask("web")
    # Forms live as long as the process: the only ones are short, and a stale one says so.
    app.secret_key = secrets.token_bytes(32)
    app.extensions["desk"] = desk
    app.extensions["feeds"] = desk
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    init_security(app, desk.base_url)
    init_i18n(app)
    init_preferences(app, frozenset(page.name for page in PAGES))
    init_errors(app)
    for page in PAGES:
        app.register_blueprint(page)
    app.register_blueprint(feeds.bp)
    return app
