"""Who sends a request, read from its unparsed headers and without the database.

Parsing the headers would cost more than everything else before the request's turn.
"""

import re
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from polling.core.access import Role
from polling.core.turns import Sender
from polling.web.client_origin import browser_of, network_of
from polling.web.newcomers import own_roles

FORWARDED = re.compile(rb"^X-Forwarded-For:(.*)", re.IGNORECASE | re.MULTILINE)
MOST_COOKIE_BYTES = 4096  # as in browsers


class Senders:
    """Identifies the senders of an app's requests.

    Args:
        trusted_proxies: the number of proxies that set X-Forwarded-For.
    """

    def __init__(self, app: Flask, trusted_proxies: int) -> None:
        name = re.escape(app.config["SESSION_COOKIE_NAME"].encode())
        # It is signed, so it may be in any header.
        self._cookie = re.compile(
            rb"%b(?<=[ ;:]%b)=([\w.-]{1,%d})" % (name, name, MOST_COOKIE_BYTES)
        )
        sessions: Any = SecureCookieSessionInterface().get_signing_serializer(app)
        self._load, self._signer = sessions.load_payload, sessions.make_signer(sessions.salt)
        self._proxies = trusted_proxies

    def of(self, headers: bytes, address: str) -> Sender:
        """Return the sender of a request with these headers from this address."""
        session = self._session(headers)
        if held := own_roles(session, Role):  # they may have been revoked
            return Sender(str(held), is_known=True)
        return Sender(network_of(self._client(headers) or address), browser=browser_of(session))

    def _session(self, headers: bytes) -> dict[str, Any]:
        """Return what a signed session holds; {} without one."""
        cookie = self._cookie.search(headers)
        if cookie is None:
            return {}
        signed, _, signature = cookie[1].rpartition(b".")
        # Flask's way would raise an exception, whose traceback keeps the request in memory.
        if not self._signer.verify_signature(signed, signature):
            return {}
        session: dict[str, Any] = self._load(signed.rpartition(b".")[0])
        return session

    def _client(self, headers: bytes) -> str:
        """Return the address that the first trusted proxy has seen; "" if there is none."""
        if not self._proxies:
            return ""
        seen = b",".join(FORWARDED.findall(headers)).decode("latin-1").split(",")
        return seen[-self._proxies].strip() if len(seen) >= self._proxies else ""
