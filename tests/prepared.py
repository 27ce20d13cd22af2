"""Rooms that many tests begin with: each is made once a session, and copied for further tests."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask

from polling.core import db
from tests import databases
from tests.room import Room
from tests.wiring import forget_everything

Given = TypeVar("Given", bound=Flask | Room)
Result = TypeVar("Result")


@dataclass(frozen=True)
class _Made:
    """A database's content, what its maker was given, and what it returned."""

    content: databases.Content
    given: Any
    result: Any


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
    return _Made(databases.content(), *copy.deepcopy((given, result), {id(app): app}))


def _take(made: _Made, given: Any) -> Any:
    app = _app(given)
    databases.put(made.content)
    forget_everything(app)
    same = {id(app): app, id(made.given): given}
    if isinstance(given, Room):
        vars(given).update(copy.deepcopy(vars(made.given), same))
    return copy.deepcopy(made.result, same)


def _app(given: Flask | Room) -> Flask:
    return given if isinstance(given, Flask) else given.app
