"""Actions for the event's name and look."""

from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.errors import BadInput
from polling.setup.actions.common import finish, write
from polling.setup.forms import EventText, WifiText
from polling.uploads.picture_metadata import pixels_only
from polling.workshop.pictures import kind_of, trouble_with
from polling.workshop.queries import workshop_of


def edit_event(session: Session, actor: Actor, edit: EventText) -> None:
    """Change the event's name, place, languages or accent colour."""
    write(workshop_of(session, actor), edit)
    finish(session, actor, "event-edited", title=edit.title)


def edit_wifi(session: Session, actor: Actor, edit: WifiText) -> None:
    """Change the Wi-Fi data shown in the lobby. The log contains none of it."""
    write(workshop_of(session, actor), edit)
    finish(session, actor, "wifi-edited")


def set_logo(session: Session, actor: Actor, picture: bytes) -> None:
    """Set this PNG, JPEG or WebP picture as the event's logo. Its metadata is removed."""
    if trouble := trouble_with(picture):
        raise BadInput(trouble)
    workshop = workshop_of(session, actor)
    workshop.logo, workshop.logo_type = pixels_only(picture), kind_of(picture)
    finish(session, actor, "logo-changed", bytes=len(workshop.logo))


def remove_logo(session: Session, actor: Actor) -> None:
    """Remove the logo, so that pages show the event's name."""
    workshop = workshop_of(session, actor)
    workshop.logo, workshop.logo_type = None, ""
    finish(session, actor, "logo-removed")
