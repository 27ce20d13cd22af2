"""Session cookies of people who have joined or logged in, without their having to."""

from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from polling.access import Role
from polling.identity import remember

COOKIE = "polling"


def cookie(secret: str, role: Role, workshop_id: int, target: int) -> str:
    """The cookie of whoever holds this role: a participant, a group's facilitator, an account."""
    app = Flask(__name__)
    app.secret_key = secret
    session: dict[str, Any] = {}
    everywhere = 0  # an organizer's account is good for all their workshops
    remember(session, role, everywhere if role is Role.ORGANIZER else workshop_id, target, 1)
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None  # noqa: S101  there is a secret
    return f"{COOKIE}={signer.dumps(session)}"
