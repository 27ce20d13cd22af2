"""The pages of the guides."""

from functools import cache

from flask import Blueprint

from polling import web
from polling.core import paths
from polling.core.access import Role, allow
from polling.core.errors import NotFound
from polling.core.i18n import _
from polling.guides.markdown import Guide, render

blueprint = Blueprint("guides", __name__)


@blueprint.get("/guides/<name>")
@allow(Role.ANYONE)
@web.page
def guide(name: str) -> str:
    """Show one guide, in English."""
    if name not in _guides():
        raise NotFound(_("This page does not exist."))
    return web.render("guides/guide.html", guide=_guides()[name])


@cache
def _guides() -> dict[str, Guide]:
    texts = {path.stem: path.read_text(encoding="utf-8") for path in paths.GUIDES.glob("*.md")}
    return {name: render(text, texts.keys()) for name, text in texts.items()}
