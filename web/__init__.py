"""The pages: a small Flask app. No script is needed to read them, no outside file is loaded."""

import secrets

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from planner.services.access_log import AccessLog
from planner.services.plan_jobs import PlanJobs
from planner.services.set_up import SetUp
from planner.services.users import Accounts
from web.access import init_access, may
from web.access_log import init_access_log
from web.auth import init_auth, visitor
from web.compression import init_compression
from web.desk import Desks, FolderDesk, has_desk
from web.errors import init_errors
from web.feeds import FeedGate, Fetched
from web.i18n import init_i18n
from web.navigation import messages, navigation
from web.pages import HOUSE_PAGES, KEPT_PAGES, PAGES, TEAM_PAGES
from web.pages.plan import bp as plan_page
from web.pages.plan import has_plans
from web.places import MONTH_PREFIX, TEAM_PREFIX, MonthConverter, home, init_places, months_around
from web.preferences import init_preferences
from web.regions import init_regions
from web.security import init_security
from web.sent import SentRequest
from web.set_up import has_set_up
from web.view.search import finds


def create_app(desk: FolderDesk) -> Flask:
    """The app that shows what one desk holds and serves its calendar feeds."""
    app = _app(desk.base_url, desk)
    app.extensions["desk"] = desk
    init_regions(app)
    for page in PAGES:
        app.register_blueprint(page)
    return app


def create_house(
    desks: Desks,
    accounts: Accounts,
    access_log: AccessLog,
    set_up: SetUp,
    secret_key: bytes,
    trusted_proxies: int = 0,
    plans: PlanJobs | None = None,
) -> Flask:
    """The app that shows the desks of many teams to those who may see them, each month at an address of its own.

    access_log: who opened pages about whom. set_up: brings teams in and keeps their facts. secret_key: signs forms; the
    same at every start. trusted_proxies: how many stand in front and tell the address that a request comes from.
    plans: has months planned in the background; None = nothing is planned here.
    """
    app = _app(desks.base_url, desks)
    app.secret_key = secret_key
    app.url_map.converters["month"] = MonthConverter
    init_auth(app, accounts, frozenset(page.name for page in (*HOUSE_PAGES, *TEAM_PAGES)))
    init_access(app)
    init_places(app, desks)
    init_access_log(app, access_log)
    init_regions(app)
    app.extensions["set_up"] = set_up
    if plans is not None:
        app.extensions["plans"] = plans
    for page in HOUSE_PAGES:
        app.register_blueprint(page)
    for page in TEAM_PAGES:
        app.register_blueprint(page, url_prefix=TEAM_PREFIX + (page.url_prefix or ""))
    for page in (*PAGES, *KEPT_PAGES, *([plan_page] if plans else [])):
        app.register_blueprint(page, url_prefix=MONTH_PREFIX + (page.url_prefix or ""))
    if trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted_proxies, x_proto=trusted_proxies)  # type: ignore[method-assign]
    return app


def _app(base_url: str, fetched: Fetched) -> Flask:
    """What every app has. fetched: answers calendar programs."""
    app = Flask("web")
    app.request_class = SentRequest
    # Forms live as long as the process where nothing is kept: they are short, and a stale one says so.
    app.secret_key = secrets.token_bytes(32)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(has_desk=has_desk, has_plans=has_plans, has_set_up=has_set_up, home=home)
    app.jinja_env.globals.update(may=may, navigation=navigation, messages=messages, visitor=visitor, finds=finds)
    app.jinja_env.globals.update(months_around=months_around)
    init_compression(app)
    init_security(app, base_url)
    init_i18n(app)
    init_preferences(app, frozenset(page.name for page in (*PAGES, *KEPT_PAGES, plan_page, *TEAM_PAGES, *HOUSE_PAGES)))
    init_errors(app)
    app.wsgi_app = FeedGate(app.wsgi_app, fetched)  # type: ignore[method-assign]
    return app
