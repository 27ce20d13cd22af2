"""Responses to errors: JSON for scripts, a page or a notice for people."""

from typing import Any

from flask import Flask, Response, current_app, flash, g, jsonify, redirect, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from polling.core.access import Role, roles_of
from polling.core.db import not_saved
from polling.core.errors import NobodyWaits, NotFound, NotSignedIn, WorkshopError
from polling.core.i18n import _
from polling.web import render, wants_json
from polling.web.gatekeeper import view_asked_for
from polling.web.page_queue import TooManyPages, take_turn
from polling.web.responses import back

CLIENT_CLOSED_REQUEST = 499  # nginx's status, for the metrics
RETRY_AFTER_SECONDS = 5


def install(app: Flask) -> None:
    """Install handlers that explain every error in words."""
    app.register_error_handler(WorkshopError, _refuse)
    app.register_error_handler(TooManyPages, _refuse_page)
    app.register_error_handler(HTTPException, _refuse_http)
    app.register_error_handler(OperationalError, _not_saved)
    app.register_error_handler(NobodyWaits, _to_nobody)
    app.register_error_handler(Exception, _fail)


def _refuse(refusal: WorkshopError) -> Any:
    if wants_json():
        return jsonify(refusal.as_dict()), refusal.status
    if isinstance(refusal, NotSignedIn) and request.method == "GET":
        return _show_the_way_in()
    if request.method == "POST" and request.referrer and refusal.status in {400, 409, 429}:
        flash(str(refusal.message), "refused")
        return redirect(back(), code=303)
    return _page(refusal.message, refusal.status)


def _refuse_page(refusal: TooManyPages) -> Response:
    response = jsonify(refusal.as_dict()) if wants_json() else _text(refusal.message)
    response.status_code = refusal.status
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _not_saved(error: OperationalError) -> Any:
    return _refuse(not_saved(error))


def _to_nobody(_error: NobodyWaits) -> tuple[str, int]:
    return "", CLIENT_CLOSED_REQUEST


def _show_the_way_in() -> Any:
    view = view_asked_for()
    roles = roles_of(view) if view else ()
    if Role.NOTE_TAKER in roles:
        message = _(
            "Open your note-taker link again, or ask the organizers for a new one. Your notes "
            "are kept."
        )
        return _page(message, NotSignedIn.status)
    if g.get("runs_others"):  # logging in again would lead back to here
        message = _("None of your workshops has this code. It may have been deleted.")
        return _page(message, NotFound.status)
    if Role.ORGANIZER in roles:
        return redirect(url_for("logins.login", to=request.full_path.rstrip("?")), code=303)
    if roles in {(Role.FACILITATOR,), (Role.SCREEN,)}:
        message = _(
            "The link may have been replaced, or the workshop deleted or started over. Open your "
            "link again, or ask the organizers for a new one."
        )
        return _page(message, NotSignedIn.status, title=_("This page can no longer be opened"))
    code = (request.view_args or {}).get("code")
    if g.get("turned_away"):
        return redirect(url_for("people.join", code=code), code=303)
    return redirect(url_for("people.front", code=code), code=303)


def _refuse_http(error: HTTPException) -> Any:
    if error.code is not None and error.code < 400:
        return error
    messages = {
        400: _("This page is out of date. Reload it; your text will be kept."),
        404: _("This page does not exist."),
        405: _("This page does not exist."),
        413: _("This is too large to send. Make it smaller and try again."),
    }
    if isinstance(error, CSRFError) and not request.cookies:
        messages[400] = _(
            "This browser blocks cookies. Allow them for this site, or open it in another browser."
        )
    message = messages.get(error.code or 500, _("That did not work. Go back and try again."))
    if wants_json():
        return jsonify({"error": {"code": f"http-{error.code}", "message": message}}), error.code
    return _page(message, error.code or 500)


def _fail(error: Exception) -> Any:
    current_app.logger.error("%s %s failed", request.method, request.endpoint, exc_info=error)
    message = _("Something went wrong on our side. Your text is kept; try again.")
    if wants_json():
        return jsonify({"error": {"code": "internal", "message": message}}), 500
    return _page(message, 500)


def _page(message: Any, status: int, *, title: str = "") -> tuple[str | Response, int]:
    view = view_asked_for()
    try:
        take_turn(roles_of(view) if view else (Role.ANYONE,))
    except TooManyPages:
        return _text(message), status
    except NobodyWaits as gone:
        return _to_nobody(gone)
    title = title or _("That did not work")
    page = render("error.html", title=title, message=message, offers_join_code=status == 404)
    return page, status


def _text(message: Any) -> Response:
    """Return a message that takes no turn in the queue of pages."""
    return Response(str(message), mimetype="text/plain")
