"""Join codes are short, so whoever tries many wrong ones is told nothing more for a while.

The budget of wrong codes is an address's: there is nothing else to know a stranger by. A room
shares one, but types few wrong codes; and whoever is in already is asked for none.
"""

from ipaddress import ip_address, ip_network

from flask import request
from sqlalchemy.orm import Session

from polling.errors import NotFound
from polling.limits import require_some_left, spend
from polling.workshop.codes import compact
from polling.workshop.models import Workshop
from polling.workshop.queries import by_code

WRONG = "wrong-code"
NETWORK_BITS = 64  # whoever has one IPv6 address has all that begin with the same


def workshop_of(session: Session, typed: str) -> Workshop:
    """The workshop with this join code, for a stranger."""
    refuse_guessing()
    return known_workshop(session, compact(typed))


def known_workshop(session: Session, code: str) -> Workshop:
    """The workshop with this code; a wrong one is spent."""
    try:
        return by_code(session, code)
    except NotFound:
        spend(WRONG, _network())
        raise


def refuse_guessing() -> None:
    """Do not even tell a stranger whether a code is right, after too many wrong ones."""
    require_some_left(WRONG, _network())


def _network() -> str:
    """Where the request comes from."""
    given = request.remote_addr or ""
    try:
        address = ip_address(given)
    except ValueError:  # a proxy may say anything
        return given
    if address.version == 4:
        return given
    return str(address.ipv4_mapped or ip_network((address, NETWORK_BITS), strict=False))
