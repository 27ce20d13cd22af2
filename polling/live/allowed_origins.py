"""Whose pages may open a socket: our own, and those of the origins that ORIGINS names besides."""

from collections.abc import Callable
from typing import Any

from config import Config

Gate = Callable[[str, dict[str, Any]], bool]


def gate(config: Config) -> Gate:
    """What says whether a page of this origin may, asked with the handshake's WSGI environment."""
    further = {origin.rstrip("/") for origin in (config.public_url, *config.origins) if origin}

    def may_open(origin: str, environ: dict[str, Any]) -> bool:
        return origin in further or origin == _own(environ, proxied=config.trusted_proxies > 0)

    return may_open


def _own(environ: dict[str, Any], *, proxied: bool) -> str:
    """Where the browser asked. Of what a proxy adds only the scheme: hosts are easily made up."""
    scheme = environ["wsgi.url_scheme"]
    if proxied:
        scheme = environ.get("HTTP_X_FORWARDED_PROTO", scheme).split(",")[0].strip()
    return f"{scheme}://{environ.get('HTTP_HOST', '')}"
