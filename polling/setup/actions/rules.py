"""Actions for the workshop's rules."""

from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.setup import queries
from polling.setup.actions.common import finish
from polling.setup.edit_conflicts import merged
from polling.setup.forms import Rules
from polling.workshop.queries import workshop_of
from polling.workshop.settings import Settings


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
    if frozen:
        raise Conflict(_("People have voted, so the rules are locked."))
