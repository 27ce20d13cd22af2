"""The host of a request: a forged Host header must not appear in any response.

With a public URL, the host of each request is replaced by the configured one. Health checks and
proxies may use any name; redirects and headers always contain the public one. Without one, the room
may use any name that can be in a URL.
"""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from werkzeug.exceptions import BadRequest
from werkzeug.wsgi import get_host

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
        """Handle the request with a configured host."""
        if environ.get("HTTP_HOST", "").lower() not in self._known:
            environ["HTTP_HOST"], environ["wsgi.url_scheme"] = self._host, self._scheme
        return self._app(environ, start_response)


class ValidHost:
    """WSGI middleware. Answers 400 to a host without a valid name, such as "a..b".

    Flask could build no URL for it, and so not even a page that explains the error.
    """

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> "Iterable[bytes]":
        """Handle the request if its host is valid."""
        try:
            get_host(environ).partition(":")[0].encode("idna").decode("idna")
        except UnicodeError:
            return BadRequest()(environ, start_response)
        return self._app(environ, start_response)
