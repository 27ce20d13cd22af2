"""Routes for the organizers of the workshop."""

from flask import Blueprint, url_for
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.db import transaction
from polling.core.i18n import _
from polling.people.urls import invitation_address
from polling.setup.actions import organizers as actions
from polling.setup.forms import Invited
from polling.web.commands import Done, command

blueprint = Blueprint("organizers", __name__, url_prefix="/console/<code>/setup/organizers")


@command(blueprint, "", Role.ORGANIZER)
def invite(session: Session, actor: Actor, invited: Invited) -> Done:
    """Invite a person by e-mail address; the answer shows the link only once."""
    link = invitation_address(actions.invite(session, actor, invited.email))
    words = _(
        "Send this link to %(email)s. It can be used once, within two days, and will not be "
        "shown again:",
        email=invited.email,
    )
    return Done(f"{words}\n{link}", link=link)


@command(blueprint, "/invitations/<int:invitation_id>/withdraw", Role.ORGANIZER)
def withdraw(session: Session, actor: Actor, invitation_id: int) -> str:
    """Withdraw an invitation that was not accepted."""
    actions.withdraw(session, actor, invitation_id)
    return _("Withdrawn.")


@command(blueprint, "/<int:organizer_id>/remove", Role.ORGANIZER, transaction=transaction)
def dismiss(session: Session, actor: Actor, organizer_id: int) -> Done:
    """Remove an organizer from the workshop, possibly oneself."""
    actions.dismiss(session, actor, organizer_id)
    if organizer_id == actor.organizer_id:
        return Done(to=url_for("setup.workshops"))
    return Done(_("Deleted."))
