"""Actions for settings: the event's name and look, the Wi-Fi, the rules, and the list of actors."""

from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.edit_conflicts import merged
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.setup import queries
from polling.setup.actions.common import finish, write
from polling.setup.forms import ActorList, EventText, Rules, WifiText
from polling.workshop.pictures import kind_of
from polling.workshop.queries import workshop_of
from polling.workshop.settings import Settings


def edit_event(session: Session, actor: Actor, edit: EventText) -> None:
    """Change the event's name, place, languages or accent colour."""
    write(workshop_of(session, actor), edit)
    finish(session, actor, "event-edited", title=edit.title)


def edit_wifi(session: Session, actor: Actor, edit: WifiText) -> None:
    """Change the Wi-Fi data shown in the lobby. The log contains none of it."""
    write(workshop_of(session, actor), edit)
    finish(session, actor, "wifi-edited")


def set_logo(session: Session, actor: Actor, pixels: bytes) -> None:
    """Set this picture as the event's logo."""
    workshop = workshop_of(session, actor)
    workshop.logo, workshop.logo_type = pixels, kind_of(pixels)
    finish(session, actor, "logo-changed", bytes=len(workshop.logo))


def remove_logo(session: Session, actor: Actor) -> None:
    """Remove the logo, so that pages show the event's name."""
    workshop = workshop_of(session, actor)
    workshop.logo, workshop.logo_type = None, ""
    finish(session, actor, "logo-removed")


def edit_rules(session: Session, actor: Actor, rules: Rules) -> None:
    """Change settings, unless people have already voted under them."""
    workshop = workshop_of(session, actor)
    stored = Settings.model_validate(workshop.settings).model_dump()
    new = merged(stored, rules.values(), rules.seen)
    changed = {name: value for name, value in new.items() if value != stored[name]}
    _require_not_voted(changed.keys() & queries.frozen_settings(session, workshop.id))
    workshop.settings = new
    finish(session, actor, "rules-edited", **changed)


def _require_not_voted(frozen: set[str]) -> None:
    if frozen == queries.SMALLEST_COUNT:
        raise Conflict(_("Voting or the survey has begun, so the smallest count is locked."))
    if frozen:
        raise Conflict(_("Voting has begun, so the rules are locked."))


def set_actors(session: Session, actor: Actor, listed: ActorList) -> None:
    """Replace the list of actors."""
    write(workshop_of(session, actor), listed)
    finish(session, actor, "actors-edited", count=len(listed.actors))
