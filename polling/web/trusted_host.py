"""The host of a request: what a client makes up in its Host header gets into no answer.

With a public address, each request counts as one to a host that the configuration names. Health
checks and proxies may ask under any name; redirects and headers always have the public one.
"""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from config import Config

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class PublicHost:
    """WSGI middleware. Runs after the proxies' headers are read, and before anything uses them."""

    def __init__(self, app: "WSGIApplication", config: Config) -> None:
        self._app = app
        public = urlsplit(config.public_url)
        self._scheme, self._host = public.scheme, public.netloc
        self._known = {self._host, *(urlsplit(origin).netloc for origin in config.origins)}

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> "Iterable[bytes]":
        """Answer under a host that is known."""
        if environ.get("HTTP_HOST", "").lower() not in self._known:
            environ["HTTP_HOST"], environ["wsgi.url_scheme"] = self._host, self._scheme
        return self._app(environ, start_response)
