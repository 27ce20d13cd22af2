"""The sweep rewrites all tables, so that no erased data remains."""

from pathlib import Path
from threading import Thread
from typing import Any

import gevent
import pytest
from flask import Flask
from sqlalchemy import ColumnElement, delete, literal_column, select, text

from polling.app import close_database
from polling.contests import secure_deletion
from polling.contests.models import Ballot, Concern
from polling.core import engines, postgresql_connection, sqlite_connection
from polling.core.db import Base, reading, transaction
from polling.people.models import Login, Organizer
from polling.recommendations.models import DraftVersion, Recommendation
from polling.workshop.models import Issue, Workshop
from tests.database_sweeps import keep_what_is_deleted, on_disk
from tests.databases import on_postgresql, on_sqlite
from tests.room import Room

SECRET = "What nobody may read any more"


def with_old_contents() -> set[str]:
    """The tables that have pages on PostgreSQL, where deleted rows remain readable."""
    names = {table.name for table in Base.metadata.sorted_tables}
    chosen = "SELECT relname FROM pg_class WHERE relkind = 'r' AND pg_relation_size(oid) > 0"
    with reading() as session:
        return names & set(session.scalars(text(chosen)))


@on_sqlite
def test_with_a_write_ahead_log_it_waits_for_readers_of_erased_rows(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "journal_mode", lambda: "WAL")
    monkeypatch.setattr(sqlite_connection, "LOCK_WAIT_MS", 50)
    keep_what_is_deleted()
    for title in (SECRET, "Nothing"):
        with transaction() as session:
            session.get_one(Workshop, room.workshop_id).title = title
    with reading() as reader:
        assert reader.scalars(select(Workshop)).all()
        assert (secure_deletion.sweep(), on_disk(tmp_path, SECRET) > 0) == (False, True)
    assert (secure_deletion.sweep(), on_disk(tmp_path, SECRET)) == (True, 0)


@on_postgresql
def test_on_postgresql_it_waits_for_readers_of_erased_rows(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reading() as reader, monkeypatch.context() as impatient:
        impatient.setattr(secure_deletion, "OLDER_READERS_SECONDS", 0)
        assert reader.scalars(select(Workshop)).all()
        with transaction() as session:
            session.execute(delete(Workshop))
        assert secure_deletion.sweep() is False
    assert secure_deletion.sweep() is True
    assert "workshop" not in with_old_contents()


@on_postgresql
def test_on_postgresql_others_go_on_reading_a_table_for_which_it_waits(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secure_deletion, "_wait_for_older_readers", lambda *_: None)
    swept: list[bool] = []
    sweeper = Thread(target=lambda: swept.append(secure_deletion.sweep()))
    with reading() as reader:
        assert reader.scalars(select(Workshop)).all()
        sweeper.start()
        while sweeper.is_alive() and not somebody_waits():
            pass
        with reading() as other:  # on which the first reader may wait
            assert other.scalars(select(Workshop)).all()
    sweeper.join()
    assert swept == [True]


def somebody_waits() -> bool:
    """Whether somebody waits to have a table of PostgreSQL alone."""
    waiting = "SELECT 1 FROM pg_locks WHERE relation = 'workshop'::regclass AND NOT granted"
    with reading() as session:
        return session.scalar(text(waiting)) is not None


@on_postgresql
def test_on_postgresql_no_table_keeps_erased_rows(room: Room) -> None:
    room.go("lobby")
    room.join(1)
    room.go("ranking")
    contest = room.open_ranking()[0]
    room.cast(room.participants[0], contest.id, {"ranking": contest.options[:3]})
    with transaction() as session:
        issue = session.query(Issue).first()
        assert issue
        draft = Recommendation(issue_id=issue.id, position=1)
        session.add(draft)
        session.flush()
        session.add(DraftVersion(recommendation_id=draft.id, authors=["#1"]))
        session.add(Concern(contest_id=contest.id, key="key", option=1, text="It costs too much."))
    erased = {"ballot", "concern", "draft_version", "participant", "log_entry", "workshop"}
    with reading() as reader:  # prevents PostgreSQL from cleaning up itself
        assert reader.scalars(select(Workshop)).all()
        with transaction() as session:
            session.execute(delete(Workshop))
        assert erased <= with_old_contents()
    assert secure_deletion.sweep()
    assert with_old_contents() == {Login.__tablename__, Organizer.__tablename__}


@on_postgresql
def test_on_postgresql_the_writers_of_all_workshops_never_wait_for_it(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    vote(room, 2)
    writers: list[int | None] = []
    begin = postgresql_connection.LockingConnection.begin

    def observed(connection: Any, *, writes: bool, workshop_id: int | None) -> None:
        if writes:
            writers.append(workshop_id)
        begin(connection, writes=writes, workshop_id=workshop_id)

    monkeypatch.setattr(postgresql_connection.LockingConnection, "begin", observed)
    assert secure_deletion.sweep()
    assert set(writers) == {room.workshop_id}


@on_postgresql
def test_on_postgresql_ballots_that_were_swept_are_not_written_again(
    app: Flask, room: Room
) -> None:
    swept = vote(room, 3)
    assert secure_deletion.sweep()
    before = transactions(swept)
    other = Room.of(app, organizer="other@test.example")
    new = vote(other, 3)
    assert len(transactions(new)) == 3
    assert secure_deletion.sweep()
    assert transactions(swept) == before
    assert len(transactions(new)) == 1


@on_postgresql
def test_on_postgresql_a_single_ballot_does_not_keep_the_number_of_its_transaction(
    room: Room,
) -> None:
    contest_id = vote(room, 1)
    before = transactions(contest_id)
    assert secure_deletion.sweep()
    assert not transactions(contest_id) & before


def vote(room: Room, people: int) -> str:
    """Let people vote in the first ranking, one after the other; returns its id."""
    room.go("lobby")
    room.join(people)
    room.go("ranking")
    contest = room.open_ranking()[0]
    for voter in room.participants:
        room.cast(voter, contest.id, {"ranking": contest.options[:3]})
    return contest.id


def transactions(contest_id: str) -> set[str]:
    """The numbers of the transactions that wrote a contest's ballots."""
    number: ColumnElement[str] = literal_column("xmin::text")
    with reading() as session:
        return set(session.scalars(select(number).where(Ballot.contest_id == contest_id)))


def test_a_closed_database_is_swept_no_more(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    swept: list[bool] = []
    monkeypatch.setattr(secure_deletion, "sweep", lambda: swept.append(True))
    secure_deletion.sweep_soon()
    close_database(room.app)
    gevent.sleep(0)
    gevent.get_hub().threadpool.join()
    assert swept == []
