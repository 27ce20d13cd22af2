"""Exports at any stage, the report to read, and the organizers' forms."""

from flask import Blueprint, Response, g, request, url_for
from sqlalchemy.orm import Session

from polling import web
from polling.core.access import Actor, Role, allow
from polling.core.db import reading
from polling.core.errors import NotFound
from polling.core.i18n import _
from polling.core.text import file_stem
from polling.core.threads import run_in_thread
from polling.core.workers import drawing_place, run_drawing
from polling.people import qr_codes
from polling.people.urls import report_address
from polling.report.actions import preparation, publishing
from polling.report.actions.preparation import Prepared
from polling.report.data.report_data import Report
from polling.report.formats import FORMATS
from polling.report.formats.briefs import MIMETYPES
from polling.report.formats.html import Addresses
from polling.report.formats.load_source import load_source
from polling.report.formats.render import (
    Order,
    draw,
    draw_brief,
    draw_in_template,
    draw_page,
    draw_version,
)
from polling.report.models import ReportVersion
from polling.report.pictures import ReportPicture
from polling.report.queries import report, report_for_readers
from polling.report.routes import (
    bundle,
    cached_drawings,
    options,
    pictures,
    print_wording,
    public,
)
from polling.report.versions import queries as versions
from polling.report.versions.serialization import Frozen, unpack
from polling.report.word_template import require_office_file
from polling.uploads.parse_in_worker import read_upload
from polling.web.commands import command
from polling.web.page_queue import give_way
from polling.workshop import queries
from polling.workshop.models import Workshop

THEIR_NONCE = "of whoever reads"  # user input has no such quotes in HTML

blueprint = Blueprint("report", __name__)
blueprint.register_blueprint(bundle.blueprint)
blueprint.register_blueprint(options.blueprint)
blueprint.register_blueprint(print_wording.blueprint)
blueprint.register_blueprint(pictures.blueprint)
blueprint.register_blueprint(public.blueprint)


@blueprint.get("/console/<code>/export/<key>")
@allow(Role.ORGANIZER)
def export(code: str, key: str) -> Response:
    """Export the current state in one of the formats."""
    if key not in FORMATS:
        raise NotFound(_("This page does not exist."))
    made = FORMATS[key]
    with drawing_place(web.actor().key):
        with reading() as session:
            workshop = queries.workshop_of(session, web.actor())
            source = run_in_thread(load_source, session, workshop, made)  # the session waits
            order, name = Order(key, source), made.file_name(workshop)
        return web.file(run_drawing(draw, order), name, made.mimetype)


@blueprint.get("/console/<code>/briefs/<name>")
@allow(Role.ORGANIZER)
def brief(code: str, name: str) -> Response:
    """Return the current brief for one addressee: "brief-interpol.pdf" or "brief-interpol.docx"."""
    mimetype = MIMETYPES.get(name.rpartition(".")[2], "")
    with drawing_place(web.actor().key):
        with reading() as session:
            told = _current(session, queries.workshop_of(session, web.actor()))
        return web.file(run_drawing(draw_brief, told, name), name, mimetype)


@blueprint.post("/console/<code>/export/docx")
@allow(Role.ORGANIZER)
def export_in_template(code: str) -> Response:
    """Return the report for Word in an organizer's template, which is not stored."""
    upload = request.files.get("template")
    template = upload.read() if upload else b""
    read_upload(web.actor().key, require_office_file, template)
    made = FORMATS["docx"]
    with drawing_place(web.actor().key):
        with reading() as session:
            workshop = queries.workshop_of(session, web.actor())
            told, name = _current(session, workshop), made.file_name(workshop)
        filled = read_upload(web.actor().key, draw_in_template, told, template)
    return web.file(filled, name, made.mimetype)


@blueprint.get("/console/<code>/report")
@allow(Role.ORGANIZER)
def preview(code: str) -> str:
    """Show the current report as it would be exported."""
    with drawing_place(web.actor().key):
        with reading() as session:
            told = _current(session, queries.workshop_of(session, web.actor()))
        return run_drawing(draw_page, told, g.nonce)


@blueprint.get("/w/<code>/report")
@allow(Role.PARTICIPANT, Role.FACILITATOR)
@web.page
def read(code: str) -> str:
    """Show the published report to participants."""
    logo = url_for("setup.logo", code=code)
    addresses = Addresses(logo, f"{url_for('.read', code=code)}/picture/")
    page = _read_by_all(web.page_session(), web.actor(), addresses)
    return page.replace(f'nonce="{THEIR_NONCE}"', f'nonce="{g.nonce}"', 1)


@blueprint.get("/w/<code>/report/picture/<int:at>")
@allow(Role.PARTICIPANT, Role.FACILITATOR)
@web.page
def picture(code: str, at: int) -> Response:
    """Return one of its pictures, by number."""
    session = web.page_session()
    workshop, version = _published(session, web.actor())

    def load() -> list[ReportPicture]:
        return cached_drawings.pictures_in(workshop, version) if version else _unfrozen().pictures

    answer = cached_drawings.picture(workshop, version, at, load)
    answer.cache_control.private = True
    return answer


@blueprint.get("/w/<code>/report/download")
@allow(Role.PARTICIPANT, Role.FACILITATOR)
@web.page
def download(code: str) -> Response:
    """Return the published report as a file."""
    page = _read_by_all(web.page_session(), web.actor())
    page = page.replace(f' nonce="{THEIR_NONCE}"', "", 1)
    made = FORMATS["html"]
    name = made.file_name(queries.workshop_of(web.page_session(), web.actor()))
    return web.file(page.encode(), name, made.mimetype)


def _for_publishing(actor: Actor) -> Prepared | None:
    return preparation.prepared(actor, unless=publishing.needs_no_report)


def _for_opening(actor: Actor) -> Prepared | None:
    return preparation.prepared(actor, unless=publishing.has_version)


@command(blueprint, "/console/<code>/report/freeze", Role.ORGANIZER, prepare=preparation.prepared)
def freeze(session: Session, actor: Actor, prepared: Prepared) -> str:
    """Freeze the current report as a version."""
    version = publishing.freeze(session, actor, prepared)
    return _("Version %(number)s is frozen.", number=version.number)


@blueprint.get("/console/<code>/report/versions/<int:number>")
@allow(Role.ORGANIZER)
def read_version(code: str, number: int) -> str:
    """Show a version."""
    with drawing_place(web.actor().key):
        with reading() as session:
            frozen = Frozen.of(versions.numbered(session, web.actor().workshop_id, number))
        return frozen.drawn(draw_page, g.nonce)


@blueprint.get("/console/<code>/report/versions/<int:number>/<key>")
@allow(Role.ORGANIZER)
def export_version(code: str, number: int, key: str) -> Response:
    """Return a version in one of the formats; "data" is the hashed content."""
    with drawing_place(web.actor().key):
        with reading() as session:
            version = versions.numbered(session, web.actor().workshop_id, number)
            frozen = Frozen.of(version)
            workshop = queries.by_id(session, version.workshop_id)
        if key == "data":
            data = run_in_thread(unpack, frozen.data)
            name = f"{file_stem(workshop.title)}-report-{number}-data.json".lstrip("-")
            return web.file(data, name, "application/json")
        made = FORMATS.get(key)
        if made is None or not made.is_report:
            raise NotFound(_("This page does not exist."))
        name = made.file_name(workshop, number)
        return web.file(frozen.drawn(draw_version, key), name, made.mimetype)


@command(blueprint, "/console/<code>/report/publish", Role.ORGANIZER, prepare=_for_publishing)
def publish(session: Session, actor: Actor, prepared: Prepared | None) -> None:
    """Publish the report to participants."""
    publishing.publish(session, actor, prepared)


@command(blueprint, "/console/<code>/report/withdraw", Role.ORGANIZER)
def withdraw(session: Session, actor: Actor) -> None:
    """Unpublish the report."""
    publishing.withdraw(session, actor)


@command(blueprint, "/console/<code>/report/open", Role.ORGANIZER, prepare=_for_opening)
def open_to_public(session: Session, actor: Actor, prepared: Prepared | None) -> str:
    """Create a public link with a new URL."""
    publishing.open_to_public(session, actor, prepared)
    return _("The public link is ready.")


@command(blueprint, "/console/<code>/report/close", Role.ORGANIZER)
def close_to_public(session: Session, actor: Actor) -> str:
    """Revoke the public link."""
    publishing.close_to_public(session, actor)
    return _("The old link no longer works.")


@blueprint.get("/console/<code>/report/qr.svg")
@allow(Role.ORGANIZER, Role.SCREEN)
def qr_code(code: str) -> Response:
    """Return the QR code of the public page."""
    with reading() as session:
        address = report_address(queries.workshop_of(session, web.actor()))
    if not address:
        raise NotFound(_("This page does not exist."))
    return web.svg(qr_codes.as_svg(address))


def _read_by_all(session: Session, actor: Actor, addresses: Addresses | None = None) -> str:
    """Return the participants' report, rendered once per version: a room opens it at once."""
    workshop, version = _published(session, actor)

    def page() -> str:
        if version:
            return cached_drawings.draw_frozen(
                workshop, version, lambda told: told.drawn(draw_page, THEIR_NONCE, addresses)
            )
        with cached_drawings.readers_place(workshop):
            return run_drawing(draw_page, _unfrozen(), THEIR_NONCE, addresses)

    give_way()
    return cached_drawings.cached(workshop, version, ("report", addresses), page)


def _published(session: Session, actor: Actor) -> tuple[Workshop, ReportVersion | None]:
    """Return the workshop and its newest version. Raises NotFound if nothing is published."""
    workshop = queries.workshop_of(session, actor)
    if not workshop.published:
        raise NotFound(_("The report has not been published yet."))
    return workshop, versions.newest(session, workshop.id)


def _unfrozen() -> Report:
    """Return the current report, without results that are not shown yet."""
    with reading() as session:
        workshop, _version = _published(session, web.actor())
        return run_in_thread(report_for_readers, session, workshop)  # the session waits


def _current(session: Session, workshop: Workshop) -> Report:
    return run_in_thread(report, session, workshop)  # the session waits
