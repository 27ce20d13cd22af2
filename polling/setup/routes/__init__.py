"""Routes of the setup: the organizers' list of workshops, and a blueprint for each part."""

from typing import Any

from flask import Blueprint, Response, request

from polling import web
from polling.core.access import Role, allow
from polling.core.db import reading
from polling.core.errors import NotFound
from polling.core.i18n import _
from polling.setup import queries
from polling.setup.routes import (
    duplicate_issues,
    groups,
    issues,
    joining_questions,
    note_triage,
    organizers,
    registration,
    sessions,
    settings,
    themes,
    workshops,
)
from polling.web.workshop_access import require_known
from polling.workshop.queries import by_code

blueprint = Blueprint("setup", __name__)
for part in (
    duplicate_issues,
    groups,
    issues,
    joining_questions,
    note_triage,
    organizers,
    registration,
    sessions,
    settings,
    themes,
    workshops,
):
    blueprint.register_blueprint(part.blueprint)

LOGO_SECONDS = 300


@blueprint.get("/console/", endpoint="workshops")
@allow(Role.ORGANIZER)
def library() -> Any:
    """Show the organizer's workshops and templates."""
    with reading() as session:
        return web.render("setup/workshops.html", **queries.library(session, web.actor()))


@blueprint.get("/w/<code>/logo")
@allow(Role.ANYONE)
def logo(code: str) -> Response:
    """Return the event's logo, for everybody; its type was detected from its bytes."""
    with reading() as session:
        workshop = by_code(session, require_known(code))
        if not workshop.logo:
            raise NotFound(_("This page does not exist."))
        response = Response(workshop.logo, mimetype=workshop.logo_type)
    response.headers["Cache-Control"] = f"private, max-age={LOGO_SECONDS}"
    response.add_etag()
    response.make_conditional(request)
    return response
