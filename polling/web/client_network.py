"""Where a request comes from."""

from ipaddress import ip_address, ip_network

from flask import request, session

IPV6_NETWORK_BITS = 64  # whoever has one IPv6 address has all that begin with the same bits


def network() -> str:
    """The client's IPv4 address, or its IPv6 network."""
    given = request.remote_addr or ""
    try:
        address = ip_address(given)
    except ValueError:  # a proxy may say anything
        return given
    if address.version == 4:
        return given
    return str(address.ipv4_mapped or ip_network((address, IPV6_NETWORK_BITS), strict=False))


def browser() -> str:
    """What tells this browser from others of its network, "" if it has no session cookie.

    The secret of its CSRF token: signed, so it cannot be made up, and the same for all its tabs.
    """
    return str(session.get("csrf_token", ""))
