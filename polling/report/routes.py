"""Exports at any stage, the report to read, and the organizer's forms for it."""

from typing import Any

from flask import Blueprint, Response, g

from polling import http
from polling.access import Actor, Role, allow
from polling.db import reading, transaction
from polling.errors import NotFound
from polling.i18n import _
from polling.report import actions
from polling.report.document import document
from polling.report.formats import FORMATS, Format, file_name
from polling.report.html import html
from polling.report.payloads import ProseText
from polling.report.queries import report
from polling.workshop import queries

blueprint = Blueprint("report", __name__)


@blueprint.get("/console/<code>/export/<key>")
@allow(Role.ORGANIZER)
def export(code: str, key: str) -> Response:
    """Everything, as of now, in one of the formats."""
    if key not in FORMATS:
        raise NotFound(_("There is no such format."))
    return _download(http.actor(), FORMATS[key])


@blueprint.get("/console/<code>/report")
@allow(Role.ORGANIZER)
def preview(code: str) -> str:
    """The report as it would be exported now."""
    return _page(http.actor())


@blueprint.get("/w/<code>/report")
@allow(Role.PARTICIPANT, Role.FACILITATOR)
def read(code: str) -> str:
    """The report, for those who took part, once it is published."""
    _require_published(http.actor())
    return _page(http.actor())


@blueprint.get("/w/<code>/report/download")
@allow(Role.PARTICIPANT, Role.FACILITATOR)
def download(code: str) -> Response:
    """The same as a file to keep."""
    _require_published(http.actor())
    return _download(http.actor(), FORMATS["html"])


@blueprint.post("/console/<code>/report/prose")
@allow(Role.ORGANIZER)
def edit_prose(code: str) -> Any:
    """Save the texts of the report."""
    text = http.parse(ProseText)
    with transaction() as session:
        actions.edit_prose(session, http.actor(), text)
    return http.done(_("Saved."))


@blueprint.post("/console/<code>/report/publish")
@allow(Role.ORGANIZER)
def publish(code: str) -> Any:
    """Let participants read it."""
    with transaction() as session:
        actions.publish(session, http.actor(), published=True)
    return http.done()


@blueprint.post("/console/<code>/report/withdraw")
@allow(Role.ORGANIZER)
def withdraw(code: str) -> Any:
    """Let participants read it no longer."""
    with transaction() as session:
        actions.publish(session, http.actor(), published=False)
    return http.done()


def _require_published(actor: Actor) -> None:
    with reading() as session:
        if not queries.by_id(session, actor.workshop_id).published:
            raise NotFound(_("The report has not been published yet."))


def _page(actor: Actor) -> str:
    with reading() as session:
        workshop = queries.by_id(session, actor.workshop_id)
        return html(document(report(session, workshop)), nonce=g.nonce)


def _download(actor: Actor, made: Format) -> Response:
    with reading() as session:
        workshop = queries.by_id(session, actor.workshop_id)
        content, name = made.export(session, workshop), file_name(workshop, made)
    response = Response(content, mimetype=made.mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response
