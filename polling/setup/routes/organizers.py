"""Who runs the workshop."""

from typing import Any

from flask import Blueprint, url_for

from polling import web
from polling.core.access import Role, allow
from polling.core.db import transaction
from polling.core.i18n import _
from polling.people.addresses import invitation_address
from polling.setup.actions import organizers as actions
from polling.setup.payloads import Invited

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


@blueprint.post("/invitations/<int:invitation_id>/withdraw")
@allow(Role.ORGANIZER)
def withdraw(code: str, invitation_id: int) -> Any:
    """End an invitation that was not accepted."""
    with transaction() as session:
        actions.withdraw(session, web.actor(), invitation_id)
    return web.done(_("Withdrawn. The link no longer works."))


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
