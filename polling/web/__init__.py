"""HTTP for all views: the current request, typed forms, template contexts, and responses."""

from polling.web.current_request import actor, page, page_session, wants_fragment, wants_json
from polling.web.forms import body, parse, parse_payload
from polling.web.responses import (
    done,
    file,
    let_own_pages_frame_this,
    pack,
    packed_json,
    pdf,
    render,
    svg,
    to_keep,
)

__all__ = [
    "actor",
    "body",
    "done",
    "file",
    "let_own_pages_frame_this",
    "pack",
    "packed_json",
    "page",
    "page_session",
    "parse",
    "parse_payload",
    "pdf",
    "render",
    "svg",
    "to_keep",
    "wants_fragment",
    "wants_json",
]
