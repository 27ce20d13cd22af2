"""The page that says what is stored."""

from flask import Blueprint

from polling import web
from polling.core.access import Role, allow
from polling.privacy.stored import KINDS

blueprint = Blueprint("stored", __name__)


@blueprint.get("/stored")
@allow(Role.ANYONE)
def stored() -> str:
    """Each kind of data, who sees it, and when it is deleted."""
    return web.render("people/stored.html", kinds=KINDS)
