"""Organizers' forms for the pictures of the report."""

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from polling import web
from polling.core.access import Actor, Role, allow
from polling.core.db import reading
from polling.core.errors import NotFound
from polling.core.i18n import _
from polling.report.actions import pictures as actions
from polling.report.forms import NewPicture
from polling.report.pictures import pixels_for_report
from polling.report.stored_pictures import stored
from polling.uploads.parse_in_worker import read_upload
from polling.web.commands import command

blueprint = Blueprint("pictures", __name__, url_prefix="/console/<code>/report/pictures")


def _upload(actor: Actor, new: NewPicture) -> bytes:
    upload = request.files.get("picture")
    content = upload.read() if upload else b""
    return read_upload(actor.key, pixels_for_report, content, new.kind)


@command(blueprint, "", Role.ORGANIZER, prepare=_upload)
def add(session: Session, actor: Actor, new: NewPicture, prepared: bytes) -> str:
    """Add a picture: the cover, or the last logo."""
    actions.add_picture(session, actor, new.kind, new.alt, prepared)
    return _("Saved.")


@command(blueprint, "/<int:picture_id>/remove", Role.ORGANIZER)
def remove(session: Session, actor: Actor, picture_id: int) -> str:
    """Remove a picture from the report."""
    actions.remove_picture(session, actor, picture_id)
    return _("Deleted.")


@blueprint.get("/<int:picture_id>")
@allow(Role.ORGANIZER)
def show(code: str, picture_id: int) -> Response:
    """Return one picture, for the form."""
    with reading() as session:
        for row in stored(session, web.actor().workshop_id):
            if row.id == picture_id:
                response = Response(row.content, mimetype=row.media_type)
                response.headers["Cache-Control"] = "private, no-cache"
                response.add_etag()
                response.make_conditional(request)
                return response
    raise NotFound(_("This item no longer exists."))
