"""Redirects stay on this site: no address from a request leads anywhere else."""

from urllib.parse import urlsplit

from flask import request


def local_path(address: str) -> str:
    """The path and query of an address on this site, or "" for every other address.

    Browsers read `//host` and `/\\host` as another site, and drop line breaks and tabs first.
    """
    if not address.isprintable() or set(address) & {" ", "\\"}:
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    elsewhere = (parts.scheme or parts.netloc) and parts.netloc != request.host
    if elsewhere or not parts.path.startswith("/") or parts.path.startswith("//"):
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def back() -> str:
    """The page from which this request was sent, or the front page."""
    return local_path(request.referrer or "") or "/"
