"""Addresses for operators. None of them waits in the page queue or names a workshop."""

from hmac import compare_digest

from flask import Blueprint, Response, abort, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from polling.core.access import Role, allow
from polling.core.metrics import REGISTRY

blueprint = Blueprint("operation", __name__)


@blueprint.get("/health/live")
@allow(Role.ANYONE)
def live() -> Response:
    """The process and its event loop answer."""
    return _plain("ok")


@blueprint.get("/health/ready")
@allow(Role.ANYONE)
def ready() -> Response:
    """Ballots can be counted and pages shown."""
    if current_app.extensions["readiness"].is_ready():
        return _plain("ok")
    return _plain("unavailable", status=503)


@blueprint.get("/metrics")
@allow(Role.ANYONE)
def metrics() -> Response:
    """For Prometheus; to anybody without METRICS_TOKEN, there is nothing at this address."""
    wanted, given = current_app.config["METRICS_TOKEN"], request.headers.get("Authorization", "")
    if not (wanted and compare_digest(given.encode(), f"Bearer {wanted}".encode())):
        abort(404)
    current_app.extensions["readiness"].is_ready()  # looks again
    return Response(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)


def _plain(words: str, status: int = 200) -> Response:
    answer = Response(f"{words}\n", status, mimetype="text/plain")
    answer.cache_control.no_store = True
    return answer
