"""The organizers' actions on facilitators' links."""

from sqlalchemy.orm import Session

from polling.breakouts.models import Group
from polling.core.access import Actor, Role
from polling.live import announce, connection_control
from polling.workshop import queries as workshops
from polling.workshop.log import record


def renew_link(session: Session, actor: Actor, group: Group) -> None:
    """Revoke the facilitator's link and the logins made with it."""
    group.link_token_version += 1
    connection_control.send_away(session, Role.FACILITATOR, group.id)
    record(session, actor, "link-renewed", group=group.number)
    announce.changed(session, workshops.by_id(session, actor.workshop_id), "log")
