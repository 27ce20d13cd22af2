"""Votes that an earlier version closed with results, in a database of that version."""

import pytest

from polling.contests.casting.idempotency import ROUND
from polling.contests.kinds import FINALISTS, RANKING, RATING
from polling.contests.models import CLOSED, COUNTED, REVEALED, Ballot, Contest
from polling.core.db import engine, reading, transaction
from polling.core.migrate import upgrade
from polling.workshop.models import Workshop
from tests.databases import on_both
from tests.downgrade import downgrade
from tests.room import Room

RESULT = {"voted": 4, "paper": 0, "present": 9, "sectors": [], "outcome": {"winners": [1]}}


@pytest.fixture
def migrated_again(room: Room) -> Room:
    """Contests in the states of the earlier version, migrated to the current schema."""
    with transaction() as session:
        session.get_one(Workshop, room.workshop_id)
        for name, kind, state, decision in (
            ("closed", RANKING, CLOSED, {}),
            ("decided", RANKING, CLOSED, {"winners": [2], "reason": "A tie.", "by": "us"}),
            ("rated", RATING, CLOSED, {}),
            ("final", FINALISTS, "open", {}),
            ("shown", RANKING, REVEALED, {}),
        ):
            result = {} if state == "open" else RESULT
            given = {"kind": kind, "state": state, "decision": decision, "result": result}
            session.add(Contest(id=name, workshop_id=room.workshop_id, options=[1, 2], **given))
            session.flush()
            cast = {"key": name, "revision": 5, "choices": "{}", "digest": name}
            session.add(Ballot(contest_id=name, **cast))
    downgrade("0029")
    upgrade(engine())
    return room


@on_both
@pytest.mark.usefixtures("migrated_again")
def test_a_closed_vote_keeps_its_turnout_alone_and_what_was_decided_on_is_final() -> None:
    with reading() as session:
        found = {one.id: one for one in session.query(Contest) if one.id in _NAMES}
        states = {name: one.state for name, one in found.items()}
        results = {name: bool(one.result) for name, one in found.items()}
        turnout = found["closed"].turnout
    assert states == {
        "closed": CLOSED,
        "decided": COUNTED,
        "rated": COUNTED,
        "final": "open",
        "shown": REVEALED,
    }
    assert results == dict.fromkeys(("decided", "rated", "shown"), True) | dict.fromkeys(
        ("closed", "final"), False
    )
    assert turnout == {"voted": 4, "paper": 0, "present": 9, "sectors": []}


@on_both
@pytest.mark.usefixtures("migrated_again")
def test_only_open_votes_keep_how_often_ballots_were_sent() -> None:
    with reading() as session:
        revisions = {one.contest_id: one.revision for one in session.query(Ballot)}
    assert revisions == dict.fromkeys(_NAMES - {"final"}, ROUND) | {"final": 5}


_NAMES = frozenset({"closed", "decided", "rated", "final", "shown"})
