"""The archive of everything, as a download or with progress."""

import json
from base64 import b64encode
from collections.abc import Iterator
from functools import partial

from flask import Blueprint, Response, stream_with_context

from polling import web
from polling.core.access import Role, allow
from polling.core.db import reading
from polling.core.worker_process import run_drawing
from polling.report.formats import bundle
from polling.report.formats.render import Order, draw
from polling.workshop import queries

blueprint = Blueprint("bundling", __name__)


@blueprint.get("/console/<code>/export/zip")
@allow(Role.ORGANIZER)
def download(code: str) -> Response:
    """Return the current archive."""
    with reading() as session:
        workshop = queries.workshop_of(session, web.actor())
        made_at, steps = bundle.steps(session, workshop, partial(_drawn, workshop.id))
    files: bundle.Files = {}
    for step in steps:
        files |= step.make()
    response = Response(bundle.archive(files, made_at), mimetype="application/zip")
    response.headers.set("Content-Disposition", "attachment", filename=f"{code}-all.zip")
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/console/<code>/export/zip/progress")
@allow(Role.ORGANIZER)
def progress(code: str) -> Response:
    """Return one JSON line per finished step; the last one has the archive in base64."""
    with reading() as session:
        workshop = queries.workshop_of(session, web.actor())
        made_at, steps = bundle.steps(session, workshop, partial(_drawn, workshop.id))

    def lines() -> Iterator[str]:
        files: bundle.Files = {}
        for done, step in enumerate(steps, start=1):
            files |= step.make()
            yield json.dumps({"name": step.name, "done": done, "of": len(steps)}) + "\n"
        archive = b64encode(bundle.archive(files, made_at)).decode()
        yield json.dumps({"archive": archive}) + "\n"

    response = Response(stream_with_context(lines()), mimetype="application/x-ndjson")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"  # proxies must not buffer the progress
    return response


def _drawn(workshop_id: int, order: Order) -> bytes:
    return run_drawing(workshop_id, draw, order)
