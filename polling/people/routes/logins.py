"""Login and logout of organizers, and setting a password with a one-time link."""

from typing import Any

from flask import Blueprint, flash, redirect, request, session, url_for
from sqlalchemy.orm import Session

from polling import web
from polling.core.access import Role, allow
from polling.core.db import reading, transaction
from polling.core.errors import NotAllowed
from polling.core.i18n import _
from polling.people import passwords, queries, urls
from polling.people.actions import organizers, participants
from polling.people.forms import Credentials, NewPassword
from polling.people.identity import (
    current_login,
    drop_ended,
    forget,
    organizer_account,
    participants_held,
    remember_login,
)
from polling.people.models import Organizer
from polling.web import password_attempts
from polling.web.password_attempts import account_sender
from polling.web.responses import local_path

blueprint = Blueprint("logins", __name__)


@blueprint.get("/login")
@allow(Role.ANYONE)
def login() -> Any:
    """Show the login form; organizers who are logged in are redirected to their workshops."""
    to = request.args.get("to", "")
    with reading() as db:
        if not to and organizer_account(db, session):
            return redirect(url_for("setup.workshops"), code=303)
    return web.render("people/login.html", to=to)


@blueprint.post("/login")
@allow(Role.ANYONE)
def log_in() -> Any:
    """Verify the password. After many wrong ones this waits, unless the browser is known."""
    given = web.parse(Credentials)
    with reading() as db:
        account = queries.account(db, given.email)
    kept = account.password_hash if account else None
    target = (account.email, account.id) if account else (given.email, None)
    with password_attempts.attempt(*target) as sender:
        if not passwords.fits(given.password, kept, sender):
            raise _wrong()
        renewed = passwords.renewed(given.password, kept, sender)
    with transaction() as db:
        account = queries.account(db, given.email)
        if account is None or account.password_hash != kept:
            raise _wrong()  # changed during the verification
        account.password_hash = renewed
        enter(db, account)
    return web.done(to=local_path(given.to) or url_for("setup.workshops"))


@blueprint.post("/logout")
@allow(Role.ANYONE)
def log_out() -> Any:
    """End this browser's roles; in copies of its cookie, all but those of links that others use."""
    with reading() as db:
        drop_ended(db, session)
        people = participants_held(db, session)
        is_logged_in = current_login(db, session) is not None
    for person in people:
        with transaction(person.workshop_id) as db:
            participants.log_out(db, person)
    if is_logged_in:  # otherwise a flood of strangers would keep writers waiting
        with transaction() as db:
            leave(db)
    forget(session)
    return web.done(to=url_for("people.front"))


@blueprint.get("/password/<token>")
@allow(Role.ANYONE)
def password(token: str) -> Any:
    """Show the form of a one-time password link; a used one leads to the login page."""
    with reading() as db:
        account = _account_of(db, token)
        if account is None:
            flash(_("This link is no longer valid. Log in with your password."), "refused")
            return redirect(url_for("logins.login"), code=303)
        visitor = organizer_account(db, session)
        return web.render("people/password.html", email=account.email, token=token, visitor=visitor)


@blueprint.post("/password/<token>")
@allow(Role.ANYONE)
def set_password(token: str) -> Any:
    """Set the password and log in; this uses up the link and ends all other logins."""
    given = web.parse(NewPassword)
    with reading() as db:
        account = _require_account(db, token)  # otherwise anybody could have passwords hashed
    passwords.require_good(given.password, account.email)
    with password_attempts.one_at_a_time(f"password of {account.id}"):
        hashed = passwords.hashed(given.password, account_sender(account.id))
    with transaction() as db:
        account = _require_account(db, token)
        organizers.set_password(db, account, hashed)
        enter(db, account)
    return web.done(to=url_for("setup.workshops"))


def enter(db: Session, account: Organizer) -> None:
    """Log this browser in, and end its previous login."""
    drop_ended(db, session)
    leave(db)
    remember_login(session, organizers.log_in(db, account))
    password_attempts.remember_browser(account.id)


def leave(db: Session) -> None:
    """End the login of this browser, if it has one."""
    current = current_login(db, session)
    if current is not None:
        organizers.log_out(db, current)


def _wrong() -> NotAllowed:
    return NotAllowed(_("Wrong e-mail or password."))


def _account_of(db: Session, token: str) -> Organizer | None:
    found = urls.links().read_password(token)
    account = db.get(Organizer, found[0]) if found else None
    return account if account and found and account.token_version == found[1] else None


def _require_account(db: Session, token: str) -> Organizer:
    account = _account_of(db, token)
    if account is None:
        raise NotAllowed(_("This link is no longer valid. Log in with your password."))
    return account
