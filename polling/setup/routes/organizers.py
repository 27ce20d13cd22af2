"""Who runs the workshop."""

from typing import Any

from flask import Blueprint, url_for
from sqlalchemy.orm import Session

from polling import web
from polling.core.access import Actor, Role, allow
from polling.core.db import transaction
from polling.core.i18n import _
from polling.people.addresses import invitation_address
from polling.setup.actions import organizers as actions
from polling.setup.payloads import Invited
from polling.web.commands import command

blueprint = Blueprint("organizers", __name__, url_prefix="/console/<code>/setup/organizers")


@blueprint.post("")
@allow(Role.ORGANIZER)
def invite(code: str) -> Any:
    """Invite somebody by e-mail address; the answer shows the link this once."""
    email = web.parse(Invited).email
    with transaction() as session:
        link = invitation_address(actions.invite(session, web.actor(), email))
    words = _(
        "Send this link to %(email)s, who runs the workshop once they accept. It works once, "
        "ends after two days, and is not shown again:",
        email=email,
    )
    return web.done(f"{words}\n{link}", link=link)


@command(blueprint, "/invitations/<int:invitation_id>/withdraw", Role.ORGANIZER)
def withdraw(session: Session, actor: Actor, invitation_id: int) -> str:
    """End an invitation that was not accepted."""
    actions.withdraw(session, actor, invitation_id)
    return _("Withdrawn. The link no longer works.")


@blueprint.post("/<int:organizer_id>/remove")
@allow(Role.ORGANIZER)
def dismiss(code: str, organizer_id: int) -> Any:
    """Take the workshop from an organizer, who may be oneself."""
    actor = web.actor()
    with transaction() as session:
        actions.dismiss(session, actor, organizer_id)
    if organizer_id == actor.organizer_id:
        return web.done(to=url_for("setup.workshops"))
    return web.done(_("Removed."))
