"""Security headers and compression of responses."""

import gzip

from flask import Flask, Response, current_app, g, request

from polling.core.threads import run_in_thread

GZIP_MINIMUM_BYTES = 1024
GZIP_IN_THREAD_BYTES = 200_000  # takes milliseconds
HSTS_SECONDS = 365 * 24 * 3600


def install(app: Flask) -> None:
    """Add security headers to every response, and compress it."""
    app.after_request(_secure)
    app.after_request(_compress)


def _secure(response: Response) -> Response:
    host, nonce = request.host, g.get("nonce", "")
    framed_by = "'self'" if g.get("may_be_framed") else "'none'"
    response.headers.setdefault(
        "Content-Security-Policy",
        f"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
        f"img-src 'self' data:; connect-src 'self' ws://{host} wss://{host}; object-src 'none'; "
        f"base-uri 'none'; form-action 'self'; frame-ancestors {framed_by}",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if current_app.config["HTTPS"]:
        response.headers["Strict-Transport-Security"] = f"max-age={HSTS_SECONDS}"
    kept = "Cache-Control" in response.headers
    if response.mimetype in {"text/html", "application/json"} and not kept:
        response.headers["Cache-Control"] = "no-store"
        response.headers["Vary"] = "Cookie, X-Fragment, Accept"
    return response


def _compress(response: Response) -> Response:
    done = response.is_streamed or "Content-Encoding" in response.headers
    text = response.mimetype in {"text/html", "application/json", "image/svg+xml"}
    if done or not text or not request.accept_encodings["gzip"]:
        return response
    data = response.get_data()
    if len(data) >= GZIP_MINIMUM_BYTES:
        is_long = len(data) >= GZIP_IN_THREAD_BYTES
        response.set_data(run_in_thread(_gzip, data) if is_long else _gzip(data))
        response.headers["Content-Encoding"] = "gzip"
        response.vary.add("Accept-Encoding")
    return response


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, compresslevel=5)
