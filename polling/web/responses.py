"""Answers to a request: pages, confirmations and files to print."""

from typing import Any

from flask import Response, flash, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from polling.web.contexts import Context, variables
from polling.web.current import wants_json
from polling.web.redirects import back


def render(template: str, context: Context | None = None, /, **more: Any) -> str:
    """A page, or only its content when a live page fetches it again (`X-Fragment: 1`).

    Args:
        template: the path of the template, such as "lobby/screen.html".
        context: the page's context; its fields become variables of the template.
        more: variables that do not belong to one page; they win over the fields.
    """
    layout = "layouts/fragment.html" if "X-Fragment" in request.headers else "layouts/page.html"
    return render_template(template, layout=layout, **(variables(context) | more))


def done(message: str = "", *, to: str = "", **extra: Any) -> AnyResponse:
    """Success: JSON for scripts, otherwise a redirect that shows the message.

    Args:
        message: one sentence for the person, or "".
        to: the address to go to; "" is the page they came from.
        extra: further keys of the JSON answer.
    """
    if message and (to or not wants_json()):
        flash(message)  # for the page that follows
    if wants_json():
        return jsonify({"ok": True, "message": message, "to": to, **extra})
    return redirect(to or back(), code=303)


def pdf(content: bytes, name: str) -> Response:
    """A PDF to download as `name`, which no cache may keep."""
    response = Response(content, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response
