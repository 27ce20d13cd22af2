"""Attempts at organizers' passwords: guessing is slowed down, but not the owner's browser.

A browser that has logged in to an account keeps a signed cookie. The cookie gives no access, but
passwords from this browser are verified without a delay, even if others try to guess them, but one
at a time. After ten wrong passwords within an hour, the cookie is ignored until the hour is over.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Response, after_this_request, current_app, request
from itsdangerous import URLSafeSerializer

from polling.core.errors import TooMany
from polling.core.guess_throttle import Free, Slowdown
from polling.core.i18n import _
from polling.core.rate_limits import count, give_back
from polling.core.signatures import verified
from polling.web.client_origin import browser, network

PASSWORDS = Slowdown(
    "password",
    free=Free(network=10, target=5, everywhere=40),
    places=8,
    longest_seconds=15.0,
)
COOKIE = "polling-known"
COOKIE_SECONDS = 180 * 24 * 3600

_under_way: set[str] = set()


@contextmanager
def attempt(email: str, account_id: int | None) -> Iterator[str]:
    """Wait for a turn. The body verifies the password, and raises NotAllowed if it is wrong.

    Yields the sender, for the hasher's turns.
    """
    known = _known_browser(account_id)
    if known:
        with one_at_a_time(f"browser {known}"):
            # Before the verification, because other servers may verify at the same time.
            if count("known-browser", known):
                yield account_sender(account_id)
                give_back("known-browser", known)
                return
    target = email.strip().lower()
    busy = _("Too many wrong passwords. Try again in a minute.")
    with PASSWORDS.attempt(network(), target, browser=browser(), busy=busy):
        yield f"network {network()}"


@contextmanager
def one_at_a_time(key: str) -> Iterator[None]:
    """Raise TooMany while another attempt with this key is under way."""
    if key in _under_way:
        raise TooMany(_("That was too fast. Wait a moment and try again."))
    _under_way.add(key)
    try:
        yield
    finally:
        _under_way.discard(key)


def account_sender(account_id: int | None) -> str:
    """Return the sender, for the hasher's turns, of all that an account is responsible for."""
    return f"account {account_id}"


def remember_browser(account_id: int) -> None:
    """Let this browser log in to the account without a delay from now on."""
    signed = _signer().dumps([account_id, secrets.token_hex(8)])

    @after_this_request
    def keep(response: Response) -> Response:
        response.set_cookie(
            COOKIE,
            signed,
            max_age=COOKIE_SECONDS,
            path="/login",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
        return response


def _known_browser(account_id: int | None) -> str | None:
    """Return this browser's mark, if it has logged in to the account before."""
    known, mark = verified(_signer(), request.cookies.get(COOKIE, "")) or (None, None)
    return str(mark) if mark and known == account_id else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known-browser")
