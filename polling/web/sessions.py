"""Flask's sessions in signed cookies."""

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

from polling.core.signatures import verified


class Sessions(SecureCookieSessionInterface):
    """Sessions whose cookies leave nothing in memory if they are wrong."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return the session of a request, or an empty one. None if the app has no secret."""
        serializer = self.get_signing_serializer(app)
        if serializer is None:
            return None
        cookie = request.cookies.get(self.get_cookie_name(app), "")
        seconds = int(app.permanent_session_lifetime.total_seconds())
        return self.session_class(verified(serializer, cookie, max_age=seconds) or {})
