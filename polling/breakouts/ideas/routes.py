"""Silent ideas over HTTP."""

from flask import Blueprint
from sqlalchemy.orm import Session

from polling.breakouts.ideas import actions
from polling.breakouts.ideas.forms import IdeaPair, IdeasStep, IdeaText, IdeaTitle
from polling.core.access import Actor, Role
from polling.web.commands import Done, command

blueprint = Blueprint("ideas", __name__)


@command(blueprint, "/w/<code>/group/ideas", Role.FACILITATOR)
def turn(session: Session, actor: Actor, step: IdeasStep) -> None:
    """Start silent writing, show the ideas, or hide them."""
    if step.to == "begin":
        actions.begin(session, actor)
    elif step.to == "extend":
        actions.extend(session, actor)
    elif step.to == "end":
        actions.end(session, actor)
    else:
        actions.reveal(session, actor, everything=step.to == "all")


@command(blueprint, "/w/<code>/group/ideas/<int:idea_id>/beside", Role.FACILITATOR)
def put_beside(session: Session, actor: Actor, wanted: IdeaPair, idea_id: int) -> None:
    """Group an idea under another."""
    actions.put_beside(session, actor, idea_id, other_id=wanted.other)


@command(blueprint, "/w/<code>/group/ideas/<int:idea_id>/name", Role.FACILITATOR)
def name(session: Session, actor: Actor, given: IdeaTitle, idea_id: int) -> None:
    """Set the title of a group of ideas."""
    actions.name(session, actor, idea_id, title=given.title)


@command(blueprint, "/w/<code>/group/ideas/<int:idea_id>/draft", Role.FACILITATOR)
def draft(session: Session, actor: Actor, idea_id: int) -> Done:
    """Draft a recommendation from an idea."""
    return Done(made=actions.draft(session, actor, idea_id).id)


@command(blueprint, "/w/<code>/ideas", Role.PARTICIPANT)
def write(session: Session, actor: Actor, thought: IdeaText) -> None:
    """Add a hidden idea."""
    actions.write(session, actor, thought.text)


@command(blueprint, "/w/<code>/ideas/<int:idea_id>/take-back", Role.PARTICIPANT)
def take_back(session: Session, actor: Actor, idea_id: int) -> None:
    """Delete the actor's own idea."""
    actions.take_back(session, actor, idea_id)
