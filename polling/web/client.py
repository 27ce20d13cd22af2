"""Where a request comes from."""

from ipaddress import ip_address, ip_network

from flask import request

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
