"""Silent ideas over HTTP."""

from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from polling import web
from polling.breakouts.drafting import binding
from polling.breakouts.ideas import actions
from polling.breakouts.ideas.payloads import IdeaPair, IdeasStep, IdeaText, IdeaTitle
from polling.core.access import Actor, Role, allow
from polling.core.db import transaction
from polling.web.commands import command

blueprint = Blueprint("ideas", __name__)


@blueprint.post("/w/<code>/group/ideas")
@allow(Role.FACILITATOR)
def turn(code: str) -> Any:
    """Begin the silence, show the ideas, or end."""
    to, actor = web.parse(IdeasStep).to, web.actor()
    with transaction() as session:
        if to == "begin":
            actions.begin(session, actor)
        elif to == "extend":
            actions.extend(session, actor)
        elif to == "end":
            actions.end(session, actor)
        else:
            actions.reveal(session, actor, everything=to == "all")
    return web.done()


@command(blueprint, "/w/<code>/group/ideas/<int:idea_id>/beside", Role.FACILITATOR)
def put_beside(session: Session, actor: Actor, wanted: IdeaPair, idea_id: int) -> None:
    """Put an idea beside another."""
    actions.put_beside(session, actor, idea_id, other_id=wanted.other)


@command(blueprint, "/w/<code>/group/ideas/<int:idea_id>/name", Role.FACILITATOR)
def name(session: Session, actor: Actor, given: IdeaTitle, idea_id: int) -> None:
    """Name what some ideas have in common."""
    actions.name(session, actor, idea_id, title=given.title)


@blueprint.post("/w/<code>/group/ideas/<int:idea_id>/draft")
@allow(Role.FACILITATOR)
def draft(code: str, idea_id: int) -> Any:
    """Draft a recommendation from an idea."""
    actor = web.actor()
    with transaction() as session:
        made = actions.draft(session, actor, idea_id)
    binding.take_in(actor.group_id)
    return web.done(made=made.id)


@command(blueprint, "/w/<code>/ideas", Role.PARTICIPANT)
def write(session: Session, actor: Actor, thought: IdeaText) -> None:
    """Write an idea that nobody sees yet."""
    actions.write(session, actor, thought.text)


@command(blueprint, "/w/<code>/ideas/<int:idea_id>/take-back", Role.PARTICIPANT)
def take_back(session: Session, actor: Actor, idea_id: int) -> None:
    """Take an idea of one's own back."""
    actions.take_back(session, actor, idea_id)
