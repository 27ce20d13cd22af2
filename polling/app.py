"""The app factory, which only connects the parts."""

from typing import cast

from flask import Flask
from flask_babel import Babel
from flask_socketio import SocketIO
from flask_wtf import CSRFProtect
from sqlalchemy import QueuePool
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from config import Config
from polling import pages
from polling.breakouts import facilitator_link
from polling.breakouts import routes as breakouts
from polling.breakouts.drafting import document_binding as group_home
from polling.breakouts.drafting import routes as drafting
from polling.breakouts.duplicates import routes as review
from polling.breakouts.ideas import routes as ideas
from polling.breakouts.seating import routes as seating
from polling.contests import secure_deletion
from polling.contests.casting import routes as contests
from polling.contests.casting import sockets as contest_sockets
from polling.contests.casting.ballot_box import BallotBox
from polling.contests.paper import routes as paper
from polling.core import db, paths, rate_limits
from polling.core.access import require_declarations
from polling.core.languages import preferred
from polling.core.metrics import DATABASE_CONNECTIONS
from polling.core.migrate import upgrade
from polling.documents import sockets as document_sockets
from polling.facilitation import routes as facilitation
from polling.final_vote import routes as final_vote
from polling.final_vote.dissent import routes as dissent
from polling.final_vote.paper import routes as final_paper
from polling.final_vote.two_stages import routes as two_stages
from polling.guides import routes as guides
from polling.live import page_push
from polling.live.server import create_server
from polling.monitoring import routes as operation
from polling.monitoring.health import readiness
from polling.notes import note_taker_link
from polling.notes import routes as notes
from polling.people.models import LONGEST_LOGIN
from polling.people.routes import badges, invitations, language, logins, participants, screens
from polling.people.signed_links import Links
from polling.plain_html import routes as plain
from polling.presentations import routes as presentations
from polling.privacy import routes
from polling.ranking import routes as ranking
from polling.rehearsal import routes as rehearsal
from polling.report import routes as report
from polling.report.writing import document_binding as report_home
from polling.setup import routes as setup
from polling.survey import routes as survey
from polling.web import (
    error_handlers,
    gatekeeper,
    request_metrics,
    response_headers,
    url_numbers,
)
from polling.web.allowed_origins import OriginCheck
from polling.web.multipart_parser import Request
from polling.web.sessions import Sessions
from polling.web.templating import TemplateEnvironment, build
from polling.web.templating import install as install_templating
from polling.web.trusted_host import PublicHost, ValidHost

ROUTES = (
    logins,
    invitations,
    language,
    badges,
    participants,
    screens,
    pages,
    plain,
    notes,
    setup,
    contests,
    paper,
    ranking,
    breakouts,
    seating,
    presentations,
    drafting,
    ideas,
    review,
    final_paper,
    final_vote,
    dissent,
    two_stages,
    survey,
    report,
    facilitation,
    guides,
    rehearsal,
    routes,
    operation,
)
ROLES = (facilitator_link, note_taker_link)  # importing them declares how to find their actors
SOCKETS = (contest_sockets, document_sockets)  # importing them declares their events
HOMES = (group_home, report_home)  # importing them declares the bindings of documents
BODY_LIMIT_BYTES = 6 * 1024 * 1024  # a workshop file is at most 5 MB


def create_app(config: Config | None = None) -> Flask:
    """Create the Flask app, with its Socket.IO server in `app.extensions["socketio"]`."""
    config = config or Config()
    app = Flask(__name__, template_folder=str(paths.TEMPLATES), static_folder=None)
    app.jinja_environment = TemplateEnvironment
    app.session_interface = Sessions()
    app.request_class = Request
    _configure(app, config)
    rate_limits.share(config.redis_url, config.in_redis("spent"), config.secret())
    Babel(app, locale_selector=preferred, default_translation_directories=str(paths.TRANSLATIONS))
    url_numbers.install(app)
    request_metrics.install(app)
    gatekeeper.install(app)
    CSRFProtect(app)
    for part in (error_handlers, response_headers):
        part.install(app)
    install_templating(app)
    _serve_static(app)
    for module in ROUTES:
        app.register_blueprint(module.blueprint)
    require_declarations(app)
    app.extensions["readiness"] = readiness(lambda: app.extensions["ballots"], config)
    open_database(app, config.database)  # first, because messages of other servers use it
    create_server(app, config)
    page_push.made_by(pages.pages_to_push)
    return app


def open_database(app: Flask, url: str) -> None:
    """Connect to the database at `url`, which is created or migrated first."""
    upgrade(db.connect(url))
    app.extensions["ballots"] = BallotBox(url)
    _measure_pool()


def _measure_pool() -> None:
    def pool() -> QueuePool:
        return cast("QueuePool", db.engine().pool)

    DATABASE_CONNECTIONS.labels("in use").set_function(lambda: pool().checkedout())
    DATABASE_CONNECTIONS.labels("idle").set_function(lambda: pool().checkedin())


def close_database(app: Flask) -> None:
    """Close the connections to the database, and stop the threads for ballots and file rewrites."""
    secure_deletion.forget_all()  # first: a waiting sweep would start while the others end
    app.extensions["ballots"].close()
    db.engine().dispose()


def socketio_of(app: Flask) -> SocketIO:
    """Return the app's Socket.IO server."""
    server: SocketIO = app.extensions["socketio"]
    return server


def _configure(app: Flask, config: Config) -> None:
    app.config.update(
        SECRET_KEY=config.secret(),
        TESTING=config.testing,
        PUBLIC_URL=config.public_url,
        ADDRESS=config.address(),
        PERMANENT_SESSION_LIFETIME=LONGEST_LOGIN,
        HTTPS=config.https,
        METRICS_TOKEN=config.metrics_token,
        SESSION_COOKIE_NAME="polling",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.https,
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=BODY_LIMIT_BYTES,
        WTF_CSRF_TIME_LIMIT=None,  # a phone may sleep during lunch and must still be able to vote
        WTF_CSRF_SSL_STRICT=False,  # it would require a Referer: see allowed_origins.py
        BUILD=build(),
    )
    app.extensions["links"] = Links(config.secret())
    if config.public_url:
        app.wsgi_app = PublicHost(app.wsgi_app, config)  # type: ignore[method-assign]
    else:
        app.wsgi_app = ValidHost(app.wsgi_app)  # type: ignore[method-assign]
    if config.trusted_proxies:
        n = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
    app.wsgi_app = OriginCheck(app.wsgi_app, config)  # type: ignore[method-assign]


def _serve_static(app: Flask) -> None:
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(paths.STATIC / "dist"),
        prefix="static/",
        max_age=60,
        allow_all_origins=False,
        immutable_file_test=r"-[A-Z0-9]{8}\.",
    )
