"""The login with a badge: a participant scans its QR code."""

from typing import Any

from flask import Blueprint, session, url_for

from polling import web
from polling.core import languages
from polling.core.access import Actor, Role, allow
from polling.core.db import reading, transaction
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.people import signed_links, urls
from polling.people.actions import badges, participants
from polling.people.forms import BadgeToken
from polling.people.identity import identify, remember
from polling.people.models import Badge
from polling.people.routes.joining import join_form
from polling.web.role_change import Change, ask
from polling.workshop import queries
from polling.workshop.models import Workshop

blueprint = Blueprint("badge_login", __name__)


@blueprint.get("/b")
@allow(Role.ANYONE)
def badge() -> str:
    """Show the page of a badge's QR code; a script sends the token from the URL's fragment."""
    return web.render("people/badge.html")


@blueprint.post("/b")
@allow(Role.ANYONE)
def use_badge() -> Any:
    """Exchange a badge's token for a login.

    Another participant's phone is asked to confirm. An unused badge opens the join form first.
    """
    given = web.parse(BadgeToken)
    found = urls.links().read(signed_links.BADGE, given.token)
    with reading() as db:
        badge = badges.valid_badge(db, *(found or (0, 0)))
        workshop = queries.by_id(db, badge.workshop_id)
        now = identify(db, session, workshop, (Role.PARTICIPANT,))
        if now and now.participant_id != badge.participant_id and not given.switch:
            return _ask_for_badge(workshop, badge, now, given.token), Conflict.status
        if badge.participant_id is None and not given.join:
            return web.render("people/join.html", **join_form(workshop), badge=given)
    with transaction(workshop.id) as db:
        badge = badges.valid_badge(db, *(found or (0, 0)))
        workshop = queries.by_id(db, badge.workshop_id)
        person = badges.use_badge(db, badge, given.attributes)
        participants.choose_language(db, workshop, person, person.language or languages.told())
        remember(session, Role.PARTICIPANT, workshop.id, person.id, person.token_version)
    return web.done(to=url_for("pages.participant", code=workshop.code))


def _ask_for_badge(workshop: Workshop, badge: Badge, now: Actor, token: str) -> str:
    change = Change(
        code=workshop.code,
        now=_("On this phone, you are participant %(number)s.", number=now.label),
        offered=_("You have just scanned badge %(number)s.", number=badge.number),
        home=url_for("pages.participant", code=workshop.code),
        to=url_for("badge_login.use_badge"),
        token=token,
        voter=str(now.participant_id),
    )
    return ask(change)
