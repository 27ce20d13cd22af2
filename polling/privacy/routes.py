"""The page "What is stored"."""

from flask import Blueprint

from polling import web
from polling.core.access import Role, allow
from polling.privacy.data_inventory import KINDS

blueprint = Blueprint("stored", __name__)


@blueprint.get("/stored")
@allow(Role.ANYONE)
@web.page
def stored() -> str:
    """Show each kind of data, who sees it, and when it is deleted."""
    return web.render("privacy/data_inventory.html", kinds=KINDS)
