"""Badges: creating, reissuing, and joining with them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.errors import NotAllowed
from polling.core.i18n import _
from polling.live import announce, connection_control
from polling.people import queries
from polling.people.actions.participants import add_participant, require_open
from polling.people.models import Badge, Participant
from polling.workshop.log import record
from polling.workshop.models import Workshop
from polling.workshop.queries import workshop_of


def make_badges(session: Session, actor: Actor, count: int) -> list[Badge]:
    """Create badges up to number `count`; existing ones are kept."""
    badges = queries.badges(session, actor.workshop_id)
    badges += [
        Badge(workshop_id=actor.workshop_id, number=number)
        for number in range(len(badges) + 1, count + 1)
    ]
    session.add_all(badges)
    session.flush()
    record(session, actor, "badges-made", count=len(badges))
    announce.changed(session, workshop_of(session, actor), "people")
    return badges


def reissue(session: Session, actor: Actor, badge: Badge) -> None:
    """Replace the QR code of a lost badge: same voter, same turnout; the old code stops working."""
    badge.token_version += 1
    if badge.participant_id is not None:
        session.get_one(Participant, badge.participant_id).token_version += 1
        connection_control.send_away(session, Role.PARTICIPANT, badge.participant_id)
    record(session, actor, "badge-reissued", number=badge.number)
    announce.changed(session, workshop_of(session, actor), "people")


def valid_badge(session: Session, badge_id: int, token_version: int) -> Badge:
    """Return the badge, if it is valid.

    Raises NotAllowed if it was reissued or its holder removed, and Conflict before and after the
    workshop.
    """
    badge = session.get(Badge, badge_id)
    holder = session.get(Participant, (badge and badge.participant_id) or 0)
    if badge is None or badge.token_version != token_version or (holder and holder.removed):
        raise NotAllowed(_("This badge does not work. Show it to an organizer."))
    require_open(session.get_one(Workshop, badge.workshop_id))
    return badge


def use_badge(session: Session, badge: Badge, attributes: dict[str, str]) -> Participant:
    """Return the participant of a valid badge, who is created at the first use with the answers."""
    if badge.participant_id is not None:
        return session.get_one(Participant, badge.participant_id)
    workshop = session.get_one(Workshop, badge.workshop_id)
    taken = select(Participant.id).where(
        Participant.workshop_id == workshop.id, Participant.number == badge.number
    )
    number = badge.number if session.scalar(taken) is None else None
    person = add_participant(session, workshop, number, attributes)
    badge.participant_id = person.id
    return person
