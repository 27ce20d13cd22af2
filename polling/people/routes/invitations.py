"""Accepting an invitation to run a workshop."""

from typing import Any

from flask import Blueprint, flash, redirect, session, url_for
from sqlalchemy.orm import Session

from polling import web
from polling.core.access import Role, allow
from polling.core.db import reading, transaction
from polling.core.errors import NotAllowed
from polling.core.i18n import _, lazy
from polling.people import passwords, queries
from polling.people.actions import invitations
from polling.people.forms import Acceptance
from polling.people.identity import organizer_account
from polling.people.models import Invitation, Organizer
from polling.people.routes.logins import enter
from polling.web.password_attempts import account_sender, one_at_a_time
from polling.workshop.models import Workshop

blueprint = Blueprint("invitations", __name__)

ENDED = lazy("This invitation is no longer valid. Log in, or ask for a new one.")


@blueprint.get("/invitation/<token>")
@allow(Role.ANYONE)
def show(token: str) -> Any:
    """Show who invites whom to which workshop, and the form to accept it."""
    with reading() as db:
        invitation = queries.invitation(db, token)
        if invitation is None:
            flash(str(ENDED), "refused")
            return redirect(url_for("logins.login"), code=303)
        inviter = db.get(Organizer, invitation.inviter_id or 0)
        return web.render(
            "people/invitation.html",
            token=token,
            email=invitation.email,
            inviter=inviter.email if inviter else "",
            title=db.get_one(Workshop, invitation.workshop_id).title,
            account=queries.account(db, invitation.email),
            visitor=organizer_account(db, session),
        )


@blueprint.post("/invitation/<token>")
@allow(Role.ANYONE)
def accept(token: str) -> Any:
    """Accept with the account that is logged in, or with the first password of a new account."""
    given = web.parse(Acceptance)
    with reading() as db:
        invitation = _require(db, token)
        is_new = queries.account(db, invitation.email) is None
    hashed = _hashed(given.password, invitation) if is_new else ""
    with transaction() as db:
        invitation = _require(db, token)
        if is_new:
            enter(db, invitations.create_account(db, invitation, hashed))
        account = organizer_account(db, session)
        if account is None:
            raise NotAllowed(
                _(
                    "This invitation is for %(email)s. Log in with that address.",
                    email=invitation.email,
                )
            )
        workshop = invitations.accept(db, invitation, account)
    return web.done(to=url_for("pages.console", code=workshop.code))


def _require(db: Session, token: str) -> Invitation:
    invitation = queries.invitation(db, token)
    if invitation is None:
        raise NotAllowed(str(ENDED))
    return invitation


def _hashed(password: str, invitation: Invitation) -> str:
    passwords.require_good(password, invitation.email)
    with one_at_a_time(f"invitation {invitation.id}"):
        # The inviter's turn, because one organizer may create many invitations.
        return passwords.hashed(password, account_sender(invitation.inviter_id))
