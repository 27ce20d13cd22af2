"""Session cookies of people who are logged in."""

from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf

from polling.core.access import Role
from polling.core.db import transaction
from polling.people.identity import admit

COOKIE = "polling"


def cookie(secret: str, role: Role, workshop_id: int, target: int) -> str:
    """Return the cookie of a participant, a group's facilitator, a screen or an account."""
    return cookie_and_token(secret, role, workshop_id, target)[0]


def cookie_and_token(secret: str, role: Role, workshop_id: int, target: int) -> tuple[str, str]:
    """Return the cookie, and its CSRF token."""
    app = Flask(__name__)
    app.secret_key = secret
    with app.test_request_context():
        with transaction() as database:
            admit(database, session, role, workshop_id, target)
        token = generate_csrf()
        signer = SecureCookieSessionInterface().get_signing_serializer(app)
        assert signer is not None  # noqa: S101  there is a secret
        return f"{COOKIE}={signer.dumps(dict(session))}", token
