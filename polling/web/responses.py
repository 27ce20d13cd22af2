"""Responses: pages, confirmations, pictures and files to print."""

import gzip
import unicodedata
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Response, current_app, flash, g, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from polling.core.threads import run_in_thread
from polling.web.current_request import wants_fragment, wants_json
from polling.web.template_contexts import Context, variables
from polling.web.text_language import written_in


def render(template: str, context: Context | None = None, /, **more: Any) -> str:
    """Return a page, or only its content if a live page fetches it (`X-Fragment: 1`).

    Args:
        template: the path of the template, such as "lobby/screen.html".
        context: the page's context; its fields become variables of the template.
        more: variables that do not belong to one page; they override the fields.
    """
    layout = "layouts/fragment.html" if wants_fragment() else "layouts/page.html"
    shown = variables(context) | more
    if workshop := shown.get("workshop"):
        written_in(workshop.languages)
    return render_template(template, layout=layout, **shown)


def let_own_pages_frame_this() -> None:
    """Allow one of our pages to show this response in a frame."""
    g.may_be_framed = True


def done(message: str = "", *, to: str = "", **extra: Any) -> AnyResponse:
    """Return success: JSON for scripts, otherwise a redirect that shows the message.

    Args:
        message: one sentence for the person, or "".
        to: the URL to go to; "" is the page they came from.
        extra: further keys of the JSON answer.
    """
    if message and (to or not wants_json()):
        flash(message)  # for the next page
    if wants_json():
        return jsonify({"ok": True, "message": message, "to": to, **extra})
    return redirect(to or back(), code=303)


def pack(content: Any) -> bytes:
    """Return content as compressed JSON, to be kept for many readers."""
    return run_in_thread(gzip.compress, current_app.json.dumps(content).encode())


def packed_json(packed: bytes) -> Response:
    """Return what `pack` made."""
    if not request.accept_encodings["gzip"]:
        return Response(gzip.decompress(packed), mimetype="application/json")
    response = Response(packed, mimetype="application/json")
    response.headers["Content-Encoding"] = "gzip"
    return response


def pdf(content: bytes, name: str) -> Response:
    """Return a PDF to download as `name`, which must not be cached."""
    return file(content, name, "application/pdf")


def file(content: bytes, name: str, mimetype: str) -> Response:
    """Return a file to download as `name`, which must not be cached."""
    response = Response(content, mimetype=mimetype)
    response.headers["Cache-Control"] = "no-store"
    return to_keep(response, name)


def to_keep(response: Response, name: str) -> Response:
    """Let browsers save a response as `name`; old ones use the ASCII in it (RFC 6266)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lstrip("-")
    encoded = {} if plain == name else {"filename*": f"UTF-8''{quote(name, safe='')}"}
    response.headers.set("Content-Disposition", "attachment", filename=plain, **encoded)
    return response


def svg(drawn: str, *, max_age: int = 0) -> Response:
    """Return an SVG picture, which the reader's browser may cache for `max_age` seconds.

    By default, it must not be cached: the QR code of a personal link is as secret as the link.
    """
    response = Response(drawn, mimetype="image/svg+xml")
    response.headers["Cache-Control"] = f"private, max-age={max_age}" if max_age else "no-store"
    return response


def local_path(address: str) -> str:
    """Return the path and query of a URL on this site, or "" for any other URL.

    Browsers interpret `//host` and `/\\host` as another site, and drop line breaks and tabs first.
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
    """Return the page that sent this request, or the front page."""
    return local_path(request.referrer or "") or "/"
