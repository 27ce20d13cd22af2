"""Choosing the language of the pages."""

from typing import Any

from flask import Blueprint, session

from polling import web
from polling.core import languages
from polling.core.access import Role, allow
from polling.core.db import reading, transaction
from polling.core.errors import BadInput
from polling.core.i18n import _
from polling.core.rate_limits import spend
from polling.people.actions.participants import choose_language
from polling.people.forms import ChosenLanguage
from polling.people.identity import identify, workshops_joined
from polling.people.models import Participant
from polling.web.responses import back
from polling.workshop.models import Workshop

blueprint = Blueprint("language", __name__)


@blueprint.post("/language")
@allow(Role.ANYONE)
def choose() -> Any:
    """Store the choice for this browser and its participants, and show the same page again."""
    tag = web.parse(ChosenLanguage).language
    if tag not in languages.spoken():
        raise BadInput(_("Something in this form is wrong. Check the form and try again."))
    session[languages.CHOSEN] = tag
    session.permanent = True
    for workshop_id in workshops_joined(session):
        _tell_workshop(workshop_id, tag)
    return web.done(to=back())


def _tell_workshop(workshop_id: int, tag: str) -> None:
    with reading() as db:
        workshop = db.get(Workshop, workshop_id)
        actor = workshop and identify(db, session, workshop, (Role.PARTICIPANT,))
        if not actor or db.get_one(Participant, actor.participant_id).language == tag:
            return
    spend("write", actor.key)
    with transaction(workshop_id) as db:
        workshop = db.get(Workshop, workshop_id)
        actor = workshop and identify(db, session, workshop, (Role.PARTICIPANT,))
        if workshop and actor:
            choose_language(db, workshop, db.get_one(Participant, actor.participant_id), tag)
