"""SQLite's journal: the fastest that is safe with this version, as logged at startup."""

import logging
import sqlite3
import threading

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from config import TestConfig
from polling.cli.startup_banner import welcome
from polling.core import db, engines, sqlite_connection
from polling.workshop.models import Workshop
from tests.databases import on_sqlite
from tests.room import Room

TITLE = "What should be done next"  # of the demo workshop


@pytest.mark.parametrize(
    "version, mode",
    [
        ((3, 40, 1), "DELETE"),
        ((3, 44, 5), "DELETE"),
        ((3, 44, 6), "WAL"),
        ((3, 45, 0), "DELETE"),
        ((3, 46, 1), "DELETE"),
        ((3, 50, 6), "DELETE"),
        ((3, 50, 7), "WAL"),
        ((3, 51, 0), "DELETE"),
        ((3, 51, 2), "DELETE"),
        ((3, 51, 3), "WAL"),
        ((3, 52, 0), "WAL"),
    ],
)
def test_a_write_ahead_log_is_kept_only_where_it_cannot_lose_a_commit(
    version: tuple[int, ...], mode: str
) -> None:
    assert engines.journal_mode(version) == mode


@on_sqlite
def test_every_connection_keeps_the_journal_that_is_chosen(app: Flask) -> None:
    with db.reading() as session:
        kept = session.execute(text("PRAGMA journal_mode")).scalar()
        synchronous = session.execute(text("PRAGMA synchronous")).scalar()
    assert (kept, synchronous) == (("wal", 2) if engines.journal_mode() == "WAL" else ("delete", 3))


@on_sqlite
@pytest.mark.parametrize(
    "mode, words",
    [("WAL", "with a write-ahead log"), ("DELETE", "with a rollback journal: in this version")],
)
def test_the_server_says_at_its_start_which_journal_it_keeps(
    app: Flask, monkeypatch: pytest.MonkeyPatch, mode: str, words: str
) -> None:
    monkeypatch.setattr("polling.cli.startup_banner.journal_mode", lambda: mode)
    assert f"SQLite {sqlite3.sqlite_version} {words}" in welcome(app, TestConfig(), demo=False)


@on_sqlite
def test_a_writer_waits_until_another_process_lets_go_of_the_lock(app: Flask) -> None:
    other = sqlite3.connect(
        db.engine().url.database or "", isolation_level=None, check_same_thread=False
    )
    other.execute("BEGIN IMMEDIATE")
    let_go = threading.Event()

    def release() -> None:
        let_go.set()
        other.execute("ROLLBACK")

    letting_go = threading.Timer(0.2, release)
    letting_go.start()
    with db.transaction() as session:
        assert (
            session.execute(text("PRAGMA busy_timeout")).scalar() == sqlite_connection.LOCK_WAIT_MS
        )
        assert let_go.is_set()
    letting_go.join()
    other.close()


@on_sqlite
def test_a_writer_does_not_wait_for_ever(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_connection, "LOCK_WAIT_MS", 50)
    other = sqlite3.connect(db.engine().url.database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"), db.transaction() as session:
        session.execute(text("SELECT 1"))
    other.close()


@on_sqlite
@pytest.mark.skipif(engines.journal_mode() == "WAL", reason="commits wait for no reader")
def test_a_commit_that_is_given_up_keeps_nobody_from_reading_or_writing(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_connection, "LOCK_WAIT_MS", 50)
    other = sqlite3.connect(db.engine().url.database or "", isolation_level=None, timeout=0)
    other.execute("BEGIN")
    other.execute("SELECT * FROM workshop").fetchall()
    with pytest.raises(OperationalError, match="locked"), db.transaction() as session:
        session.get_one(Workshop, room.workshop_id).title = "Not kept"
    other.execute("ROLLBACK")
    assert other.execute("SELECT title FROM workshop").fetchall() == [(TITLE,)]
    other.execute("BEGIN IMMEDIATE")
    other.execute("ROLLBACK")
    other.close()
    with db.transaction() as session:
        assert session.get_one(Workshop, room.workshop_id).title == TITLE


@on_sqlite
def test_an_error_in_the_log_does_not_show_the_written_values(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(OperationalError) as failed, db.reading() as session:
        session.execute(text("SELECT * FROM nowhere WHERE choices = :secret"), {"secret": "mine"})
    assert "mine" not in str(failed.value)
    with caplog.at_level(logging.ERROR), app.test_request_context():
        refusal = db.not_saved(failed.value)
    assert (refusal.code, refusal.status) == ("not-saved", 503)
    assert "nowhere" in caplog.text
