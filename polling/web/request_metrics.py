"""Metrics of requests: duration and status, including all waiting."""

import time

from flask import Flask, Response, g, request

from polling.core.access import Actor, Role
from polling.core.metrics import ANSWERS, REQUEST_SECONDS


def install(app: Flask) -> None:
    """Measure every request. Must be installed before anything that may wait."""
    app.before_request(_begin)
    app.after_request(_observe)


def _begin() -> None:
    g.began = time.perf_counter()


def _observe(response: Response) -> Response:
    ANSWERS.labels(f"{response.status_code // 100}xx").inc()
    if request.endpoint is not None:  # otherwise the method may be invented by the client
        actor: Actor | None = g.get("actor")
        role = actor.role if actor else Role.ANYONE
        seconds = time.perf_counter() - g.began
        REQUEST_SECONDS.labels(request.method, role.value).observe(seconds)
    return response
