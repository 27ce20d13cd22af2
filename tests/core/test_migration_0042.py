"""Migration 0042, after which ballots are partitioned, and closed votes hide their order."""

from sqlalchemy import select, text

from polling.contests.models import Ballot, Turnout
from polling.core.db import engine, reading
from polling.core.migrate import upgrade
from tests.database_sweeps import as_stored
from tests.databases import PARTITIONS, on_postgresql
from tests.downgrade import downgrade
from tests.room import Room


def go_back() -> None:
    downgrade("0041")


def change_schema(statement: str) -> None:
    with engine().execution_options(writes=True).begin() as connection:
        connection.execute(text(statement))


@on_postgresql
def test_ballots_of_closed_votes_keep_neither_their_order_nor_their_transactions(
    room: Room,
) -> None:
    go_back()
    # Today's code needs this column.
    change_schema("ALTER TABLE workshop ADD disclosed json NOT NULL DEFAULT '{}'")
    room.go("lobby")
    room.join(6)
    room.go("ranking")
    contest = room.open_ranking()[0]
    for voter in reversed(room.participants):
        room.cast(voter, contest.id, {"ranking": contest.options[:3]})
    with reading() as session:
        before = set(session.execute(select(*Ballot.__table__.columns)))
    change_schema("ALTER TABLE workshop DROP disclosed")
    upgrade(engine())
    for model in (Ballot, Turnout):
        keys, numbers = as_stored(model)
        assert (len(keys), keys, len(numbers)) == (6, sorted(keys), 1)
    with reading() as session:
        assert set(session.execute(select(*Ballot.__table__.columns))) == before
        partitions = session.scalars(text(PARTITIONS))
        assert {"ballot_15", "turnout_15"} <= set(partitions)


@on_postgresql
def test_a_downgrade_keeps_the_ballots(room: Room) -> None:
    room.go("lobby")
    room.join(3)
    room.go("ranking")
    contest = room.open_ranking()[0]
    for voter in room.participants:
        room.cast(voter, contest.id, {"ranking": contest.options[:3]})
    before = [as_stored(model)[0] for model in (Ballot, Turnout)]
    go_back()
    try:
        after = [as_stored(model)[0] for model in (Ballot, Turnout)]
        assert list(map(sorted, after)) == list(map(sorted, before))
    finally:
        upgrade(engine())
