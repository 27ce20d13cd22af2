"""New workshops: by hand, from a file, from another one, or the demo; and deleting them."""

from typing import Any

from flask import Blueprint, request, url_for
from sqlalchemy.orm import Session

from polling import web
from polling.core.access import Actor, Role, allow
from polling.core.db import reading, transaction
from polling.demo.content import demo_workshop
from polling.setup import queries
from polling.setup.actions import workshops as actions
from polling.setup.payloads import Confirmation, NewWorkshop, OwnZone, Titled
from polling.uploads.reading import read_upload
from polling.web.commands import Done, command
from polling.workshop.models import Workshop
from polling.workshop_file.problems import BadWorkshopFile
from polling.workshop_file.read import read

blueprint = Blueprint("workshops", __name__, url_prefix="/console")


@blueprint.post("/new")
@allow(Role.ORGANIZER)
def create() -> Any:
    """An empty workshop with a title."""
    new = web.parse(NewWorkshop)
    with transaction() as session:
        made = actions.create(session, web.actor(), title=new.title, zone=new.time_zone)
    return _begin(made)


@blueprint.post("/import")
@allow(Role.ORGANIZER)
def take_in() -> Any:
    """A workshop from a file or from pasted text; every problem is listed, and nothing changes."""
    upload, text = request.files.get("file"), request.form.get("text", "")
    try:
        if upload and upload.filename:
            file = read_upload(read, upload.read(), upload.filename)
        else:
            file = read_upload(read, text.encode())
    except BadWorkshopFile as bad:
        return _show_problems(bad, text), bad.status
    zone = web.parse(OwnZone).time_zone
    with transaction() as session:
        made = actions.take_in(session, web.actor(), file, how="from a file", zone=zone)
    return _begin(made)


@blueprint.post("/demo")
@allow(Role.ORGANIZER)
def try_demo() -> Any:
    """The demo workshop, to look around in."""
    zone = web.parse(OwnZone).time_zone
    with transaction() as session:
        made = actions.take_in(session, web.actor(), demo_workshop(), how="as the demo", zone=zone)
        made.demo = True
    return _begin(made)


@blueprint.post("/<code>/copy")
@allow(Role.ORGANIZER)
def copy(code: str) -> Any:
    """The workshop once more, without what people did: a duplicate, or one from a template."""
    title = web.parse(Titled).title
    with transaction() as session:
        made = actions.copy(session, web.actor(), title=title, template=False)
    return _begin(made)


@command(blueprint, "/<code>/template", Role.ORGANIZER)
def keep(session: Session, actor: Actor, title: Titled) -> Done:
    """A copy that is kept as a template."""
    actions.copy(session, actor, title=title.title, template=True)
    return Done(to=url_for("setup.workshops") + "#templates")


@command(blueprint, "/<code>/delete", Role.ORGANIZER)
def remove(session: Session, actor: Actor, confirm: Confirmation) -> Done:
    """Delete it for good; its code must be typed."""
    actions.remove(session, actor, confirm=confirm.confirm)
    return Done(to=url_for("setup.workshops"))


def _begin(made: Workshop) -> Any:
    return web.done(to=url_for("pages.console_stage", code=made.code, stage="setup"))


def _show_problems(bad: BadWorkshopFile, text: str) -> str:
    with reading() as session:
        shown = queries.library(session, web.actor())
        return web.render("setup/workshops.html", **shown, bad=bad, text=text)
