"""Casting a ballot over HTTP, for phones without a socket, and checking that it is counted."""

from typing import Any

from flask import Blueprint, current_app, jsonify
from sqlalchemy.orm import Session

from polling import web
from polling.contests import queries
from polling.contests.casting import actions as casting
from polling.contests.casting.published_list import head_of, with_choices
from polling.contests.forms import BallotPayload
from polling.contests.kinds import VOTES
from polling.contests.models import REVEALED
from polling.core.access import Role, allow
from polling.core.db import reading
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.screen import state
from polling.workshop.models import Workshop
from polling.workshop.queries import by_id
from polling.workshop.version_cache import cached_per_version

blueprint = Blueprint("contests", __name__)


@blueprint.post("/w/<code>/ballots")
@allow(Role.PARTICIPANT)
def cast(code: str) -> Any:
    """Count one ballot. The payload and the answer are the same as in the event `ballot`."""
    ballot = web.parse(BallotPayload)
    app = current_app
    return jsonify(
        casting.cast(app.extensions["ballots"], app.config["SECRET_KEY"], web.actor(), ballot)
    )


@blueprint.get("/w/<code>/contests/<contest_id>/ballots")
@allow(Role.PARTICIPANT, Role.SCREEN, Role.FACILITATOR, Role.ORGANIZER)
def published(code: str, contest_id: str) -> Any:
    """The published list: its first lines, all ballots sorted by hash, and the list's hash.

    It is published with the result, when the screen has finished the reveal. An earlier list would
    disclose votes: comparing the lists before and after a reopening would show which line is new,
    and the export after the reveal would show its choices.
    """
    with reading() as session:
        workshop = by_id(session, web.actor().workshop_id)
        revealed = [one.id for one in queries.states(session, workshop.id) if one.state == REVEALED]
        may_read = web.actor().role is Role.ORGANIZER or contest_id not in state.unshown(workshop)
        if contest_id not in revealed or not may_read:
            queries.contest(session, workshop.id, contest_id, *VOTES)  # unless it does not exist
            raise Conflict(_("That is not possible right now. Reload the page."))
        return web.packed_json(
            cached_per_version(
                workshop, ("list", contest_id), lambda: _packed_list(session, workshop, contest_id)
            )
        )


def _packed_list(session: Session, workshop: Workshop, contest_id: str) -> bytes:
    """Return the list, which all phones fetch at the same time, as compressed JSON."""
    contest = queries.contest(session, workshop.id, contest_id, *VOTES)
    ballots = with_choices(contest.result["ballots"])
    return web.pack(
        {
            "head": head_of(contest, contest.result),
            "hashes": [line for line, _ in ballots],
            "choices": [choices for _, choices in ballots],
            "hash": contest.result["ballots_hash"],
        }
    )
