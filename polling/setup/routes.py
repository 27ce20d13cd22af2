"""The organizer's workshops, and writing one."""

from typing import Any

from flask import Blueprint

from polling import http
from polling.access import Role, allow
from polling.db import reading
from polling.people import queries as people

blueprint = Blueprint("setup", __name__)


@blueprint.get("/console/")
@allow(Role.ORGANIZER)
def workshops() -> Any:
    """The workshops that the organizer runs."""
    with reading() as session:
        mine = people.workshops_of(session, http.actor().organizer_id or 0)
        return http.render("setup/workshops.html", workshops=mine)
