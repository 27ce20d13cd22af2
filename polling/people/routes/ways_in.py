"""The ways in: by code, QR, badge, personal link or password."""

from typing import Any

from flask import Blueprint, Response, redirect, request, session, url_for

from polling import http
from polling.access import Role, allow
from polling.db import reading, transaction
from polling.errors import NotAllowed
from polling.http.guessing import workshop_of
from polling.http.redirects import local_path
from polling.i18n import _
from polling.identity import REMOVED, forget, identify, is_removed, organizer_account, remember
from polling.limits import spend
from polling.people import addresses, links, passwords, qr
from polling.people import queries as people
from polling.people.actions import badges, joining, organizers
from polling.people.models import Organizer
from polling.people.payloads import BadgeToken, Details, JoinCode, Login, NewPassword
from polling.workshop import queries
from polling.workshop.models import Workshop

blueprint = Blueprint("people", __name__)


@blueprint.get("/")
@allow(Role.ANYONE)
def front() -> str:
    """Where everybody starts: type the join code."""
    return http.render("people/front.html", code=request.args.get("code", ""))


@blueprint.post("/")
@allow(Role.ANYONE)
def find() -> Any:
    """Go from a code to its workshop. Wrong codes are budgeted, so that they can't be guessed."""
    typed = http.parse(JoinCode).join_code
    with reading() as db:
        code = workshop_of(db, typed).code
    return http.done(to=url_for("people.join", code=code))


@blueprint.get("/j/<code>")
@allow(Role.ANYONE)
def join(code: str) -> Any:
    """Say who you are, as far as you like; those who are in already go on to their page."""
    with reading() as db:
        workshop = workshop_of(db, code)
        if identify(db, session, workshop, (Role.PARTICIPANT,)):
            return redirect(url_for("pages.participant", code=workshop.code), code=303)
        removed = str(REMOVED) if is_removed(db, session, workshop) else ""
        return http.render("people/join.html", workshop=workshop, removed=removed)


@blueprint.post("/j/<code>")
@allow(Role.ANYONE)
def join_now(code: str) -> Any:
    """Become a participant."""
    spend("join", code)
    details = http.parse(Details, _details())
    with transaction() as db:
        workshop = workshop_of(db, code)
        if is_removed(db, session, workshop):
            raise NotAllowed(str(REMOVED))
        if not identify(db, session, workshop, (Role.PARTICIPANT,)):
            person = joining.join(db, workshop, details.attributes)
            remember(session, Role.PARTICIPANT, workshop.id, person.id, person.epoch)
    return http.done(to=url_for("pages.participant", code=workshop.code))


@blueprint.post("/w/<code>/details")
@allow(Role.PARTICIPANT)
def change_details(code: str) -> Any:
    """Correct what you said at joining."""
    details = http.parse(Details, _details())
    with transaction() as db:
        joining.change_details(db, http.actor(), details.attributes)
    return http.done(_("Saved."))


@blueprint.get("/b")
@allow(Role.ANYONE)
def badge() -> str:
    """Where a badge's QR code leads; a script takes the token from the fragment and sends it."""
    return http.render("people/badge.html")


@blueprint.post("/b")
@allow(Role.ANYONE)
def use_badge() -> Any:
    """Swap a badge's token for a session, once for each phone."""
    spend("join", "badge")
    found = addresses.links().read(links.BADGE, http.parse(BadgeToken).token)
    with transaction() as db:
        person = badges.use_badge(db, *(found or (0, 0)))
        remember(session, Role.PARTICIPANT, person.workshop_id, person.id, person.epoch)
        code = queries.by_id(db, person.workshop_id).code
    return http.done(to=url_for("pages.participant", code=code))


@blueprint.get("/s/<token>")
@allow(Role.ANYONE)
def enter_screen(token: str) -> Any:
    """The projector's link."""
    found = addresses.links().read(links.SCREEN, token)
    with reading() as db:
        workshop = db.get(Workshop, found[0]) if found else None
        if workshop is None or found is None or workshop.screen_epoch != found[1]:
            raise NotAllowed(_("This link is no longer valid. Ask the organizers for a new one."))
    remember(session, Role.SCREEN, workshop.id, workshop.id, workshop.screen_epoch)
    return redirect(url_for("pages.screen", code=workshop.code), code=303)


@blueprint.get("/j/<code>/qr.svg")
@allow(Role.ANYONE)
def qr_code(code: str) -> Response:
    """The QR code that opens the join page."""
    with reading() as db:
        workshop = workshop_of(db, code)
    response = Response(qr.as_svg(addresses.join_address(workshop)), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "max-age=3600"
    return response


@blueprint.get("/login")
@allow(Role.ANYONE)
def login() -> Any:
    """Organizers log in; those who are in go on to their workshops."""
    to = request.args.get("to", "")
    with reading() as db:
        if not to and organizer_account(db, session):
            return redirect(url_for("setup.workshops"), code=303)
    return http.render("people/login.html", to=to)


@blueprint.post("/login")
@allow(Role.ANYONE)
def log_in() -> Any:
    """Check the password; the budget is for each account and in all."""
    given = http.parse(Login)
    spend("login", given.email.lower())
    spend("login-all", "all")
    with reading() as db:
        account = people.account(db, given.email)
    kept = account.password_hash if account else None
    if not passwords.fits(given.password, kept) or account is None:
        raise NotAllowed(_("This e-mail address and password do not belong together."))
    remember(session, Role.ORGANIZER, 0, account.id, account.epoch)
    return http.done(to=local_path(given.to) or url_for("setup.workshops"))


@blueprint.post("/logout")
@allow(Role.ANYONE)
def log_out() -> Any:
    """Give up the organizer's role in this browser."""
    forget(session, Role.ORGANIZER)
    return http.done(to=url_for("people.front"))


@blueprint.get("/password/<token>")
@allow(Role.ANYONE)
def password(token: str) -> str:
    """An organizer's one-time link: choose a password."""
    with reading() as db:
        account = _invited(db, token)
        return http.render("people/password.html", email=account.email, token=token)


@blueprint.post("/password/<token>")
@allow(Role.ANYONE)
def set_password(token: str) -> Any:
    """Set it; the link is used up."""
    given = http.parse(NewPassword)
    with reading() as db:
        email = _invited(db, token).email  # else anybody could have passwords hashed
    passwords.require_good(given.password, email)
    hashed = passwords.hashed(given.password)
    with transaction() as db:
        account = _invited(db, token)
        organizers.set_password(db, account, hashed)
    remember(session, Role.ORGANIZER, 0, account.id, account.epoch)
    return http.done(to=url_for("setup.workshops"))


def _invited(db: Any, token: str) -> Organizer:
    found = addresses.links().read(links.ORGANIZER, token)
    account = db.get(Organizer, found[0]) if found else None
    if account is None or found is None or account.epoch != found[1]:
        raise NotAllowed(_("This link has been used or has expired. Ask for a new one."))
    invited: Organizer = account
    return invited


def _details() -> dict[str, Any]:
    """Fields named attributes.<key>, as one mapping; JSON is taken as it is."""
    if request.is_json:
        return http.body() or {}
    prefix = "attributes."
    given = {k.removeprefix(prefix): v for k, v in request.form.items() if k.startswith(prefix)}
    return {"attributes": given}
