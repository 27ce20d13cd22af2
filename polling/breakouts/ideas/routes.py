"""Silent ideas over HTTP."""

from functools import partial

from flask import Blueprint
from sqlalchemy.orm import Session

from polling.breakouts.drafting import binding
from polling.breakouts.ideas import actions
from polling.breakouts.ideas.payloads import IdeaPair, IdeasStep, IdeaText, IdeaTitle
from polling.core.access import Actor, Role
from polling.core.db import on_commit
from polling.web.commands import Done, command

blueprint = Blueprint("ideas", __name__)


@command(blueprint, "/w/<code>/group/ideas", Role.FACILITATOR)
def turn(session: Session, actor: Actor, step: IdeasStep) -> None:
    """Begin the silence, show the ideas, or end."""
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
    """Put an idea beside another."""
    actions.put_beside(session, actor, idea_id, other_id=wanted.other)


@command(blueprint, "/w/<code>/group/ideas/<int:idea_id>/name", Role.FACILITATOR)
def name(session: Session, actor: Actor, given: IdeaTitle, idea_id: int) -> None:
    """Name what some ideas have in common."""
    actions.name(session, actor, idea_id, title=given.title)


@command(blueprint, "/w/<code>/group/ideas/<int:idea_id>/draft", Role.FACILITATOR)
def draft(session: Session, actor: Actor, idea_id: int) -> Done:
    """Draft a recommendation from an idea."""
    made = actions.draft(session, actor, idea_id)
    on_commit(session, partial(binding.take_in, actor.group_id))
    return Done(made=made.id)


@command(blueprint, "/w/<code>/ideas", Role.PARTICIPANT)
def write(session: Session, actor: Actor, thought: IdeaText) -> None:
    """Write an idea that nobody sees yet."""
    actions.write(session, actor, thought.text)


@command(blueprint, "/w/<code>/ideas/<int:idea_id>/take-back", Role.PARTICIPANT)
def take_back(session: Session, actor: Actor, idea_id: int) -> None:
    """Take an idea of one's own back."""
    actions.take_back(session, actor, idea_id)
