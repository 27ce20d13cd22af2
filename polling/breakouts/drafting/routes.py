"""The buttons on a group's recommendations.

Each has two addresses, one on the participant's page and one on the facilitator's, because a
browser may hold both roles, in different groups: the page says in which one it acts.
"""

from collections.abc import Callable
from functools import partial, update_wrapper
from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from polling import web
from polling.breakouts.drafting import actions, binding
from polling.breakouts.drafting.payloads import (
    Direction,
    NamedActor,
    NewRecommendation,
    NextSibling,
    OtherIssue,
)
from polling.core.access import Actor, Role, allow
from polling.core.db import on_commit, transaction
from polling.documents import writing
from polling.documents.store import held
from polling.web.commands import Done, command

blueprint = Blueprint("drafting", __name__)

Handler = Callable[..., Any]
PAGES = {Role.PARTICIPANT: "/w/<code>/drafts", Role.FACILITATOR: "/w/<code>/facilitator/drafts"}


def post(rule: str, *, prepare: Callable[..., Any] | None = None) -> Callable[[Handler], Handler]:
    """Declare a command at both addresses, as "drafting.<role>_<name of the function>"."""

    def declare(handler: Handler) -> Handler:
        for role, prefix in PAGES.items():
            endpoint = f"{role}_{handler.__name__}"
            command(blueprint, prefix + rule, role, endpoint=endpoint, prepare=prepare)(handler)
        return handler

    return declare


def _make_ready() -> None:
    """Have the group's document in memory and up to date before the transaction."""
    writing.make_ready(web.actor())


@post("")
def add(session: Session, actor: Actor, wanted: NewRecommendation) -> Done:
    """Begin a recommendation."""
    return Done(made=actions.add(session, actor, issue_id=wanted.issue_id).id)


@post("/<int:recommendation_id>/delete")
def delete(session: Session, actor: Actor, recommendation_id: int) -> None:
    """Delete a recommendation; it can be restored."""
    actions.delete(session, actor, recommendation_id)


@post("/<int:recommendation_id>/restore")
def restore(session: Session, actor: Actor, recommendation_id: int) -> None:
    """Bring a deleted recommendation back."""
    actions.restore(session, actor, recommendation_id)


def bring_back(code: str, recommendation_id: int, version_id: int) -> Any:
    """Restore an earlier version of a recommendation.

    A plain view: it holds the group's document around the transaction, as writing does.
    """
    actor = web.actor()
    writing.make_ready(actor)
    with held(binding.key_of(actor.group_id)) as slot, transaction() as session:
        actions.bring_back(session, slot, actor, recommendation_id, version_id)
    return web.done()


for _role, _prefix in PAGES.items():
    blueprint.add_url_rule(
        f"{_prefix}/<int:recommendation_id>/versions/<int:version_id>/restore",
        f"{_role}_bring_back",
        allow(_role)(update_wrapper(partial(bring_back), bring_back)),
        methods=["POST"],
    )


@post("/<int:recommendation_id>/split", prepare=_make_ready)
def split(session: Session, actor: Actor, recommendation_id: int) -> Done:
    """Split a recommendation in two, to be parted by hand."""
    made = actions.split(session, actor, recommendation_id)
    on_commit(session, partial(binding.take_in, actor.group_id))
    return Done(made=made.id)


@post("/<int:recommendation_id>/step")
def step(session: Session, actor: Actor, wanted: Direction, recommendation_id: int) -> None:
    """Move a recommendation up or down."""
    actions.step(session, actor, recommendation_id, to=wanted.to)


@post("/<int:recommendation_id>/place")
def put_before(session: Session, actor: Actor, wanted: NextSibling, recommendation_id: int) -> None:
    """Put a recommendation before another of its issue, or at the end."""
    actions.put_before(session, actor, recommendation_id, before=wanted.before)


@post("/<int:recommendation_id>/issue")
def move_to_issue(
    session: Session, actor: Actor, wanted: OtherIssue, recommendation_id: int
) -> None:
    """Move a recommendation to another issue."""
    actions.move_to_issue(session, actor, recommendation_id, issue_id=wanted.issue_id)


@post("/<int:recommendation_id>/actors")
def add_actor(session: Session, actor: Actor, named: NamedActor, recommendation_id: int) -> None:
    """Name an actor."""
    actions.add_actor(session, actor, recommendation_id, name=named.name)


@post("/<int:recommendation_id>/actors/remove")
def remove_actor(session: Session, actor: Actor, named: NamedActor, recommendation_id: int) -> None:
    """Take an actor away."""
    actions.remove_actor(session, actor, recommendation_id, name=named.name)
