"""Silent ideas over HTTP."""

from typing import Any

from flask import Blueprint

from polling import web
from polling.breakouts.drafting import binding
from polling.breakouts.ideas import actions
from polling.breakouts.ideas.payloads import IdeaPair, IdeasStep, IdeaText, IdeaTitle
from polling.core.access import Role, allow
from polling.core.db import transaction

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


@blueprint.post("/w/<code>/group/ideas/<int:idea_id>/beside")
@allow(Role.FACILITATOR)
def put_beside(code: str, idea_id: int) -> Any:
    """Put an idea beside another."""
    wanted = web.parse(IdeaPair)
    with transaction() as session:
        actions.put_beside(session, web.actor(), idea_id, other_id=wanted.other)
    return web.done()


@blueprint.post("/w/<code>/group/ideas/<int:idea_id>/name")
@allow(Role.FACILITATOR)
def name(code: str, idea_id: int) -> Any:
    """Name what some ideas have in common."""
    given = web.parse(IdeaTitle)
    with transaction() as session:
        actions.name(session, web.actor(), idea_id, title=given.title)
    return web.done()


@blueprint.post("/w/<code>/group/ideas/<int:idea_id>/draft")
@allow(Role.FACILITATOR)
def draft(code: str, idea_id: int) -> Any:
    """Draft a recommendation from an idea."""
    actor = web.actor()
    with transaction() as session:
        made = actions.draft(session, actor, idea_id)
    binding.take_in(actor.group_id)
    return web.done(made=made.id)


@blueprint.post("/w/<code>/ideas")
@allow(Role.PARTICIPANT)
def write(code: str) -> Any:
    """Write an idea that nobody sees yet."""
    thought = web.parse(IdeaText)
    with transaction() as session:
        actions.write(session, web.actor(), thought.text)
    return web.done()


@blueprint.post("/w/<code>/ideas/<int:idea_id>/take-back")
@allow(Role.PARTICIPANT)
def take_back(code: str, idea_id: int) -> Any:
    """Take an idea of one's own back."""
    with transaction() as session:
        actions.take_back(session, web.actor(), idea_id)
    return web.done()
