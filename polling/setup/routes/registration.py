"""Routes for the registration list: previewing, counting, and deleting it."""

from flask import Blueprint, render_template, request
from sqlalchemy.orm import Session

from polling import web
from polling.core.access import Actor, Role, allow
from polling.core.db import reading
from polling.core.i18n import _
from polling.setup.registration import actions
from polling.setup.registration.column_guessing import LEFT_OUT, WHO
from polling.setup.registration.forms import Reading
from polling.setup.registration.summary import Summary, summarize
from polling.uploads.parse_in_worker import read_upload
from polling.web.commands import command
from polling.workshop.queries import workshop_of

blueprint = Blueprint("registration", __name__, url_prefix="/console/<code>/setup/registration")


@blueprint.post("/preview")
@allow(Role.ORGANIZER)
def preview(code: str) -> str:
    """Preview the counts and the problems of a list. Nothing is stored."""
    return render_template(
        "setup/registration_preview.html", summary=_summary(web.actor()), who=WHO, left_out=LEFT_OUT
    )


def _summary(actor: Actor) -> Summary:
    """Read and count the uploaded list in the worker process."""
    given, upload = web.parse(Reading), request.files.get("file")
    with reading() as session:
        attributes = actions.attributes(workshop_of(session, actor))
    return read_upload(actor.key, summarize, upload.read() if upload else b"", attributes, given)


@command(blueprint, "", Role.ORGANIZER, prepare=_summary)
def keep(session: Session, actor: Actor, prepared: Summary) -> str:
    """Store its counts, replacing an earlier list's."""
    actions.keep(session, actor, prepared)
    return _("Saved.")


@command(blueprint, "/delete", Role.ORGANIZER)
def forget(session: Session, actor: Actor) -> str:
    """Delete the counts."""
    actions.forget(session, actor)
    return _("Deleted.")
