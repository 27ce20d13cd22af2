"""Organizers' accounts, and which workshops they run."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from polling.core.access import Role
from polling.live import connections
from polling.people.email_addresses import normalised
from polling.people.models import Login, Organizer, WorkshopOrganizer
from polling.workshop.models import Workshop


def add_organizer(session: Session, email: str) -> Organizer:
    """The account of this address, new if there was none. Only commands on the server do this."""
    email = normalised(email)
    account = session.scalar(select(Organizer).where(Organizer.email == email))
    if account is None:
        account = Organizer(email=email)
        session.add(account)
        session.flush()
    return account


def give_workshop(session: Session, account: Organizer, workshop: Workshop) -> None:
    """Let an organizer run a workshop."""
    if session.get(WorkshopOrganizer, (workshop.id, account.id)) is None:
        session.add(WorkshopOrganizer(workshop_id=workshop.id, organizer_id=account.id))


def end_access(session: Session, account: Organizer) -> None:
    """End an account's password, logins and password links, until its owner sets a new password.

    Someone else may have created it by an invitation: that does not prove who owns the address.
    """
    account.password_hash = None
    account.token_version += 1
    session.execute(delete(Login).where(Login.organizer_id == account.id))


def set_password(session: Session, account: Organizer, hashed: str) -> None:
    """Set a password; every login, connection and password link of this account ends."""
    account.password_hash = hashed
    account.token_version += 1
    session.execute(delete(Login).where(Login.organizer_id == account.id))
    connections.send_away(session, Role.ORGANIZER, account.id)
