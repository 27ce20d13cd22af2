"""HTTP for all views: the request at hand, typed forms, contexts of templates, and responses."""

from polling.web.current import actor, page, page_session, wants_json
from polling.web.forms import body, parse, parse_payload
from polling.web.responses import done, pdf, render

__all__ = [
    "actor",
    "body",
    "done",
    "page",
    "page_session",
    "parse",
    "parse_payload",
    "pdf",
    "render",
    "wants_json",
]
