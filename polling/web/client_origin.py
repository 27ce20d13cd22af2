"""The origin of a request: its network and browser."""

from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from typing import Any

from flask import request, session

IPV6_NETWORK_BITS = 64  # the owner of one IPv6 address has all addresses with these leading bits


def network() -> str:
    """Return the network of the current request."""
    return network_of(request.remote_addr or "")


def network_of(given: str) -> str:
    """Return an IPv4 address, or the network of an IPv6 address."""
    try:
        address = ip_address(given)
    except ValueError:  # proxies may send anything
        return given
    if address.version == 4:
        return given
    return str(address.ipv4_mapped or ip_network((address, IPV6_NETWORK_BITS), strict=False))


def browser() -> str:
    """Return an identifier of this browser within its network, "" without a session cookie."""
    return browser_of(session)


def browser_of(held: Mapping[str, Any]) -> str:
    """Return the identifier of the browser with this session.

    It is the secret of its CSRF token, which is signed, so that it cannot be forged, and shared by
    all tabs.
    """
    return str(held.get("csrf_token", ""))
