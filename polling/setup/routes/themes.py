"""Themes, and the issues that come into them."""

from typing import Any

from flask import Blueprint, request

from polling import web
from polling.core.access import Role, allow
from polling.core.db import transaction
from polling.core.i18n import _, ngettext
from polling.setup.actions import issues, merging
from polling.setup.actions import themes as actions
from polling.setup.payloads import Merge, Pasted, Step, ThemeText, Titled
from polling.uploads.reading import read_upload
from polling.workshop_file.read import read

blueprint = Blueprint("themes", __name__, url_prefix="/console/<code>/setup/themes")


@blueprint.post("")
@allow(Role.ORGANIZER)
def add(code: str) -> Any:
    """A new theme."""
    title = web.parse(Titled).title
    with transaction() as session:
        actions.add(session, web.actor(), title=title)
    return web.done(_("Added."))


@blueprint.post("/import")
@allow(Role.ORGANIZER)
def add_from_file(code: str) -> Any:
    """Themes and issues from a file, beside those that are there."""
    upload = request.files.get("file")
    name = (upload and upload.filename) or ""
    file = read_upload(read, upload.read() if upload else b"", name)
    with transaction() as session:
        count = actions.add_from_file(session, web.actor(), file)
    return web.done(_added(count))


@blueprint.post("/<int:theme_id>")
@allow(Role.ORGANIZER)
def edit(code: str, theme_id: int) -> Any:
    """Save a theme's words."""
    text = web.parse(ThemeText)
    with transaction() as session:
        actions.edit(session, web.actor(), theme_id, text)
    return web.done(_("Saved."))


@blueprint.post("/<int:theme_id>/move")
@allow(Role.ORGANIZER)
def move(code: str, theme_id: int) -> Any:
    """One place up or down."""
    step = web.parse(Step)
    with transaction() as session:
        actions.move(session, web.actor(), theme_id, step.direction)
    return web.done()


@blueprint.post("/<int:theme_id>/delete")
@allow(Role.ORGANIZER)
def remove(code: str, theme_id: int) -> Any:
    """Delete a theme with its issues."""
    with transaction() as session:
        actions.remove(session, web.actor(), theme_id)
    return web.done(_("Deleted."))


@blueprint.post("/<int:theme_id>/issues")
@allow(Role.ORGANIZER)
def add_issues(code: str, theme_id: int) -> Any:
    """One issue or many, one a line."""
    pasted = web.parse(Pasted)
    with transaction() as session:
        count = issues.add(session, web.actor(), theme_id, pasted.headlines)
    return web.done(_added(count))


@blueprint.post("/<int:theme_id>/merge")
@allow(Role.ORGANIZER)
def merge(code: str, theme_id: int) -> Any:
    """Make some of its issues one."""
    wanted = web.parse(Merge)
    with transaction() as session:
        merging.merge(session, web.actor(), theme_id, wanted)
    return web.done(_("Merged. Every source is kept."))


def _added(count: int) -> str:
    return str(ngettext("One issue added.", "%(num)s issues added.", count))
