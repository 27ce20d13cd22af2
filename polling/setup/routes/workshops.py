"""Routes for creating workshops from scratch, a file, or another one; and deleting them."""

from typing import Any

from flask import Blueprint, request, url_for
from sqlalchemy.orm import Session

from polling import web
from polling.core.access import Actor, Role, allow
from polling.core.db import reading, transaction
from polling.core.rate_limits import spend
from polling.setup import queries
from polling.setup.actions import workshops as actions
from polling.setup.forms import Confirmation, NewWorkshop, OwnZone, Titled
from polling.uploads.parse_in_worker import read_upload
from polling.web.commands import Done, command
from polling.workshop.models import Workshop
from polling.workshop_file.one_at_a_time import creating, prepared
from polling.workshop_file.problems import BadWorkshopFile
from polling.workshop_file.read import read
from polling.workshop_file.schema import WorkshopFile

blueprint = Blueprint("workshops", __name__, url_prefix="/console")


@command(blueprint, "/new", Role.ORGANIZER)
def create(session: Session, actor: Actor, new: NewWorkshop) -> Done:
    """Create an empty workshop with a title."""
    return _opened(actions.create(session, actor, title=new.title, zone=new.time_zone))


@blueprint.post("/import")
@allow(Role.ORGANIZER)
def take_in() -> Any:
    """Create a workshop from a file or pasted text; problems are listed, and nothing changes."""
    spend("create", web.actor().key)
    upload, text = request.files.get("file"), request.form.get("text", "")
    try:
        if upload and upload.filename:
            file = read_upload(web.actor().key, read, upload.read(), upload.filename)
        else:
            file = read_upload(web.actor().key, read, text.encode())
    except BadWorkshopFile as bad:
        return _show_problems(bad, text), bad.status
    zone = web.parse(OwnZone).time_zone
    with creating(web.actor()) as session:
        made = actions.take_in(session, web.actor(), file, how="from a file", zone=zone)
    return web.done(to=url_for("pages.console", code=made.code))  # imported results are closed


def _plan(actor: Actor) -> WorkshopFile:
    return prepared(actor.workshop_id).without_results()


@command(
    blueprint,
    "/<code>/copy",
    Role.ORGANIZER,
    limit="create",
    prepare=_plan,
    transaction=creating,
)
def copy(session: Session, actor: Actor, text: Titled, prepared: WorkshopFile) -> Done:
    """Copy the workshop without people's data: as a duplicate, or from a template."""
    return _opened(actions.copy(session, actor, prepared, title=text.title, template=False))


@command(
    blueprint,
    "/<code>/template",
    Role.ORGANIZER,
    limit="create",
    prepare=_plan,
    transaction=creating,
)
def keep(session: Session, actor: Actor, title: Titled, prepared: WorkshopFile) -> Done:
    """Copy the workshop as a template."""
    actions.copy(session, actor, prepared, title=title.title, template=True)
    return Done(to=url_for("setup.workshops") + "#templates")


@command(blueprint, "/<code>/delete", Role.ORGANIZER, transaction=transaction)
def remove(session: Session, actor: Actor, confirm: Confirmation) -> Done:
    """Delete the workshop permanently; its code must be typed."""
    actions.remove(session, actor, confirm=confirm.confirm)
    return Done(to=url_for("setup.workshops"))


def _opened(made: Workshop) -> Done:
    return Done(to=_setup_of(made))


def _setup_of(made: Workshop) -> str:
    return url_for("pages.console_stage", code=made.code, stage="setup")


def _show_problems(bad: BadWorkshopFile, text: str) -> str:
    with reading() as session:
        shown = queries.library(session, web.actor())
        return web.render("setup/workshops.html", **shown, bad=bad, text=text)
