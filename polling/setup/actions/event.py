"""What the event is called, how it looks, and the rules it is run by."""

from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.errors import BadInput, Conflict
from polling.core.i18n import _
from polling.setup import queries
from polling.setup.actions.change import begin, finish, write
from polling.setup.edit_conflicts import merged
from polling.setup.payloads import EventText, Rules, WifiText
from polling.workshop.logo import kind_of, trouble_with
from polling.workshop.settings import Settings


def edit_event(session: Session, actor: Actor, edit: EventText) -> None:
    """Change the event's name, place, languages or accent colour."""
    write(begin(session, actor), edit)
    finish(session, actor, "event-edited", title=edit.title)


def edit_wifi(session: Session, actor: Actor, edit: WifiText) -> None:
    """Change what the lobby's screen says of the room's Wi-Fi. The log has none of it."""
    write(begin(session, actor), edit)
    finish(session, actor, "wifi-edited")


def set_logo(session: Session, actor: Actor, picture: bytes) -> None:
    """Show this picture as the event's logo: PNG, JPEG or WebP, told by its bytes."""
    if trouble := trouble_with(picture):
        raise BadInput(trouble)
    workshop = begin(session, actor)
    workshop.logo, workshop.logo_type = picture, kind_of(picture)
    finish(session, actor, "logo-changed", bytes=len(picture))


def remove_logo(session: Session, actor: Actor) -> None:
    """Show the event's name instead."""
    workshop = begin(session, actor)
    workshop.logo, workshop.logo_type = None, ""
    finish(session, actor, "logo-removed")


def edit_rules(session: Session, actor: Actor, rules: Rules) -> None:
    """Change settings; those that people have voted under stay."""
    workshop = begin(session, actor)
    stored = Settings.model_validate(workshop.settings).model_dump()
    new = merged(stored, rules.values(), rules.seen)
    changed = {name: value for name, value in new.items() if value != stored[name]}
    _require_not_voted(changed.keys() & queries.frozen_settings(session, workshop.id))
    workshop.settings = new
    finish(session, actor, "rules-edited", **changed)


def _require_not_voted(frozen: set[str]) -> None:
    if frozen:
        raise Conflict(_("People have voted under these rules, so they stay as they are."))
