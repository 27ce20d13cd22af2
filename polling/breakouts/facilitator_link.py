"""A facilitator's link: its URL, and the actor that it identifies."""

from flask import url_for
from sqlalchemy.orm import Session

from polling.breakouts.models import Group
from polling.core.access import Actor, Role
from polling.people.identity import finds
from polling.people.signed_links import FACILITATOR
from polling.people.urls import base, links
from polling.workshop.models import Workshop


def facilitator_address(group: Group) -> str:
    """Return the URL of this group's facilitator page."""
    token = links().make(FACILITATOR, group.id, group.link_token_version)
    return base() + url_for("breakouts.enter_link", token=token)


@finds(Role.FACILITATOR, target=Group.id, token_version=Group.link_token_version)
def facilitator(
    session: Session, workshop: Workshop, group_id: int, token_version: int
) -> Actor | None:
    """Return the facilitator of a group, or None if the link has been renewed."""
    group = session.get(Group, group_id)
    if group is None or group.link_token_version != token_version:
        return None
    label = group.facilitator or f"group {group.number}"
    return Actor(
        Role.FACILITATOR, workshop.id, group_id=group.id, label=label, token_version=token_version
    )
