"""What every HTTP handler shares: who is asking, typed forms, and answers for pages and scripts.

A page is rendered whole, or without its frame when a live page asks for it again
(`X-Fragment: 1`): one template serves both.
"""

import gzip
import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from flask import (
    Flask,
    Response,
    current_app,
    flash,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from pydantic import BaseModel, ValidationError
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from polling.access import Actor, Role, roles_of
from polling.db import engine, not_saved
from polling.errors import BadInput, NotFound, NotSignedIn, WorkshopError
from polling.form_words import complaint
from polling.i18n import _
from polling.identity import identify, organizer_account
from polling.limits import spend
from polling.storable import storable
from polling.workshop.models import Workshop

Payload = TypeVar("Payload", bound=BaseModel)
View = TypeVar("View", bound=Callable[..., Any])
GZIP_MINIMUM_BYTES = 1024


def install(app: Flask) -> None:
    """Attach the gatekeeper, the error answers and the headers."""
    app.before_request(_gatekeeper)
    app.register_error_handler(WorkshopError, _refuse)
    app.register_error_handler(HTTPException, _refuse_http)
    app.register_error_handler(OperationalError, _not_saved)
    app.register_error_handler(Exception, _fail)
    app.after_request(_secure)
    app.after_request(_compress)
    app.teardown_request(_close_session)


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
        parsed = model.model_validate(data)
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
    if message and (to or not _wants_json()):
        flash(message)  # for the page that follows
    if _wants_json():
        return jsonify({"ok": True, "message": message, "to": to, **extra})
    return redirect(to or request.referrer or "/", code=303)


def _form() -> dict[str, Any]:
    """Form fields; a name ending in [] is a list."""
    fields: dict[str, Any] = {}
    for name in request.form:
        if name.endswith("[]"):
            fields[name[:-2]] = request.form.getlist(name)
        elif name != "csrf_token":
            fields[name] = request.form[name]
    return fields


def _gatekeeper() -> None:
    g.nonce = secrets.token_urlsafe(16)
    view = _view()
    if view is None:
        return
    if not storable(request.view_args):
        raise NotFound(_("There is nothing at this address."))
    roles = roles_of(view)
    g.actor = None
    if Role.ANYONE not in roles:
        g.session = Session(engine())
        g.actor = _recognise(g.session, roles)
        if not getattr(view, "reads_on", False):
            _close_session()  # it must not stand in the way of the action's transaction
        if request.method == "POST":
            spend("write", f"{g.actor.role}:{g.actor.participant_id or g.actor.label}")


def _view() -> Callable[..., Any] | None:
    return current_app.view_functions.get(request.endpoint or "")


def _recognise(db: Session, roles: tuple[Role, ...]) -> Actor:
    code = (request.view_args or {}).get("code")
    if code is None:
        found = _account(db)
    else:
        workshop = db.scalar(select(Workshop).where(Workshop.code == code))
        if workshop is None:
            raise NotFound(_("There is no workshop with this code."))
        db.info["workshop"] = workshop  # kept, so that the page need not look it up again
        found = identify(db, session, workshop, roles)
    if found is None:
        raise NotSignedIn(_("Please join or log in first."))
    return found


def _close_session(_error: BaseException | None = None) -> None:
    opened: Session | None = g.pop("session", None)
    if opened is not None:
        opened.close()


def _account(db: Session) -> Actor | None:
    account = organizer_account(db, session)
    if account is None:
        return None
    return Actor(Role.ORGANIZER, 0, organizer_id=account.id, label=account.email)


def _wants_json() -> bool:
    return request.is_json or request.accept_mimetypes.best == "application/json"


def _refuse(refusal: WorkshopError) -> Any:
    if _wants_json():
        return jsonify(refusal.as_dict()), refusal.status
    if isinstance(refusal, NotSignedIn) and request.method == "GET":
        return redirect(_way_in(), code=303)
    if request.method == "POST" and request.referrer and refusal.status in {400, 409, 429}:
        flash(str(refusal.message), "refused")
        return redirect(request.referrer, code=303)
    return render("error.html", message=refusal.message), refusal.status


def _not_saved(error: OperationalError) -> Any:
    return _refuse(not_saved(error))


def _way_in() -> str:
    view = _view()
    if view is not None and Role.ORGANIZER in roles_of(view):
        return url_for("people.login", to=request.full_path.rstrip("?"))
    return url_for("people.front", code=(request.view_args or {}).get("code"))


def _refuse_http(error: HTTPException) -> Any:
    if error.code is not None and error.code < 400:
        return error
    messages = {
        400: _("This page is out of date. Reload it and try again; what you typed is kept."),
        404: _("There is nothing at this address."),
        405: _("There is nothing at this address."),
        413: _("That is too large to send."),
    }
    message = messages.get(error.code or 500, _("That did not work. Go back and try again."))
    if _wants_json():
        return jsonify({"error": {"code": f"http-{error.code}", "message": message}}), error.code
    return render("error.html", message=message), error.code


def _fail(error: Exception) -> Any:
    current_app.logger.error("%s %s failed", request.method, request.endpoint, exc_info=error)
    message = _("Something went wrong on our side. What you typed is kept; try again.")
    if _wants_json():
        return jsonify({"error": {"code": "internal", "message": message}}), 500
    return render("error.html", message=message), 500


def _secure(response: Response) -> Response:
    host, nonce = request.host, g.get("nonce", "")
    response.headers.setdefault(
        "Content-Security-Policy",
        f"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
        f"img-src 'self' data:; connect-src 'self' ws://{host} wss://{host}; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if response.mimetype in {"text/html", "application/json"}:
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["Vary"] = "Cookie, X-Fragment, Accept"
    return response


def _compress(response: Response) -> Response:
    done = response.is_streamed or "Content-Encoding" in response.headers
    text = response.mimetype in {"text/html", "application/json", "image/svg+xml"}
    if done or not text or not request.accept_encodings["gzip"]:
        return response
    data = response.get_data()
    if len(data) >= GZIP_MINIMUM_BYTES:
        response.set_data(gzip.compress(data, compresslevel=5))
        response.headers["Content-Encoding"] = "gzip"
        response.vary.add("Accept-Encoding")
    return response
