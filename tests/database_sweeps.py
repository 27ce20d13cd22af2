"""Sweeps, which run in the background some time after they were requested."""

import sqlite3
import struct
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest.mock import patch

import gevent
from sqlalchemy import ColumnElement, event, inspect, literal_column, select, text
from sqlalchemy.engine.interfaces import DBAPIConnection

from polling.contests import secure_deletion
from polling.core import db
from tests.patience import PATIENCE_SECONDS

LEAF, LEAF_HEADER_BYTES = 10, 8  # of a page without rowids


def keep_what_is_deleted() -> None:
    """Let SQLite keep old content in free pages, which is its default."""
    event.listen(db.engine(), "connect", _leave_old_contents)
    db.engine().dispose()


def _leave_old_contents(connection: DBAPIConnection, _record: object) -> None:
    connection.execute("PRAGMA secure_delete = OFF")


def let_sweep() -> None:
    """Wait until all requested sweeps have finished."""
    with gevent.Timeout(PATIENCE_SECONDS), patch.object(secure_deletion, "REST_SECONDS", 0):
        while secure_deletion._is_requested.is_set() or secure_deletion._is_running.is_set():
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


def lie_in_order(model: type[db.Base]) -> bool:
    """Whether SQLite has stored a model's rows, which fill less than a page, in their keys' order.

    A page begins with pointers to its rows, in the order of the keys. It is filled from its end.
    See the section "B-tree Pages" of SQLite's file format.
    """
    root = text("SELECT rootpage FROM sqlite_schema WHERE name = :name")
    with db.reading() as session:
        number = session.scalar(root, {"name": model.__tablename__})
        size = session.scalar(text("PRAGMA page_size"))
    file_name = str(db.engine().url.database)
    with closing(sqlite3.connect(file_name)) as connection:
        connection.execute("PRAGMA wal_checkpoint")
    with Path(file_name).open("rb") as file:
        file.seek((number - 1) * size)
        page = file.read(size)
    kind, _free, count = struct.unpack_from(">BHH", page)
    assert (kind, count > 1) == (LEAF, True)
    places = struct.unpack_from(f">{count}H", page, LEAF_HEADER_BYTES)
    return list(places) == sorted(places, reverse=True)
