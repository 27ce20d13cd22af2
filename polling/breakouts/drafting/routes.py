"""The buttons on a group's recommendations.

Each has two addresses, one on the participant's page and one on the facilitator's, because a
browser may hold both roles, in different groups: the page says in which one it acts.
"""

from collections.abc import Callable
from functools import partial, update_wrapper
from typing import Any

from flask import Blueprint

from polling import web
from polling.breakouts.drafting import actions, binding
from polling.breakouts.drafting import actions as restoring
from polling.breakouts.drafting.payloads import (
    Direction,
    NamedActor,
    NewRecommendation,
    NextSibling,
    OtherIssue,
)
from polling.core.access import Role, allow
from polling.core.db import transaction
from polling.documents import writing
from polling.documents.store import held

blueprint = Blueprint("drafting", __name__)

View = Callable[..., Any]
PAGES = {Role.PARTICIPANT: "/w/<code>/drafts", Role.FACILITATOR: "/w/<code>/facilitator/drafts"}


def post(rule: str) -> Callable[[View], View]:
    """Declare a view at both addresses, as "drafting.<role>_<name of the view>"."""

    def declare(view: View) -> View:
        for role, prefix in PAGES.items():
            own = allow(role)(update_wrapper(partial(view), view))
            endpoint = f"{role}_{view.__name__}"
            blueprint.add_url_rule(prefix + rule, endpoint, own, methods=["POST"])
        return view

    return declare


@post("")
def add(code: str) -> Any:
    """Begin a recommendation."""
    wanted = web.parse(NewRecommendation)
    with transaction() as session:
        made = actions.add(session, web.actor(), issue_id=wanted.issue_id)
    return web.done(made=made.id)


@post("/<int:recommendation_id>/delete")
def delete(code: str, recommendation_id: int) -> Any:
    """Delete a recommendation; it can be restored."""
    with transaction() as session:
        actions.delete(session, web.actor(), recommendation_id)
    return web.done()


@post("/<int:recommendation_id>/restore")
def restore(code: str, recommendation_id: int) -> Any:
    """Bring a deleted recommendation back."""
    with transaction() as session:
        actions.restore(session, web.actor(), recommendation_id)
    return web.done()


@post("/<int:recommendation_id>/versions/<int:version_id>/restore")
def bring_back(code: str, recommendation_id: int, version_id: int) -> Any:
    """Let a recommendation say again what it said before."""
    actor = web.actor()
    writing.make_ready(actor)
    with held(binding.key_of(actor.group_id)) as slot, transaction() as session:
        restoring.bring_back(session, slot, actor, recommendation_id, version_id)
    return web.done()


@post("/<int:recommendation_id>/split")
def split(code: str, recommendation_id: int) -> Any:
    """Make a recommendation two, to be parted by hand."""
    actor = web.actor()
    writing.make_ready(actor)
    with transaction() as session:
        made = actions.split(session, actor, recommendation_id)
    binding.take_in(actor.group_id)
    return web.done(made=made.id)


@post("/<int:recommendation_id>/step")
def step(code: str, recommendation_id: int) -> Any:
    """Move a recommendation up or down."""
    wanted = web.parse(Direction)
    with transaction() as session:
        actions.step(session, web.actor(), recommendation_id, to=wanted.to)
    return web.done()


@post("/<int:recommendation_id>/place")
def put_before(code: str, recommendation_id: int) -> Any:
    """Put a recommendation before another of its issue, or at the end."""
    before = web.parse(NextSibling).before
    with transaction() as session:
        actions.put_before(session, web.actor(), recommendation_id, before=before)
    return web.done()


@post("/<int:recommendation_id>/issue")
def move_to_issue(code: str, recommendation_id: int) -> Any:
    """Move a recommendation to another issue."""
    wanted = web.parse(OtherIssue)
    with transaction() as session:
        actions.move_to_issue(session, web.actor(), recommendation_id, issue_id=wanted.issue_id)
    return web.done()


@post("/<int:recommendation_id>/actors")
def add_actor(code: str, recommendation_id: int) -> Any:
    """Name an actor."""
    named = web.parse(NamedActor)
    with transaction() as session:
        actions.add_actor(session, web.actor(), recommendation_id, name=named.name)
    return web.done()


@post("/<int:recommendation_id>/actors/remove")
def remove_actor(code: str, recommendation_id: int) -> Any:
    """Take an actor away."""
    named = web.parse(NamedActor)
    with transaction() as session:
        actions.remove_actor(session, web.actor(), recommendation_id, name=named.name)
    return web.done()
