"""Reading the pages in another language."""

from typing import Any

from flask import Blueprint, session

from polling import http, languages
from polling.access import Role, allow
from polling.errors import BadInput
from polling.http.redirects import back
from polling.i18n import _
from polling.people.payloads import ChosenLanguage

blueprint = Blueprint("language", __name__)


@blueprint.post("/language")
@allow(Role.ANYONE)
def choose() -> Any:
    """Keep the choice in this browser, and show the same page again."""
    tag = http.parse(ChosenLanguage).language
    if tag not in languages.spoken():
        raise BadInput(_("These pages are not translated into this language yet."))
    session[languages.CHOSEN] = tag
    session.permanent = True
    return http.done(to=back())
