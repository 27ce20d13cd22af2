"""Routes for themes, and for adding issues to them."""

from flask import Blueprint, request
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.i18n import _
from polling.setup.actions import issue_merging, issues
from polling.setup.actions import themes as actions
from polling.setup.forms import Merge, Outline, Pasted, Step, ThemeText
from polling.setup.list_fields import outline_as_markdown
from polling.uploads.parse_in_worker import read_upload
from polling.web.commands import command
from polling.workshop_file.read import read
from polling.workshop_file.schema import WorkshopFile

blueprint = Blueprint("themes", __name__, url_prefix="/console/<code>/setup/themes")


def _read_outline(actor: Actor, outline: Outline) -> WorkshopFile:
    return read_upload(actor.key, read, outline_as_markdown(outline.text).encode())


@command(blueprint, "", Role.ORGANIZER, prepare=_read_outline)
def add(session: Session, actor: Actor, outline: Outline, prepared: WorkshopFile) -> str:
    """Add themes with their issues, typed or pasted."""
    return _added(*actions.add(session, actor, prepared))


def _uploaded_file(actor: Actor) -> WorkshopFile:
    upload = request.files.get("file")
    name = (upload and upload.filename) or ""
    return read_upload(actor.key, read, upload.read() if upload else b"", name)


@command(blueprint, "/import", Role.ORGANIZER, prepare=_uploaded_file)
def add_from_file(session: Session, actor: Actor, prepared: WorkshopFile) -> str:
    """Add themes and issues from a file."""
    return _added(*actions.add_from_file(session, actor, prepared))


@command(blueprint, "/<int:theme_id>", Role.ORGANIZER)
def edit(session: Session, actor: Actor, text: ThemeText, theme_id: int) -> str:
    """Save a theme's texts."""
    actions.edit(session, actor, theme_id, text)
    return _("Saved.")


@command(blueprint, "/<int:theme_id>/move", Role.ORGANIZER)
def move(session: Session, actor: Actor, step: Step, theme_id: int) -> None:
    """Move a theme one place up or down."""
    actions.move(session, actor, theme_id, step.direction)


@command(blueprint, "/<int:theme_id>/delete", Role.ORGANIZER)
def remove(session: Session, actor: Actor, theme_id: int) -> str:
    """Delete a theme with its issues."""
    actions.remove(session, actor, theme_id)
    return _("Deleted.")


@command(blueprint, "/<int:theme_id>/issues", Role.ORGANIZER)
def add_issues(session: Session, actor: Actor, pasted: Pasted, theme_id: int) -> str:
    """Add issues, one per line."""
    return _added(0, issues.add(session, actor, theme_id, pasted.headlines))


@command(blueprint, "/<int:theme_id>/merge", Role.ORGANIZER)
def merge(session: Session, actor: Actor, wanted: Merge, theme_id: int) -> str:
    """Merge some of its issues."""
    issue_merging.merge(session, actor, theme_id, wanted)
    return _("Merged. All sources are kept.")


def _added(themes: int, issues: int) -> str:
    return _("Added.") if themes or issues else _("This already exists.")
