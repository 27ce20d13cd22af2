"""The exports, at any stage."""

from flask import Blueprint, Response

from polling import http
from polling.access import Role, allow
from polling.db import reading
from polling.workshop import queries
from polling.workshop_file.dump import dump
from polling.workshop_file.write import write

blueprint = Blueprint("report", __name__)


@blueprint.get("/console/<code>/export/json")
@allow(Role.ORGANIZER)
def export(code: str) -> Response:
    """Everything as a workshop file."""
    with reading() as session:
        workshop = queries.by_id(session, http.actor().workshop_id)
        content = write(dump(session, workshop))
    response = Response(content, mimetype="application/json")
    response.headers.set("Content-Disposition", "attachment", filename=f"{code}.json")
    return response
