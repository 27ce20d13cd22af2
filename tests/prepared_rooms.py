"""Rooms in which many tests begin: each is created once per session, and copied for each test."""

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import RowMapping, Table, bindparam, select, update

from polling.core import db
from polling.core.clock import now
from polling.core.db import reading
from tests import databases
from tests.repeatable import secrets_of
from tests.room import Room
from tests.shared_app import forget_everything

Given = TypeVar("Given", bound=Flask | Room)
Result = TypeVar("Result")


@dataclass(frozen=True)
class _Times:
    """The rows of a table: their keys and times."""

    table: Table
    columns: list[str]
    rows: Sequence[RowMapping]


@dataclass(frozen=True)
class _Made:
    """A database's content, its maker's input and output, and when it was made."""

    content: databases.Content
    given: Any
    result: Any
    times: list[_Times]
    at: datetime


class Prepared:
    """The rooms made so far."""

    def __init__(self) -> None:
        self._made: dict[tuple[object, ...], _Made] = {}

    def get(self, make: Callable[[Given], Result], given: Given) -> Result:
        """The result of `make(given)`, with the database and `given` as it leaves them.

        `given` is the app on an empty database, or an unchanged room from here. `make` must depend
        on nothing else.
        """
        before = given.prepared if isinstance(given, Room) else ()
        steps = (*before, make)
        key = (db.engine().dialect.name, *steps)
        if key not in self._made:
            self._made[key] = _make(steps, given)
        result: Result = _take(self._made[key], given)
        for room in (given, result):
            if isinstance(room, Room):
                room.prepared = steps
        return result


def _make(steps: Sequence[Callable[[Any], Any]], given: Any) -> _Made:
    with secrets_of(repr([step.__qualname__ for step in steps])):
        result = steps[-1](given)
    app = _app(given)
    remembered = copy.deepcopy((given, result), {id(app): app})
    return _Made(databases.content(), *remembered, times=_times(), at=now())


def _take(made: _Made, given: Any) -> Any:
    app = _app(given)
    databases.put(made.content)
    _move_times(made.times, now() - made.at)
    forget_everything(app)
    same = {id(app): app, id(made.given): given}
    if isinstance(given, Room):
        vars(given).update(copy.deepcopy(vars(made.given), same))
    return copy.deepcopy(made.result, same)


def _app(given: Flask | Room) -> Flask:
    return given if isinstance(given, Flask) else given.app


def _times() -> list[_Times]:
    """All times in the database, except those of the log, which its digests cover."""
    found = []
    with reading() as session:
        for table in db.Base.metadata.sorted_tables:
            times = [column for column in table.c if isinstance(column.type, db.UTCDateTime)]
            if times and table.name != "log_entry":
                rows = session.execute(select(*table.primary_key, *times)).mappings().all()
                if rows:
                    found.append(_Times(table, [column.name for column in times], rows))
    return found


def _move_times(found: list[_Times], by: timedelta) -> None:
    """Shift the times in the database: a copy is as old for its test as the room was when made."""
    with db.engine().execution_options(writes=True).begin() as connection:
        for times in found:
            keys = list(times.table.primary_key)
            moved = [
                {f"at_{key.name}": row[key.name] for key in keys}
                | {f"new_{name}": row[name] and row[name] + by for name in times.columns}
                for row in times.rows
            ]
            where = [key == bindparam(f"at_{key.name}") for key in keys]
            values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in times.columns}
            connection.execute(update(times.table).where(*where).values(values), moved)
