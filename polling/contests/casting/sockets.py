"""Casting a ballot over the socket."""

from typing import Any

from flask import current_app

from polling import web
from polling.contests.casting import actions as casting
from polling.contests.forms import BallotPayload
from polling.core.access import Actor, Role
from polling.live.incoming_events import on


@on("ballot", Role.PARTICIPANT, hot=True)  # the ballot box checks the voter itself
def cast(actor: Actor, data: Any) -> dict[str, Any]:
    """Count one ballot. The payload and the answer are the same as in POST /w/<code>/ballots."""
    ballot = web.parse_payload(BallotPayload, data)
    app = current_app
    return casting.cast(app.extensions["ballots"], app.config["SECRET_KEY"], actor, ballot)
