"""What every HTTP handler shares: who is asking, typed forms, and answers for pages and scripts.

A page is rendered whole, or without its frame when a live page asks for it again
(`X-Fragment: 1`): one template serves both.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response, flash, g, jsonify, redirect, render_template, request
from pydantic import BaseModel, ValidationError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from polling.core.access import Actor
from polling.core.errors import BadInput
from polling.core.i18n import _
from polling.core.storable import storable
from polling.core.text import visible
from polling.web.form_errors import complaint
from polling.web.redirects import back

Payload = TypeVar("Payload", bound=BaseModel)
View = TypeVar("View", bound=Callable[..., Any])


def actor() -> Actor:
    """Who is asking, as the gatekeeper found them for this view's roles."""
    found: Actor = g.actor
    return found


def page(view: View) -> View:
    """Let a view that only reads go on in the session in which the gatekeeper found the actor.

    So the workshop and the reader are looked up once, and all is of one consistent state.
    """
    view.reads_on = True  # type: ignore[attr-defined]
    return view


def page_session() -> Session:
    """That session, inside such a view."""
    found: Session = g.session
    return found


def render(template: str, **context: Any) -> str:
    """A page, or only its content when a live page asks."""
    layout = "layouts/fragment.html" if "X-Fragment" in request.headers else "layouts/page.html"
    return render_template(template, layout=layout, **context)


def parse(model: type[Payload], data: Any = None) -> Payload:
    """The request's body as a typed payload; BadInput names every field that is wrong."""
    if data is None:
        data = body() if request.is_json else _form()
    return parse_payload(model, data)


def body() -> Any:
    """The request's JSON; None if it is none, or nests deeper than anything of ours."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


def parse_payload(model: type[Payload], data: Any) -> Payload:
    """The one parser of payloads, for HTTP and for socket events."""
    try:
        parsed = model.model_validate(visible(data))
    except ValidationError as error:
        problems = [
            {"place": ".".join(map(str, detail["loc"])), "message": complaint(detail)}
            for detail in error.errors(include_url=False, include_input=False)
        ]
        raise BadInput(_("Something in this form is not right."), problems=problems) from error
    if not storable(parsed):
        raise BadInput(_("Something in this form is not right."))
    return parsed


def done(message: str = "", *, to: str = "", **extra: Any) -> AnyResponse:
    """It worked: JSON for scripts, otherwise a redirect back with the message."""
    if message and (to or not wants_json()):
        flash(message)  # for the page that follows
    if wants_json():
        return jsonify({"ok": True, "message": message, "to": to, **extra})
    return redirect(to or back(), code=303)


def pdf(content: bytes, name: str) -> Response:
    """Pages to print, under the name by which they are saved; no copy is kept on the way."""
    response = Response(content, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response


def _form() -> dict[str, Any]:
    """Form fields; a name ending in [] is a list."""
    fields: dict[str, Any] = {}
    for name in request.form:
        if name.endswith("[]"):
            fields[name[:-2]] = request.form.getlist(name)
        elif name != "csrf_token":
            fields[name] = request.form[name]
    return fields


def wants_json() -> bool:
    """Whether a script asks, not somebody's browser for a page."""
    return request.is_json or request.accept_mimetypes.best == "application/json"
