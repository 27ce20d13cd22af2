"""The ways in for participants and screens: by code, QR code, badge or link."""

from typing import Any

from flask import Blueprint, Response, redirect, request, session, url_for
from sqlalchemy.orm import Session

from polling import web
from polling.core.access import Actor, Role, allow
from polling.core.db import reading, transaction
from polling.core.errors import Conflict, NotAllowed
from polling.core.i18n import _
from polling.core.rate_limits import spend
from polling.people import addresses, links, qr
from polling.people.actions import badges, joining
from polling.people.identity import REMOVED, identify, is_removed, remember
from polling.people.models import Badge
from polling.people.payloads import BadgeToken, Details, JoinCode
from polling.web import join_codes
from polling.web.commands import command
from polling.web.role_change import Change, ask
from polling.workshop import queries
from polling.workshop.models import Workshop

blueprint = Blueprint("people", __name__)


@blueprint.get("/")
@allow(Role.ANYONE)
def front() -> str:
    """Where everybody starts: type the join code."""
    return web.render("people/front.html", code=request.args.get("code", ""))


@blueprint.post("/")
@allow(Role.ANYONE)
def find() -> Any:
    """Go from a code to its workshop. After many wrong codes, this waits."""
    code = join_codes.admit(web.parse(JoinCode).join_code)
    return web.done(to=url_for("people.join", code=code))


@blueprint.get("/j/<code>")
@allow(Role.ANYONE)
def join(code: str) -> Any:
    """Say who you are, as far as you like; those who are in already go on to their page."""
    code = join_codes.admit(code)
    with reading() as db:
        workshop = queries.by_code(db, code)
        if identify(db, session, workshop, (Role.PARTICIPANT,)):
            return redirect(url_for("pages.participant", code=workshop.code), code=303)
        removed = str(REMOVED) if is_removed(db, session, workshop) else ""
        return web.render("people/join.html", workshop=workshop, removed=removed)


@blueprint.post("/j/<code>")
@allow(Role.ANYONE)
def join_now(code: str) -> Any:
    """Become a participant."""
    details = web.parse(Details, _details())
    code = join_codes.admit(code)
    with transaction() as db:
        workshop = queries.by_code(db, code)
        if is_removed(db, session, workshop):
            raise NotAllowed(str(REMOVED))
        if not identify(db, session, workshop, (Role.PARTICIPANT,)):
            spend("join", code)
            person = joining.join(db, workshop, details.attributes)
            remember(session, Role.PARTICIPANT, workshop.id, person.id, person.token_version)
    return web.done(to=url_for("pages.participant", code=workshop.code))


def _parsed_details() -> Details:
    return web.parse(Details, _details())


@command(blueprint, "/w/<code>/details", Role.PARTICIPANT, prepare=_parsed_details)
def change_details(session: Session, actor: Actor, prepared: Details) -> str:
    """Correct what you said at joining."""
    joining.change_details(session, actor, prepared.attributes)
    return _("Saved.")


@blueprint.get("/b")
@allow(Role.ANYONE)
def badge() -> str:
    """Where a badge's QR code leads; a script takes the token from the fragment and sends it."""
    return web.render("people/badge.html")


@blueprint.post("/b")
@allow(Role.ANYONE)
def use_badge() -> Any:
    """Swap a badge's token for a session; a phone of another participant is asked first."""
    given = web.parse(BadgeToken)
    found = addresses.links().read(links.BADGE, given.token)
    with transaction() as db:
        badge = badges.valid_badge(db, *(found or (0, 0)))
        workshop = queries.by_id(db, badge.workshop_id)
        now = identify(db, session, workshop, (Role.PARTICIPANT,))
        if now and now.participant_id != badge.participant_id and not given.switch:
            return _ask_for_badge(workshop, badge, now, given.token), Conflict.status
        person = badges.use_badge(db, badge)
        remember(session, Role.PARTICIPANT, workshop.id, person.id, person.token_version)
    return web.done(to=url_for("pages.participant", code=workshop.code))


def _ask_for_badge(workshop: Workshop, badge: Badge, now: Actor, token: str) -> str:
    change = Change(
        code=workshop.code,
        now=_("This phone is participant %(number)s.", number=now.label),
        offered=_("The badge is number %(number)s, somebody else’s.", number=badge.number),
        stay=_("Stay %(number)s", number=now.label),
        switch=_("Use badge %(number)s", number=badge.number),
        home=url_for("pages.participant", code=workshop.code),
        to=url_for("people.use_badge"),
        token=token,
        voter=str(now.participant_id),
    )
    return ask(change)


@blueprint.get("/s/<token>")
@allow(Role.ANYONE)
def enter_screen(token: str) -> Any:
    """The projector's link."""
    found = addresses.links().read(links.SCREEN, token)
    with reading() as db:
        workshop = db.get(Workshop, found[0]) if found else None
        if workshop is None or found is None or workshop.screen_token_version != found[1]:
            raise NotAllowed(_("This link is no longer valid. Ask the organizers for a new one."))
    remember(session, Role.SCREEN, workshop.id, workshop.id, workshop.screen_token_version)
    return redirect(url_for("pages.screen", code=workshop.code), code=303)


@blueprint.get("/j/<code>/qr.svg")
@allow(Role.ANYONE)
def qr_code(code: str) -> Response:
    """The QR code that opens the join page."""
    with reading() as db:
        workshop = queries.by_code(db, join_codes.require_known(code))
    response = Response(qr.as_svg(addresses.join_address(workshop)), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "max-age=3600"
    return response


def _details() -> dict[str, Any]:
    """Fields named attributes.<key>, as one mapping; JSON is taken as it is."""
    if request.is_json:
        return web.body() or {}
    prefix = "attributes."
    given = {k.removeprefix(prefix): v for k, v in request.form.items() if k.startswith(prefix)}
    return {"attributes": given}
