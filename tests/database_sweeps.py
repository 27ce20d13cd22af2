"""Sweeps, which run in the background some time after they were requested."""

from pathlib import Path
from typing import Any
from unittest.mock import patch

import gevent
from sqlalchemy import ColumnElement, event, inspect, literal_column, select
from sqlalchemy.engine.interfaces import DBAPIConnection

from polling.contests import secure_deletion
from polling.core import db

PATIENCE_SECONDS = 60  # a busy machine is slow, not wrong


def keep_what_is_deleted() -> None:
    """Let SQLite keep old content in free pages, which is its default."""
    event.listen(db.engine(), "connect", _leave_old_contents)
    db.engine().dispose()


def _leave_old_contents(connection: DBAPIConnection, _record: object) -> None:
    connection.execute("PRAGMA secure_delete = OFF")


def let_sweep() -> None:
    """Wait until all requested sweeps have finished."""
    with gevent.Timeout(PATIENCE_SECONDS), patch.object(secure_deletion, "REST_SECONDS", 0):
        while secure_deletion._asked or secure_deletion._at_work:
            gevent.sleep(0.01)


def on_disk(folder: Path, words: str) -> int:
    """How often a text occurs in the files of a SQLite database, including free pages."""
    files = [path.read_bytes() for path in folder.glob("workshop.sqlite*")]
    return b"".join(files).count(words.encode())


def as_stored(model: type[db.Base]) -> tuple[list[tuple[Any, ...]], set[str]]:
    """The keys of a model's rows in PostgreSQL's storage order, and their transactions' numbers."""
    number: ColumnElement[str] = literal_column("xmin::text")
    rows = select(*inspect(model).primary_key, number).order_by(literal_column("ctid"))
    with db.reading() as session:
        found = [tuple(row) for row in session.execute(rows)]
    return [row[:-1] for row in found], {row[-1] for row in found}
