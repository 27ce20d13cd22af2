"""Logging an organizer in and out."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from polling.core.access import Role
from polling.core.clock import now
from polling.live import connections
from polling.people.models import LONGEST_LOGIN, Login, Organizer


def log_in(session: Session, account: Organizer) -> Login:
    """A new login of this account. Logins that are too old are deleted on the way."""
    session.execute(delete(Login).where(Login.created_at < now() - LONGEST_LOGIN))
    login = Login(organizer_id=account.id)
    session.add(login)
    session.flush()
    return login


def log_out(session: Session, login: Login) -> None:
    """End a login and its connections; the account's other browsers connect again."""
    session.delete(login)
    connections.send_away(session, Role.ORGANIZER, login.organizer_id)
