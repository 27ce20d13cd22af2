"""The page that says what is stored."""

from flask import Blueprint

from polling import http
from polling.access import Role, allow
from polling.privacy.stored import KINDS

blueprint = Blueprint("stored", __name__)


@blueprint.get("/stored")
@allow(Role.ANYONE)
def stored() -> str:
    """Each kind of data, who sees it, and when it is deleted."""
    return http.render("people/stored.html", kinds=KINDS)
