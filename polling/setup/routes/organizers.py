"""Who runs the workshop."""

from typing import Any

from flask import Blueprint, url_for

from polling import http
from polling.access import Role, allow
from polling.db import transaction
from polling.i18n import _
from polling.people.addresses import invitation_address
from polling.setup.actions import organizers as actions
from polling.setup.payloads import Invited

blueprint = Blueprint("organizers", __name__, url_prefix="/console/<code>/setup/organizers")


@blueprint.post("")
@allow(Role.ORGANIZER)
def invite(code: str) -> Any:
    """Invite somebody by e-mail address; the answer shows the link this once."""
    email = http.parse(Invited).email
    with transaction() as session:
        link = invitation_address(actions.invite(session, http.actor(), email))
    words = _(
        "Send this link to %(email)s, who runs the workshop once they accept. It works once, "
        "ends after two days, and is not shown again:",
        email=email,
    )
    return http.done(f"{words}\n{link}", link=link)


@blueprint.post("/invitations/<int:invitation_id>/withdraw")
@allow(Role.ORGANIZER)
def withdraw(code: str, invitation_id: int) -> Any:
    """End an invitation that was not accepted."""
    with transaction() as session:
        actions.withdraw(session, http.actor(), invitation_id)
    return http.done(_("Withdrawn. The link no longer works."))


@blueprint.post("/<int:organizer_id>/remove")
@allow(Role.ORGANIZER)
def dismiss(code: str, organizer_id: int) -> Any:
    """Take the workshop from an organizer, who may be oneself."""
    actor = http.actor()
    with transaction() as session:
        actions.dismiss(session, actor, organizer_id)
    if organizer_id == actor.organizer_id:
        return http.done(to=url_for("setup.workshops"))
    return http.done(_("Removed."))
