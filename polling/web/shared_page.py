"""Pages that only differ in tokens and numbers: rendered once, and filled in for each reader.

A whole room opens the join page in the same minute, and then the lobby. Rendering takes most of the
time.
"""

import re
from collections.abc import Callable, Hashable
from typing import Any

from flask import g, request, session
from flask_babel import get_locale
from flask_wtf.csrf import generate_csrf

from polling.core.clock import milliseconds, now
from polling.web import shared_fragments
from polling.web.responses import render

MOST_PAGES = 256
_NOW = re.compile(r'data-now="\d+"')
_pages: dict[Hashable, str] = {}


def render_shared(template: str, key: Hashable, make: Callable[[], dict[str, Any]]) -> str:
    """Return a page that is the same for all readers with this `key` and language, once filled in.

    Args:
        template: the path of the template.
        key: all values shown in the template.
        make: returns the template's variables, none of which may be personal.
    """
    if "_flashes" in session or "X-Fragment" in request.headers:
        return render(template, **make())
    page = _rendered((template, str(get_locale()), key), template, make)
    own = {name: g.get(name, "") for name in ("nonce", "voter", "number")}
    page = shared_fragments.fill(page, csrf_token=generate_csrf(), **own)
    return _NOW.sub(f'data-now="{milliseconds(now())}"', page, count=1)


def forget_all() -> None:
    """Forget everything, as a restart does (for tests)."""
    _pages.clear()


def _rendered(at: Hashable, template: str, make: Callable[[], dict[str, Any]]) -> str:
    if at not in _pages:
        with shared_fragments.for_many():
            page = render(template, **make())
        while len(_pages) >= MOST_PAGES:
            del _pages[next(iter(_pages))]
        _pages[at] = page
    return _pages[at]
