"""How long requests take and how they end, measured around everything else."""

import time

from flask import Flask, Response, g, request

from polling.core.access import Actor, Role
from polling.core.metrics import ANSWERS, REQUEST_SECONDS


def install(app: Flask) -> None:
    """Measure every request. Installed before anything that may make one wait."""
    app.before_request(_begin)
    app.after_request(_observe)


def _begin() -> None:
    g.began = time.perf_counter()


def _observe(response: Response) -> Response:
    ANSWERS.labels(f"{response.status_code // 100}xx").inc()
    if request.endpoint is not None:  # else the client may have made up the method
        actor: Actor | None = g.get("actor")
        role = actor.role if actor else Role.ANYONE
        seconds = time.perf_counter() - g.began
        REQUEST_SECONDS.labels(request.method, role.value).observe(seconds)
    return response
