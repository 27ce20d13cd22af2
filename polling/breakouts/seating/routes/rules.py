"""Routes for the seating rules."""

from flask import Blueprint
from sqlalchemy.orm import Session

from polling.breakouts.forms import PairRule, Pin
from polling.breakouts.seating.actions import rules
from polling.core.access import Actor, Role
from polling.web.commands import command

blueprint = Blueprint("seating", __name__, url_prefix="/console/<code>/groups")


@command(blueprint, "/rules", Role.ORGANIZER)
def add_pair(session: Session, actor: Actor, wanted: PairRule) -> None:
    """Keep two people apart, or together."""
    rules.pair(session, actor, **wanted.model_dump())


@command(blueprint, "/rules/pin", Role.ORGANIZER)
def pin(session: Session, actor: Actor, wanted: Pin) -> None:
    """Fix a person to a group."""
    rules.pin(session, actor, one=wanted.one, group_id=wanted.group)


@command(blueprint, "/rules/<int:rule_id>/drop", Role.ORGANIZER)
def drop_rule(session: Session, actor: Actor, rule_id: int) -> None:
    """Delete a rule."""
    rules.drop(session, actor, rule_id)
