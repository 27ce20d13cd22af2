"""Invitations to run a workshop: creating, withdrawing, and accepting them.

Creating an invitation gives no access and creates no account. Its token goes to the invited person
and only opens this one workshop. People with an account accept by logging in.
"""

import secrets
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.clock import now
from polling.core.errors import Conflict, NotAllowed
from polling.core.i18n import _
from polling.live import announce
from polling.people import queries
from polling.people.actions.organizers import give_workshop
from polling.people.email_addresses import of_new_account
from polling.people.models import Invitation, Organizer
from polling.workshop.log import record
from polling.workshop.models import Workshop

LIFETIME = timedelta(days=2)
TOKEN_BYTES = 32


def invite(session: Session, workshop_id: int, email: str, *, inviter_id: int | None) -> str:
    """Return the token of a new invitation, which replaces an earlier one to the same address.

    Raises BadInput for an invalid or misleading address, and Conflict if its account already runs
    the workshop.
    """
    email = of_new_account(email)
    if any(account.email == email for account in queries.organizers_of(session, workshop_id)):
        raise Conflict(_("%(email)s is already an organizer.", email=email))
    withdraw(session, workshop_id, email)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = Invitation(
        workshop_id=workshop_id,
        inviter_id=inviter_id,
        email=email,
        token_hash=queries.token_hash(token),
        expires_at=now() + LIFETIME,
    )
    session.add(invitation)
    session.flush()
    return token


def withdraw(session: Session, workshop_id: int, email: str) -> None:
    """Delete the invitation of this address to the workshop, if there is one."""
    here = (Invitation.workshop_id == workshop_id) & (Invitation.email == email)
    session.execute(delete(Invitation).where(here))


def accept(session: Session, invitation: Invitation, account: Organizer) -> Workshop:
    """Let the invited account run the workshop, and delete the invitation."""
    if account.email != invitation.email:
        raise NotAllowed(
            _("This invitation is for %(email)s. Log in with that address.", email=invitation.email)
        )
    workshop = session.get_one(Workshop, invitation.workshop_id)
    session.delete(invitation)
    give_workshop(session, account, workshop)
    actor = Actor(Role.ORGANIZER, workshop.id, organizer_id=account.id, label=account.email)
    record(session, actor, "invitation-accepted")
    announce.changed(session, workshop, "setup")
    return workshop


def create_account(session: Session, invitation: Invitation, password_hash: str) -> Organizer:
    """Create an account for the invited address, with its first password.

    Raises Conflict if there is one, because an invitation cannot set an existing account's
    password.
    """
    if queries.account(session, invitation.email) is not None:
        raise Conflict(_("Log in with this address to accept."))
    account = Organizer(email=invitation.email, password_hash=password_hash)
    session.add(account)
    session.flush()
    return account
