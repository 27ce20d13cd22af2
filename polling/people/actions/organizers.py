"""Organizers' accounts, their logins, and the workshops they run."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from polling.core.clock import now
from polling.live import connection_control
from polling.people.email_addresses import normalised, of_new_account
from polling.people.models import LONGEST_LOGIN, Invitation, Login, Organizer, WorkshopOrganizer
from polling.workshop.models import Workshop


def add_organizer(session: Session, email: str) -> Organizer:
    """Return the account of this address, created if necessary. Only server commands use this."""
    email = normalised(email)
    account = session.scalar(select(Organizer).where(Organizer.email == email))
    if account is None:
        account = Organizer(email=of_new_account(email))
        session.add(account)
        session.flush()
    return account


def give_workshop(session: Session, account: Organizer, workshop: Workshop) -> None:
    """Let an organizer run a workshop."""
    if session.get(WorkshopOrganizer, (workshop.id, account.id)) is None:
        session.add(WorkshopOrganizer(workshop_id=workshop.id, organizer_id=account.id))


def end_access(session: Session, account: Organizer) -> None:
    """Revoke an account's password, logins and password links, until its owner sets a new password.

    Another person may have created it with an invitation, which does not prove ownership of the
    address.
    """
    account.password_hash = None
    account.token_version += 1
    log_out_everywhere(session, account)


def delete_account(session: Session, account: Organizer) -> None:
    """Delete an account with its logins, and the invitations from it and to its address."""
    log_out_everywhere(session, account)
    session.execute(delete(Invitation).where(Invitation.email == account.email))
    session.delete(account)


def set_password(session: Session, account: Organizer, hashed: str) -> None:
    """Set a password, and revoke every login, connection and password link of this account."""
    account.password_hash = hashed
    account.token_version += 1
    log_out_everywhere(session, account)


def log_in(session: Session, account: Organizer) -> Login:
    """Create a login for this account, and delete its expired logins."""
    session.execute(delete(Login).where(Login.created_at < now() - LONGEST_LOGIN))
    login = Login(organizer_id=account.id)
    session.add(login)
    session.flush()
    return login


def log_out(session: Session, login: Login) -> None:
    """End a login, and its browser's connections in all roles."""
    session.delete(login)
    connection_control.end_login(session, login.id)


def log_out_everywhere(session: Session, account: Organizer) -> None:
    """End every login of this account."""
    for login in session.scalars(select(Login).where(Login.organizer_id == account.id)):
        log_out(session, login)
    session.flush()
