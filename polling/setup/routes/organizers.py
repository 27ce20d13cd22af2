"""Who runs the workshop."""

from typing import Any

from flask import Blueprint, url_for

from polling import http
from polling.access import Role, allow
from polling.db import transaction
from polling.i18n import _
from polling.people.addresses import password_address
from polling.setup.actions import organizers as actions
from polling.setup.payloads import Invitation

blueprint = Blueprint("organizers", __name__, url_prefix="/console/<code>/setup/organizers")


@blueprint.post("")
@allow(Role.ORGANIZER)
def invite(code: str) -> Any:
    """Add an organizer by e-mail address; a new account's one-time link is shown this once."""
    email = http.parse(Invitation).email
    with transaction() as session:
        answer = _sentence(actions.invite(session, http.actor(), email))
    return http.done(answer)


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


def _sentence(invited: actions.Invited) -> str:
    email = invited.account.email
    if not invited.needs_link:
        return _("%(email)s has an account, and finds this workshop after logging in.", email=email)
    return _(
        "Send this link to %(email)s. It is shown only now, works once, and ends after two days:\n"
        "%(link)s",
        email=email,
        link=password_address(invited.account),
    )
