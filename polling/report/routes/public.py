"""The public page of a report: for everybody with its link, without logins, cookies or scripts.

It shows the newest frozen version. Each request checks the link in the database, so a revoked link
stops working at once. Browsers and proxies may cache a page, but must revalidate it.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, Response, current_app, render_template, request, url_for

from polling import web
from polling.core.access import Role, allow
from polling.core.db import reading
from polling.core.errors import NotFound
from polling.core.i18n import _
from polling.core.languages import SOURCE, own_names, spoken
from polling.report.document import DOCUMENTS
from polling.report.formats import FORMATS
from polling.report.formats.html import Addresses, PublicPage
from polling.report.formats.render import draw_public_page, draw_version
from polling.report.models import ReportVersion
from polling.report.routes import cached_drawings
from polling.report.versions import queries as versions
from polling.report.versions.serialization import Frozen
from polling.web.page_queue import give_way
from polling.workshop.models import Workshop
from polling.workshop.queries import by_public_key

blueprint = Blueprint("public", __name__, url_prefix="/r/<key>")
Made = TypeVar("Made", str, bytes)
DOWNLOADS = {key: made for key, made in FORMATS.items() if made.document in DOCUMENTS}
_STYLE = re.compile("<style>(.*?)</style>", re.DOTALL)


@blueprint.get("")
@allow(Role.ANYONE)
def read(key: str) -> Response:
    """Show the publication, with languages and downloads above it."""

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
            lambda told: told.drawn(draw_public_page, page),
        )

    return _or_nothing(answer)


@blueprint.get("/<of>")
@allow(Role.ANYONE)
def download(key: str, of: str) -> Response:
    """Return the publication or the technical annex as a file."""

    def answer() -> Response:
        workshop, version = _found(key)
        made = DOWNLOADS.get(of)
        if made is None:
            raise NotFound(_("This page does not exist."))
        response = _answer(
            (workshop, version, of),
            made.mimetype,
            lambda told: told.drawn(draw_version, of),
        )
        return web.to_keep(response, made.file_name(workshop, version.number))

    return _or_nothing(answer)


@blueprint.get("/logo")
@allow(Role.ANYONE)
def logo(key: str) -> Response:
    """Return the event's logo, which would make the page large."""

    def answer() -> Response:
        with reading() as session:
            workshop = by_public_key(session, key)
            if not workshop.logo:
                raise NotFound(_("This page does not exist."))
            response = Response(workshop.logo, mimetype=workshop.logo_type)
        response.add_etag()
        return _revalidated(response)

    return _or_nothing(answer)


@blueprint.get("/picture/<int:at>")
@allow(Role.ANYONE)
def picture(key: str, at: int) -> Response:
    """Return a picture of the newest version, by number."""

    def answer() -> Response:
        workshop, version = _found(key)
        return _revalidated(
            cached_drawings.picture(
                workshop, version, at, lambda: cached_drawings.pictures_in(workshop, version)
            )
        )

    return _or_nothing(answer)


def _found(key: str) -> tuple[Workshop, ReportVersion]:
    """Return the workshop and the version to show, while the link is valid."""
    with reading() as session:
        workshop = by_public_key(session, key)
        version = versions.newest(session, workshop.id)
    if version is None:
        raise NotFound(_("This page does not exist."))
    return workshop, version


def _language(workshop: Workshop) -> str:
    """Return the language in the URL, or the report's: the same for all readers of a URL."""
    wanted = request.args.get("lang", workshop.languages[0])
    return wanted if wanted in spoken() else SOURCE


def _answer(
    what: tuple[Workshop, ReportVersion, str], mimetype: str, draw_it: Callable[[Frozen], Made]
) -> Response:
    """Return the drawn report, or 304 if the reader's copy is current."""
    workshop, version, part = what
    response = Response(mimetype=mimetype)
    of = f"{version.digest} {part} {current_app.config['BUILD']}"
    etag = hashlib.sha256(of.encode()).hexdigest()[:32]
    response.set_etag(etag)
    if not request.if_none_match.contains(etag):
        give_way()
        made: str | bytes = cached_drawings.cached(
            workshop,
            version,
            part,
            lambda: cached_drawings.draw_frozen(workshop, version, draw_it),
        )
        response.set_data(made)
        if isinstance(made, str):
            response.headers["Content-Security-Policy"] = _policy(made)
    return _revalidated(response)


def _policy(page: str) -> str:
    """Allow the page's own style by its hash, because a cached page outlives a nonce."""
    styles = [b64encode(hashlib.sha256(css.encode()).digest()) for css in _STYLE.findall(page)]
    allowed = " ".join(f"'sha256-{style.decode()}'" for style in styles)
    return (
        f"default-src 'none'; style-src {allowed}; img-src 'self' data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )


def _revalidated(response: Response) -> Response:
    """Let everybody cache it, with revalidation."""
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.make_conditional(request)
    return response


def _or_nothing(answer: Callable[[], Response]) -> Response:
    """Return the response; without a report, one page that discloses nothing about workshops."""
    try:
        return answer()
    except NotFound:
        gone: Any = render_template("report/public_gone.html")
        response = Response(gone, status=404)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response
