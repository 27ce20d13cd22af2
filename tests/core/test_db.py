"""Transactions: one writer per workshop, consistent snapshots, durable commits."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import pytest
from flask import Flask
from gevent import GreenletExit
from psycopg.abc import PQGen
from sqlalchemy import Connection, Engine, QueuePool, delete, event, select, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from polling.core import db
from polling.core.db import on_commit, reading, transaction
from polling.core.engines import make_engine
from polling.core.postgresql_connection import LockingConnection
from polling.live import announce
from polling.people.actions import participants as people
from polling.people.models import Login
from polling.workshop.log import record, unbroken
from polling.workshop.models import Workshop
from polling.workshop.queries import log_entries
from tests.databases import on_both, on_postgresql
from tests.room import Room

WRITERS, JOINING = 4, 12
VERSION = select(Workshop.version)


@pytest.fixture
def others(app: Flask) -> Iterator[Engine]:
    """The database as used by other processes."""
    made = make_engine(db.engine().url.render_as_string(hide_password=False))
    yield made.execution_options(writes=True)
    made.dispose()


@on_both
def test_writers_who_come_together_get_numbers_versions_and_log_entries_one_after_another(
    room: Room, others: Engine
) -> None:
    room.go("lobby")
    before = _version(room)
    with ThreadPoolExecutor(WRITERS) as together:
        numbers = list(together.map(partial(_join, room), [others] * JOINING))
    assert sorted(numbers) == list(range(1, JOINING + 1))
    assert _version(room) == before + 2 * JOINING
    with reading() as session:
        assert unbroken(log_entries(session, room.workshop_id))


def _join(room: Room, engine: Engine) -> int:
    with Session(engine) as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        person = people.join(session, workshop, {})
        record(session, room.organizer, "clock-start", scope="stage", seconds=60)
        announce.changed(session, workshop, "clock")
        session.commit()
        return person.number


@on_postgresql
def test_writers_of_different_workshops_do_not_wait_for_each_other(
    impatient: Engine, room: Room
) -> None:
    with _writing(impatient, room.workshop_id), _writing(impatient, room.workshop_id + 1):
        pass
    with transaction(room.workshop_id + 1), _writing(impatient, room.workshop_id):
        pass


@on_postgresql
@pytest.mark.parametrize("first, second", [(1, 1), (1, None), (None, 1), (None, None)])
def test_a_workshop_and_the_whole_database_have_one_writer(
    impatient: Engine, first: int | None, second: int | None
) -> None:
    with _writing(impatient, first), pytest.raises(OperationalError), _writing(impatient, second):
        pass
    with _writing(impatient, second):
        pass


@on_postgresql
def test_a_process_that_stops_while_it_writes_does_not_stop_the_others(
    room: Room, others: Engine
) -> None:
    written = []

    def stop_while_it_writes() -> None:
        with _writing(others, room.workshop_id), transaction(room.workshop_id) as session:
            written.append(session.scalar(VERSION))

    with pytest.raises(OperationalError):
        stop_while_it_writes()
    assert written


@pytest.fixture
def impatient(others: Engine) -> Engine:
    """The same, but a writer fails at once if the lock is taken."""

    def set_patience(connection: Any, _record: object) -> None:
        connection.execute("SET lock_timeout = 1")

    event.listen(others, "connect", set_patience)
    return others


def _writing(engine: Engine, workshop_id: int | None) -> AbstractContextManager[Connection]:
    return engine.execution_options(workshop_id=workshop_id).begin()


def test_nothing_is_stored_outside_the_workshop_of_a_transaction(room: Room) -> None:
    other = Room.of(room.app, organizer="other@test.example")
    strangers: list[Callable[[Session], object]] = [
        lambda session: announce.changed(
            session, session.get_one(Workshop, other.workshop_id), "setup"
        ),
        lambda session: session.add(Workshop(title="New", code="NEWONE")),
        lambda session: session.add(Login(organizer_id=room.organizer_id)),
        lambda session: session.execute(delete(Login)),
        lambda session: record(session, other.organizer, "clock-start"),
    ]
    for write in strangers:
        with (
            pytest.raises(RuntimeError, match="does not belong"),
            transaction(room.workshop_id) as s,
        ):
            write(s)
    with transaction(room.workshop_id) as session:
        record(session, room.organizer, "clock-start", scope="stage", seconds=60)


@on_postgresql
def test_a_connection_that_postgresql_has_closed_is_not_handed_out(
    room: Room, others: Engine
) -> None:
    assert _version(room)
    with others.begin() as connection:
        ended = connection.scalar(
            text(
                "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    assert ended
    assert _version(room)


@on_postgresql
def test_a_transaction_that_is_stopped_while_it_begins_is_quiet(
    room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Its connection, on which an answer is still to come, is not used again."""
    _version(room)  # connects

    def stop(_connection: LockingConnection, waiting: PQGen[Any], *_: Any) -> None:
        next(waiting)  # sends the command
        raise GreenletExit

    for opening in (reading, transaction):
        with monkeypatch.context() as stopped:
            stopped.setattr(LockingConnection, "wait", stop)
            with pytest.raises(GreenletExit), opening() as session:
                session.connection()
        assert _version(room)
    assert caplog.records == []


@on_postgresql
def test_a_page_is_shown_if_its_connection_is_lost_after_the_last_read(
    room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    engine = db.engine()
    roll_back = engine.dialect.do_rollback

    def lose(connection: Any) -> None:
        connection.dbapi_connection.close()
        roll_back(connection)

    room.go("lobby")
    phone = room.participant_visitor()
    monkeypatch.setattr(engine.dialect, "do_rollback", lose)
    assert phone.get(f"/w/{room.code}").status_code == 200
    assert "the database is unavailable: the connection is closed" in caplog.text
    assert isinstance(engine.pool, QueuePool)
    assert engine.pool.checkedout() == 0


@on_postgresql
def test_a_reader_sees_one_state_despite_concurrent_commits(room: Room, others: Engine) -> None:
    with reading() as session:
        before = session.scalar(VERSION)
        with others.begin() as writer:
            writer.execute(text("UPDATE workshop SET version = version + 1"))
        assert session.scalar(VERSION) == before
    with reading() as session:
        assert session.scalar(VERSION) == (before or 0) + 1


@on_postgresql
def test_a_reader_cannot_write(room: Room) -> None:
    with reading() as session, pytest.raises(DBAPIError, match="read-only"):
        session.execute(text("UPDATE workshop SET version = 1"))


@on_postgresql
def test_a_commit_waits_for_the_disk_whatever_the_server_is_set_to(
    room: Room, others: Engine
) -> None:
    database = db.engine().url.database
    with others.begin() as connection:
        connection.execute(text(f"ALTER DATABASE {database} SET synchronous_commit = off"))
    with others.connect() as connection:
        assert connection.scalar(text("SHOW synchronous_commit")) == "on"
        connection.execute(text(f"ALTER DATABASE {database} RESET synchronous_commit"))


def _version(room: Room) -> int:
    with reading() as session:
        return session.get_one(Workshop, room.workshop_id).version


def test_what_fails_after_a_commit_keeps_nothing_else_back(room: Room) -> None:
    done: list[str] = []

    def fail() -> None:
        raise KeyError("a connection that is gone")

    with transaction() as session:
        on_commit(session, fail)
        on_commit(session, lambda: done.append("told"))
    assert done == ["told"]
