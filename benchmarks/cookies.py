"""Session cookies of people who have joined or logged in, without their having to."""

from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from polling.core.access import Role
from polling.core.db import transaction
from polling.people.identity import admit

COOKIE = "polling"


def cookie(secret: str, role: Role, workshop_id: int, target: int) -> str:
    """The cookie of a participant, a group's facilitator, a workshop's screen or an account."""
    app = Flask(__name__)
    app.secret_key = secret
    session: dict[str, Any] = {}
    with transaction() as database:
        admit(database, session, role, workshop_id, target)
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None  # noqa: S101  there is a secret
    return f"{COOKIE}={signer.dumps(session)}"
