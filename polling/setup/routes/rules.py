"""Routes for the rules by which a workshop is run."""

from flask import Blueprint
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.i18n import _
from polling.setup.actions import rules as actions
from polling.setup.forms import Rules
from polling.web.commands import command

blueprint = Blueprint("rules", __name__, url_prefix="/console/<code>/setup")


@command(blueprint, "/rules", Role.ORGANIZER)
def edit_rules(session: Session, actor: Actor, rules: Rules) -> str:
    """Save the settings that the form shows."""
    actions.edit_rules(session, actor, rules)
    return _("Saved.")
