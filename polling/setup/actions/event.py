"""What the event is called, and how it looks."""

from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.errors import BadInput
from polling.setup.actions.common import begin, finish, write
from polling.setup.forms import EventText, WifiText
from polling.uploads.picture_metadata import pixels_only
from polling.workshop.pictures import kind_of, trouble_with


def edit_event(session: Session, actor: Actor, edit: EventText) -> None:
    """Change the event's name, place, languages or accent colour."""
    write(begin(session, actor), edit)
    finish(session, actor, "event-edited", title=edit.title)


def edit_wifi(session: Session, actor: Actor, edit: WifiText) -> None:
    """Change what the lobby's screen says of the room's Wi-Fi. The log has none of it."""
    write(begin(session, actor), edit)
    finish(session, actor, "wifi-edited")


def set_logo(session: Session, actor: Actor, picture: bytes) -> None:
    """Show this PNG, JPEG or WebP picture as the event's logo. Its metadata is not kept."""
    if trouble := trouble_with(picture):
        raise BadInput(trouble)
    workshop = begin(session, actor)
    workshop.logo, workshop.logo_type = pixels_only(picture), kind_of(picture)
    finish(session, actor, "logo-changed", bytes=len(workshop.logo))


def remove_logo(session: Session, actor: Actor) -> None:
    """Show the event's name instead."""
    workshop = begin(session, actor)
    workshop.logo, workshop.logo_type = None, ""
    finish(session, actor, "logo-removed")
