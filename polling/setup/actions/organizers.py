"""Organizers of the workshop: inviting and removing them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.errors import Conflict, NotFound
from polling.core.i18n import _
from polling.live import connection_control
from polling.people import queries
from polling.people.actions import invitations
from polling.people.email_addresses import normalised
from polling.people.models import Invitation, WorkshopOrganizer
from polling.setup.actions.common import finish
from polling.workshop.models import Workshop
from polling.workshop.queries import workshop_of


def invite(session: Session, actor: Actor, email: str) -> str:
    """Return the token of an invitation to run the workshop; it gives no access until accepted."""
    workshop = workshop_of(session, actor)
    token = invitations.invite(session, workshop.id, email, inviter_id=actor.organizer_id)
    finish(session, actor, "organizer-invited", email=normalised(email))
    return token


def withdraw(session: Session, actor: Actor, invitation_id: int) -> None:
    """Withdraw an invitation that was not accepted; its link stops working."""
    workshop = workshop_of(session, actor)
    invitation = session.get(Invitation, invitation_id)
    if invitation is None or invitation.workshop_id != workshop.id:
        raise NotFound(_("This item no longer exists."))
    email = invitation.email
    session.delete(invitation)
    finish(session, actor, "invitation-withdrawn", email=email)


def dismiss(session: Session, actor: Actor, organizer_id: int) -> None:
    """Remove an organizer from the workshop and its practice copies, with their invitations.

    Their connections are closed. Raises Conflict for the last organizer.
    """
    workshop = workshop_of(session, actor)
    runners = {account.id: account for account in queries.organizers_of(session, workshop.id)}
    if organizer_id not in runners:
        raise NotFound(_("This item no longer exists."))
    if len(runners) == 1:
        raise Conflict(
            _("A workshop needs at least one organizer. Invite another organizer first.")
        )
    email = runners[organizer_id].email
    copies = session.scalars(select(Workshop.id).where(Workshop.practice_of == workshop.id))
    for workshop_id in (workshop.id, *copies):  # a copy has the content of the workshop
        invitations.withdraw(session, workshop_id, email)
        runs = session.get(WorkshopOrganizer, (workshop_id, organizer_id))
        if runs is not None:
            session.delete(runs)
    connection_control.send_away(session, Role.ORGANIZER, organizer_id)
    finish(session, actor, "organizer-removed", email=email)
