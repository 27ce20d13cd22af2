"""Pages that only differ in tokens: rendered once, and filled in for each reader.

A whole room opens the join page in the same minute, and rendering takes most of the time.
"""

import re
import secrets
from collections.abc import Hashable
from typing import Any

from flask import g, request, session
from flask_babel import get_locale
from flask_wtf.csrf import generate_csrf

from polling.core.clock import milliseconds, now
from polling.web.responses import render

MOST_PAGES = 64
# Placeholders for the reader's tokens in a cached page; random, so that nobody can inject them.
_NONCE, _CSRF = secrets.token_hex(16), secrets.token_hex(16)
_NOW = re.compile(r'data-now="\d+"')
_pages: dict[Hashable, str] = {}


def render_shared(template: str, key: Hashable, **variables: Any) -> str:
    """Return a page that is the same for all readers with this `key` and language.

    Args:
        template: the path of the template.
        key: all values shown in the template.
        variables: the template's variables, none of which may be personal.
    """
    if "_flashes" in session or "X-Fragment" in request.headers:
        return render(template, **variables)
    at = (template, str(get_locale()), key)
    if at not in _pages:
        if len(_pages) >= MOST_PAGES:
            _pages.clear()
        own = {"nonce": _NONCE, "csrf_token": lambda: _CSRF}
        _pages[at] = render(template, **variables, **own)
    page = _pages[at].replace(_NONCE, g.nonce).replace(_CSRF, generate_csrf())
    return _NOW.sub(f'data-now="{milliseconds(now())}"', page, count=1)
