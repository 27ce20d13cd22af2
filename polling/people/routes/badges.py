"""Badges: the organizers create, print and reissue them, and participants log in with them."""

from typing import Any

from flask import Blueprint, Response, request, session, url_for
from sqlalchemy.orm import Session

from polling import web
from polling.core import languages
from polling.core.access import Actor, Role, allow
from polling.core.clock import now
from polling.core.db import reading, transaction
from polling.core.errors import Conflict, NotFound
from polling.core.i18n import _, ngettext
from polling.core.typesetting import typeset
from polling.core.workers import run_printing
from polling.people import badge_sheet, qr_codes, queries, signed_links, urls
from polling.people.actions import badges as actions
from polling.people.actions.participants import choose_language
from polling.people.forms import BadgeCount, BadgeNumber, BadgeRange, BadgeToken
from polling.people.identity import identify, remember
from polling.people.models import Badge
from polling.people.routes.participants import join_form
from polling.web.commands import Done, command
from polling.web.role_change import Change, ask
from polling.workshop import queries as workshops
from polling.workshop.models import Workshop

blueprint = Blueprint("badges", __name__)


@command(blueprint, "/console/<code>/badges", Role.ORGANIZER)
def make(session: Session, actor: Actor, wanted: BadgeCount) -> str:
    """Create badges up to this number; existing ones are kept."""
    badges = actions.make_badges(session, actor, wanted.count)
    return str(ngettext("%(num)s badge", "%(num)s badges", len(badges)))


@command(blueprint, "/console/<code>/badges/reissue", Role.ORGANIZER)
def reissue(session: Session, actor: Actor, number: BadgeNumber, code: str) -> Done:
    """Replace the code of a lost badge, and return its sheet to print."""
    actions.reissue(session, actor, queries.badge(session, actor.workshop_id, number.number))
    return Done(to=url_for("badges.sheet", code=code, first=number.number, last=number.number))


@blueprint.get("/console/<code>/badges/sheet.pdf")
@allow(Role.ORGANIZER)
def sheet(code: str) -> Response:
    """Return badges to print and cut, as a PDF."""
    wanted = web.parse(BadgeRange, request.args.to_dict())
    with reading() as session:
        workshop = workshops.workshop_of(session, web.actor())
        chosen = queries.badges_to_print(
            session, workshop.id, wanted.first, wanted.last, unused=wanted.unused
        )
        if not chosen:
            raise NotFound(_("This item no longer exists."))
        sheet = badge_sheet.sheet(workshop, chosen)
    return web.pdf(_drawn(sheet), f"{code}-badges.pdf")


def _drawn(sheet: badge_sheet.Sheet) -> bytes:
    """Draw the sheet in several calls, because 2,000 QR codes take half a minute."""
    whose = web.actor().key
    codes: list[str] = []
    for links in badge_sheet.links(sheet):
        codes += run_printing(whose, qr_codes.each_as_svg, links)
    content = badge_sheet.with_codes(sheet, codes)
    return run_printing(whose, typeset, "people/badges.typ", content, made_at=now())


# ---- The login: a participant scans the QR code ----


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
        badge = actions.valid_badge(db, *(found or (0, 0)))
        workshop = workshops.by_id(db, badge.workshop_id)
        now = identify(db, session, workshop, (Role.PARTICIPANT,))
        if now and now.participant_id != badge.participant_id and not given.switch:
            return _ask_for_badge(workshop, badge, now, given.token), Conflict.status
        if badge.participant_id is None and not given.join:
            return web.render("people/join.html", **join_form(workshop), badge=given)
    with transaction(workshop.id) as db:
        badge = actions.valid_badge(db, *(found or (0, 0)))
        workshop = workshops.by_id(db, badge.workshop_id)
        person = actions.use_badge(db, badge, given.attributes)
        choose_language(db, workshop, person, person.language or languages.told())
        remember(db, session, Role.PARTICIPANT, workshop.id, (person.id, person.token_version))
    return web.done(to=url_for("pages.participant", code=workshop.code))


def _ask_for_badge(workshop: Workshop, badge: Badge, now: Actor, token: str) -> str:
    change = Change(
        code=workshop.code,
        question=_("Switch to this badge?"),
        now=_("On this phone, you are participant %(number)s.", number=now.label),
        offered=_("You have just scanned badge %(number)s.", number=badge.number),
        home=url_for("pages.participant", code=workshop.code),
        to=url_for("badges.use_badge"),
        token=token,
        voter=str(now.participant_id),
    )
    return ask(change)
