"""The facilitator's role: a link into one group."""

from sqlalchemy.orm import Session

from polling.breakouts.models import Group
from polling.core.access import Actor, Role
from polling.people.identity import finds
from polling.workshop.models import Workshop


@finds(Role.FACILITATOR, target=Group.id, token_version=Group.link_token_version)
def facilitator(
    session: Session, workshop: Workshop, group_id: int, token_version: int
) -> Actor | None:
    """The facilitator of a group, unless the link has been renewed."""
    group = session.get(Group, group_id)
    if group is None or group.link_token_version != token_version:
        return None
    session.info["group"] = group  # kept, so that a page need not load it again
    label = group.facilitator or f"group {group.number}"
    return Actor(
        Role.FACILITATOR, workshop.id, group_id=group.id, label=label, token_version=token_version
    )
