"""Which origins may open a socket: our own, and those named in ORIGINS."""

from collections.abc import Callable
from typing import Any

from config import Config

Gate = Callable[[str, dict[str, Any]], bool]


def gate(config: Config) -> Gate:
    """Return a function that checks an origin, given the handshake's WSGI environment."""
    further = {config.public_url, *config.origins} - {""}

    def may_open(origin: str, environ: dict[str, Any]) -> bool:
        return origin in further or origin == _own(environ, proxied=config.trusted_proxies > 0)

    return may_open


def _own(environ: dict[str, Any], *, proxied: bool) -> str:
    """Return the page's own origin. Of proxies' headers, only the scheme is trusted."""
    scheme = environ["wsgi.url_scheme"]
    if proxied:
        scheme = environ.get("HTTP_X_FORWARDED_PROTO", scheme).split(",")[0].strip()
    return f"{scheme}://{environ.get('HTTP_HOST', '')}"
