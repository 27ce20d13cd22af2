"""Which origins may open sockets and send forms: our own, and those named in ORIGINS.

Some browsers and networks remove `Origin` and `Referer`, or send the origin `null`, so forms
require neither: the CSRF token in each form is the defence that always works.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import request
from werkzeug.exceptions import Forbidden

from config import Config, as_sent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Gate = Callable[[str, dict[str, Any]], bool]
FOREIGN = "polling.foreign_origin"
UNKNOWN = "null"  # what browsers send for a page whose origin they do not tell


def gate(config: Config) -> Gate:
    """Return a function that checks an origin, given the WSGI environment as the client sent it."""
    further = {config.public_url, *config.origins} - {""}

    def is_allowed(origin: str, environ: dict[str, Any]) -> bool:
        return origin in further or origin == _own(environ, proxied=config.trusted_proxies > 0)

    return is_allowed


def _own(environ: dict[str, Any], *, proxied: bool) -> str:
    """Return the page's own origin. Of proxies' headers, only the scheme is trusted."""
    scheme = environ["wsgi.url_scheme"]
    if proxied:
        scheme = environ.get("HTTP_X_FORWARDED_PROTO", scheme).split(",")[0].strip()
    return as_sent(f"{scheme}://{environ.get('HTTP_HOST', '')}")


class OriginCheck:
    """WSGI middleware. Runs before others replace the host and scheme of the request."""

    def __init__(self, app: "WSGIApplication", config: Config) -> None:
        self._app, self._is_allowed = app, gate(config)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> "Iterable[bytes]":
        """Mark a request from a page of another site."""
        origin = environ.get("HTTP_ORIGIN", UNKNOWN)
        environ[FOREIGN] = origin != UNKNOWN and not self._is_allowed(origin, environ)
        return self._app(environ, start_response)


def require_allowed() -> None:
    """Raise Forbidden if the current request comes from a page of another site."""
    if request.environ[FOREIGN]:
        raise Forbidden
