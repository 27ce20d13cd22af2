"""The buttons on a group's recommendations.

Each command has two URLs, one for participants and one for facilitators, because a browser may have
both roles in different groups. The URL tells which role is used.
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from polling.breakouts.drafting import actions
from polling.breakouts.drafting.forms import (
    Direction,
    NamedActor,
    NewRecommendation,
    NextSibling,
    OtherIssue,
)
from polling.core.access import Actor, Role
from polling.core.i18n import _
from polling.documents import writing
from polling.web.commands import Done, command

blueprint = Blueprint("drafting", __name__)

Handler = Callable[..., Any]
PAGES = {Role.PARTICIPANT: "/w/<code>/drafts", Role.FACILITATOR: "/w/<code>/facilitator/drafts"}


def post(rule: str, **options: Any) -> Callable[[Handler], Handler]:
    """Declare a command at both URLs, as "drafting.<role>_<name of the function>"."""

    def declare(handler: Handler) -> Handler:
        for role, prefix in PAGES.items():
            endpoint = f"{role}_{handler.__name__}"
            command(blueprint, prefix + rule, role, endpoint=endpoint, **options)(handler)
        return handler

    return declare


@post("")
def add(session: Session, actor: Actor, wanted: NewRecommendation) -> Done:
    """Add a recommendation."""
    return Done(made=actions.add(session, actor, issue_id=wanted.issue_id).id)


@post("/<int:recommendation_id>/delete")
def delete(session: Session, actor: Actor, recommendation_id: int) -> None:
    """Delete a recommendation; it can be restored."""
    actions.delete(session, actor, recommendation_id)


@post("/<int:recommendation_id>/restore")
def restore(session: Session, actor: Actor, recommendation_id: int) -> None:
    """Restore a deleted recommendation."""
    actions.restore(session, actor, recommendation_id)


@post("/<int:recommendation_id>/versions/<int:version_id>/restore", transaction=writing.editing)
def bring_back(session: Session, actor: Actor, recommendation_id: int, version_id: int) -> str:
    """Restore an earlier version of a recommendation. Its page may not show the newest one."""
    actions.bring_back(session, actor, recommendation_id, version_id)
    return _("Restored.")


@post("/<int:recommendation_id>/split")
def split(session: Session, actor: Actor, recommendation_id: int) -> Done:
    """Split a recommendation in two."""
    return Done(made=actions.split(session, actor, recommendation_id).id)


@post("/<int:recommendation_id>/step")
def step(session: Session, actor: Actor, wanted: Direction, recommendation_id: int) -> None:
    """Move a recommendation up or down."""
    actions.step(session, actor, recommendation_id, to=wanted.to)


@post("/<int:recommendation_id>/place")
def put_before(session: Session, actor: Actor, wanted: NextSibling, recommendation_id: int) -> None:
    """Move a recommendation before another one of its issue, or to the end."""
    actions.put_before(session, actor, recommendation_id, before=wanted.before)


@post("/<int:recommendation_id>/issue")
def move_to_issue(
    session: Session, actor: Actor, wanted: OtherIssue, recommendation_id: int
) -> None:
    """Move a recommendation to another issue."""
    actions.move_to_issue(session, actor, recommendation_id, issue_id=wanted.issue_id)


@post("/<int:recommendation_id>/actors")
def add_actor(session: Session, actor: Actor, named: NamedActor, recommendation_id: int) -> None:
    """Add an actor."""
    actions.add_actor(session, actor, recommendation_id, name=named.name)


@post("/<int:recommendation_id>/actors/remove")
def remove_actor(session: Session, actor: Actor, named: NamedActor, recommendation_id: int) -> None:
    """Remove an actor."""
    actions.remove_actor(session, actor, recommendation_id, name=named.name)
