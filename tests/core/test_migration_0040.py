"""Migration 0040, after which closed votes are in a round above the revisions of their phones."""

from sqlalchemy import select, update

from polling.contests.casting.idempotency import ROUND
from polling.contests.models import Ballot
from polling.core.db import engine, reading, transaction
from polling.core.migrate import upgrade
from tests.databases import on_both
from tests.downgrade import downgrade
from tests.room import Room


@on_both
def test_ballots_of_closed_votes_get_a_revision_above_those_of_phones(room: Room) -> None:
    room.go("lobby")
    closed, still_open = room.join(2)
    room.go("ranking")
    contest = room.open_ranking()[0]
    for voter in (closed, still_open):
        room.cast(voter, contest.id, {"ranking": contest.options[:3]}, revision=voter)
    downgrade("0039")
    with transaction() as session:
        was_closed = update(Ballot).where(Ballot.revision == closed)
        session.execute(was_closed.values(revision=0))
    upgrade(engine())
    with reading() as session:
        assert set(session.scalars(select(Ballot.revision))) == {ROUND, still_open}
