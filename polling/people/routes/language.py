"""Reading the pages in another language."""

from typing import Any

from flask import Blueprint, session

from polling import web
from polling.core import languages
from polling.core.access import Role, allow
from polling.core.errors import BadInput
from polling.core.i18n import _
from polling.people.payloads import ChosenLanguage
from polling.web.redirects import back

blueprint = Blueprint("language", __name__)


@blueprint.post("/language")
@allow(Role.ANYONE)
def choose() -> Any:
    """Keep the choice in this browser, and show the same page again."""
    tag = web.parse(ChosenLanguage).language
    if tag not in languages.spoken():
        raise BadInput(_("These pages are not translated into this language yet."))
    session[languages.CHOSEN] = tag
    session.permanent = True
    return web.done(to=back())
