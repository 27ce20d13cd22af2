"""Rooms for the breakouts: with wishes, seated, and at work."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from polling.core import db
from tests.breakouts.full_room import full_room, seat_in_turn
from tests.room import Room
from tests.wiring import app_on

Filled = tuple[Path, Room]


@pytest.fixture(scope="session")
def filled(wired: Flask, migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """The database of `full`, filled once and copied for each test: it takes half a second."""
    path = tmp_path_factory.mktemp("full") / "workshop.sqlite"
    shutil.copy(migrated, path)
    with app_on(wired, f"sqlite:///{path}") as app:
        return path, full_room(app)


@pytest.fixture
def full(filled: Filled, app: Flask) -> Room:
    """78 people with wishes in the lobby; eleven empty groups."""
    own = db.engine().url
    if own.get_backend_name() != "sqlite":
        return full_room(app)
    path, room = filled
    source, copy = sqlite3.connect(path), sqlite3.connect(own.database or "")
    with closing(source), closing(copy):
        source.backup(copy)
    return replace(room, participants=[*room.participants])


@pytest.fixture
def at_work(full: Room) -> Room:
    """The same people, seated in turn, at the breakouts."""
    full.go("ranking", "breakouts")
    seat_in_turn(full)
    return full
