"""Rooms that many tests begin with: each is made once a session, and copied for further tests."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import bindparam, select, update

from polling.core import db
from polling.core.clock import now
from tests import databases
from tests.room import Room
from tests.wiring import forget_everything

Given = TypeVar("Given", bound=Flask | Room)
Result = TypeVar("Result")


@dataclass(frozen=True)
class _Made:
    """A database's content, what its maker was given and returned, and when it was made."""

    content: databases.Content
    given: Any
    result: Any
    at: datetime


class Prepared:
    """The rooms made so far."""

    def __init__(self) -> None:
        self._made: dict[tuple[object, ...], _Made] = {}

    def get(self, make: Callable[[Given], Result], given: Given) -> Result:
        """The result of `make(given)`, with the database and `given` as it leaves them.

        `given` is the app on an empty database, or a room that nobody has touched since it came
        from here. What `make` does must follow from it alone.
        """
        before = given.prepared if isinstance(given, Room) else ()
        steps = (*before, make)
        key = (db.engine().dialect.name, *steps)
        if key not in self._made:
            self._made[key] = _make(make, given)
        result: Result = _take(self._made[key], given)
        for room in (given, result):
            if isinstance(room, Room):
                room.prepared = steps
        return result


def _make(make: Callable[[Any], Any], given: Any) -> _Made:
    result = make(given)
    app = _app(given)
    return _Made(databases.content(), *copy.deepcopy((given, result), {id(app): app}), at=now())


def _take(made: _Made, given: Any) -> Any:
    app = _app(given)
    databases.put(made.content)
    _move_times(now() - made.at)
    forget_everything(app)
    same = {id(app): app, id(made.given): given}
    if isinstance(given, Room):
        vars(given).update(copy.deepcopy(vars(made.given), same))
    return copy.deepcopy(made.result, same)


def _app(given: Flask | Room) -> Flask:
    return given if isinstance(given, Flask) else given.app


def _move_times(by: timedelta) -> None:
    """Move the times in the database: a copy is as old for its test as the room was when made.

    The log keeps its times, which its digests cover.
    """
    with db.engine().execution_options(writes=True).begin() as connection:
        for table in db.Base.metadata.sorted_tables:
            times = [column for column in table.c if isinstance(column.type, db.UTCDateTime)]
            if not times or table.name == "log_entry":
                continue
            keys = list(table.primary_key)
            moved = [
                {f"at_{key.name}": row[key.name] for key in keys}
                | {f"new_{time.name}": row[time.name] and row[time.name] + by for time in times}
                for row in connection.execute(select(*keys, *times)).mappings()
            ]
            if moved:
                where = [key == bindparam(f"at_{key.name}") for key in keys]
                values: dict[str, Any] = {
                    time.name: bindparam(f"new_{time.name}") for time in times
                }
                connection.execute(update(table).where(*where).values(values), moved)
