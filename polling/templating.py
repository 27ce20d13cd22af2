"""What templates can use: bundle addresses, times, sentences with counts, and the event's look."""

import hashlib
import json
from functools import cache
from typing import Any

from flask import Flask, g, url_for

from polling import agenda, paths
from polling.clock import milliseconds, now
from polling.workshop.codes import spaced


def install(app: Flask) -> None:
    """Give every template the same few helpers."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(ms=milliseconds, code=spaced)
    app.jinja_env.globals.update(asset=asset, agenda=agenda, server_now=lambda: milliseconds(now()))
    app.context_processor(_each_page)


@cache
def manifest() -> dict[str, str]:
    """Bundle names → the hashed files that the front-end build made."""
    path = paths.STATIC / "dist" / "manifest.json"
    loaded: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    return loaded


def build() -> str:
    """A name for this version of the pages: a phone with another one is told to reload."""
    return hashlib.sha256(json.dumps(manifest(), sort_keys=True).encode()).hexdigest()[:12]


def asset(name: str) -> str:
    """The address of a bundle, such as "participant.js"."""
    return f"/static/{manifest().get(name, name)}"


def _each_page() -> dict[str, Any]:
    return {"nonce": g.get("nonce", ""), "home": url_for("people.front")}
