"""URLs for operators. They do not wait in the page queue, and name no workshop."""

from hmac import compare_digest

from flask import Blueprint, Response, abort, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from polling.core.access import Role, allow
from polling.core.metrics import REGISTRY

blueprint = Blueprint("operation", __name__)


@blueprint.get("/health/live")
@allow(Role.ANYONE)
def live() -> Response:
    """Answer that the process and its event loop are alive."""
    return _plain("ok")


@blueprint.get("/health/ready")
@allow(Role.ANYONE)
def ready() -> Response:
    """Answer whether ballots can be counted and pages shown."""
    if current_app.extensions["readiness"].is_ready():
        return _plain("ok")
    return _plain("unavailable", status=503)


@blueprint.get("/metrics")
@allow(Role.ANYONE)
def metrics() -> Response:
    """Return metrics for Prometheus; 404 without METRICS_TOKEN."""
    wanted, given = current_app.config["METRICS_TOKEN"], request.headers.get("Authorization", "")
    if not (wanted and compare_digest(given.encode(), f"Bearer {wanted}".encode())):
        abort(404)
    current_app.extensions["readiness"].is_ready()  # runs the checks
    return Response(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)


def _plain(words: str, status: int = 200) -> Response:
    answer = Response(f"{words}\n", status, mimetype="text/plain")
    answer.cache_control.no_store = True
    return answer
