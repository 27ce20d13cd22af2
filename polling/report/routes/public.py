"""The public page of a report: for everybody who has its link, without a login, cookie or script.

It shows the newest frozen version. The database is asked on each request whether the link is still
valid, so a revoked one ends at once; browsers and proxies may keep a page, but must ask as well.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, Response, current_app, render_template, request, url_for

from polling.core.access import Role, allow
from polling.core.db import reading
from polling.core.errors import NotFound, WorkshopError
from polling.core.i18n import _
from polling.core.languages import SOURCE, own_names, spoken
from polling.core.worker_process import run_in_worker
from polling.report.data.report_data import Report
from polling.report.document import DOCUMENTS
from polling.report.formats import FORMATS
from polling.report.formats.html import Addresses, PublicPage
from polling.report.formats.render import Order, draw, draw_public_page
from polling.report.pictures.schema import ReportPicture
from polling.report.versions import queries as versions
from polling.report.versions import serialization
from polling.report.versions.models import ReportVersion
from polling.web.page_queue import pass_turn
from polling.workshop.models import Workshop
from polling.workshop.pictures import from_address
from polling.workshop.queries import by_public_key
from polling.workshop.version_cache import cached_per_version

blueprint = Blueprint("public", __name__, url_prefix="/r/<key>")
Made = TypeVar("Made", str, bytes)
DOWNLOADS = {key: made for key, made in FORMATS.items() if made.document in DOCUMENTS}
_STYLE = re.compile("<style>(.*?)</style>", re.DOTALL)


@blueprint.get("")
@allow(Role.ANYONE)
def read(key: str) -> Response:
    """The publication, with the languages of the page and the downloads above it."""

    def answer() -> Response:
        workshop, version = _found(key)
        tag = _language(workshop)
        page = PublicPage(
            language=tag,
            languages=own_names(),
            downloads=[
                (str(made.name), made.about, url_for(".download", key=key, of=name))
                for name, made in DOWNLOADS.items()
            ],
            addresses=Addresses(url_for(".logo", key=key), f"{url_for('.read', key=key)}/picture/"),
        )
        return _answer(
            (workshop, version, f"page-{tag}"),
            "text/html",
            lambda report: run_in_worker(draw_public_page, report, page),
        )

    return _or_nothing(answer)


@blueprint.get("/<of>")
@allow(Role.ANYONE)
def download(key: str, of: str) -> Response:
    """The publication or the technical annex as a file."""

    def answer() -> Response:
        workshop, version = _found(key)
        made = DOWNLOADS.get(of)
        if made is None:
            raise NotFound(_("There is nothing at this address."))
        response = _answer(
            (workshop, version, of),
            made.mimetype,
            lambda report: run_in_worker(draw, Order(of, report)),
        )
        # Without the join code that names the organizers' files.
        name = f"{made.download_name}-{version.number}.{made.extension}"
        response.headers.set("Content-Disposition", "attachment", filename=name)
        return response

    return _or_nothing(answer)


@blueprint.get("/logo")
@allow(Role.ANYONE)
def logo(key: str) -> Response:
    """The event's logo, which would make the page heavy."""

    def answer() -> Response:
        with reading() as session:
            workshop = by_public_key(session, key)
            if not workshop.logo:
                raise NotFound(_("There is nothing at this address."))
            response = Response(workshop.logo, mimetype=workshop.logo_type)
        response.add_etag()
        return _revalidated(response)

    return _or_nothing(answer)


@blueprint.get("/picture/<int:at>")
@allow(Role.ANYONE)
def picture(key: str, at: int) -> Response:
    """A picture of the newest version, by its number."""

    def answer() -> Response:
        workshop, version = _found(key)
        return _revalidated(
            picture_response(workshop, version.digest, at, lambda: _loaded(version.id))
        )

    return _or_nothing(answer)


def picture_response(
    workshop: Workshop, digest: str, at: int, load: Callable[[], Report]
) -> Response:
    """A picture of a report; NotFound if it has fewer."""
    pictures: list[ReportPicture] = cached_per_version(
        workshop, ("pictures", digest), lambda: load().pictures
    )
    if at >= len(pictures):
        raise NotFound(_("This no longer exists."))
    media_type, content = from_address(pictures[at].picture)
    response = Response(content, mimetype=media_type)
    response.add_etag()
    return response


def _found(key: str) -> tuple[Workshop, ReportVersion]:
    """The workshop and the version to read, for as long as the link is valid."""
    with reading() as session:
        workshop = by_public_key(session, key)
        version = versions.newest(session, workshop.id)
    if version is None:
        raise NotFound(_("There is nothing at this address."))
    return workshop, version


def _language(workshop: Workshop) -> str:
    """What the address asks for, or the report's own: the same for all readers of an address."""
    wanted = request.args.get("lang", workshop.languages[0])
    return wanted if wanted in spoken() else SOURCE


def _answer(
    what: tuple[Workshop, ReportVersion, str], mimetype: str, draw_it: Callable[[Report], Made]
) -> Response:
    """The drawn report, or word that the reader's copy is still good."""
    workshop, version, part = what
    response = Response(mimetype=mimetype)
    of = f"{version.digest} {part} {current_app.config['BUILD']}"
    etag = hashlib.sha256(of.encode()).hexdigest()[:32]
    response.set_etag(etag)
    if not request.if_none_match.contains(etag):
        pass_turn()  # other pages need not wait for the drawing, nor for somebody else's
        made: str | bytes = cached_per_version(
            workshop, ("public", part, version.digest), lambda: draw_it(_loaded(version.id))
        )
        response.set_data(made)
        if isinstance(made, str):
            response.headers["Content-Security-Policy"] = _policy(made)
    return _revalidated(response)


def _loaded(version_id: int) -> Report:
    with reading() as session:
        return serialization.load(session.get_one(ReportVersion, version_id))


def _policy(page: str) -> str:
    """Allow the page's own style by its hash: a kept page outlives any nonce."""
    styles = [b64encode(hashlib.sha256(css.encode()).digest()) for css in _STYLE.findall(page)]
    allowed = " ".join(f"'sha256-{style.decode()}'" for style in styles)
    return (
        f"default-src 'none'; style-src {allowed}; img-src 'self' data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )


def _revalidated(response: Response) -> Response:
    """To be kept by anybody, and used only after asking whether it still holds."""
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.make_conditional(request)
    return response


def _or_nothing(answer: Callable[[], Response]) -> Response:
    """What it answers; instead of a refusal, one page that says nothing about any workshop."""
    try:
        return answer()
    except WorkshopError:
        gone: Any = render_template("report/public_gone.html")
        response = Response(gone, status=404)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response
