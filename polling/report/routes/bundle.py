"""The archive of everything, as a download or with progress."""

import json
from base64 import b64encode
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, suppress
from datetime import datetime

from flask import Blueprint, Response, stream_with_context

from polling import web
from polling.core.access import Role, allow
from polling.core.db import reading
from polling.core.errors import NobodyWaits
from polling.core.threads import run_in_thread
from polling.core.workers import drawing_place, run_drawing
from polling.report.formats import bundle
from polling.report.formats.render import Order, draw
from polling.workshop import queries

PIECE_BYTES = 3 << 14  # divisible by 3, so that the pieces in base64 can be joined

blueprint = Blueprint("bundling", __name__)


@blueprint.get("/console/<code>/export/zip")
@allow(Role.ORGANIZER)
def download(code: str) -> Response:
    """Return the current archive."""
    with _place():
        made_at, steps = _steps()
        files: bundle.Files = {}
        for step in steps:
            files |= step.make()
        archive = run_in_thread(bundle.archive, files, made_at)
    response = Response(archive, mimetype="application/zip")
    response.headers.set("Content-Disposition", "attachment", filename=f"{code}-all.zip")
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/console/<code>/export/zip/progress")
@allow(Role.ORGANIZER)
def progress(code: str) -> Response:
    """Return one JSON line per finished step; the last one has the archive in base64."""
    with ExitStack() as stack:
        stack.enter_context(_place())
        made_at, steps = _steps()
        place = stack.pop_all()

    def lines() -> Iterator[str]:
        files: bundle.Files = {}
        with place, suppress(NobodyWaits):
            for done, step in enumerate(steps, start=1):
                files |= step.make()
                yield json.dumps({"name": step.name, "done": done, "of": len(steps)}) + "\n"
            archive = run_in_thread(bundle.archive, files, made_at)
            yield '{"archive": "'
            for at in range(0, len(archive), PIECE_BYTES):
                yield b64encode(archive[at : at + PIECE_BYTES]).decode()
            yield '"}\n'

    response = Response(stream_with_context(lines()), mimetype="application/x-ndjson")
    response.call_on_close(place.close)  # also if nobody reads it
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"  # proxies must not buffer the progress
    return response


def _place() -> AbstractContextManager[None]:
    """Load one archive of an account at a time. Its files take the account's other place."""
    return drawing_place(f"archive of {web.actor().key}")


def _steps() -> tuple[datetime, list[bundle.Step]]:
    with reading() as session:
        workshop = queries.workshop_of(session, web.actor())
        return run_in_thread(bundle.steps, session, workshop, _drawn)  # the session waits


def _drawn(order: Order) -> bytes:
    with drawing_place(web.actor().key):
        return run_drawing(draw, order)
