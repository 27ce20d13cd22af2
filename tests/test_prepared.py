"""Prepared rooms are made once, and are equal for each test, on both databases."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from polling.core.clock import now
from polling.core.db import reading
from polling.workshop.models import Workshop
from tests.databases import on_both
from tests.prepared_rooms import Prepared
from tests.room import Room


@on_both
def test_a_room_is_made_once_and_is_the_same_for_each_test(app: Flask) -> None:
    prepared, made = Prepared(), list[Room]()

    def make(app: Flask) -> Room:
        room = Room.of(app)
        room.go("lobby")
        room.join(2)
        made.append(room)
        return room

    first = prepared.get(make, app)
    assert first.join(2) == [3, 4]
    second = prepared.get(make, app)
    assert len(made) == 1
    assert second.participants == [1, 2]
    assert second.join(1) == [3]


@on_both
def test_a_further_step_changes_the_room_that_it_was_given(app: Flask) -> None:
    prepared = Prepared()

    def gather(room: Room) -> tuple[Room, int]:
        room.go("lobby")
        return room, room.join(1)[0]

    for _ in range(2):
        room = prepared.get(Room.of, app)
        assert room.participants == []
        returned, joined = prepared.get(gather, room)
        assert returned is room
        assert room.participants == [joined] == [1]


@on_both
def test_a_copy_is_no_older_than_the_room_was_when_it_was_made(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared, later = Prepared(), now() + timedelta(hours=1)
    prepared.get(Room.of, app)
    monkeypatch.setattr("tests.prepared_rooms.now", lambda: later)
    prepared.get(Room.of, app)
    with reading() as session:
        made = session.scalars(select(Workshop.created_at)).one()
    assert later - made < timedelta(minutes=1)
