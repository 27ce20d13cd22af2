"""A room whose groups have written something and are about to present it."""

import pytest
from flask import Flask

from tests.breakouts.full_room import draft, full_room, seat_in_turn
from tests.room import Room


@pytest.fixture
def presenting(app: Flask) -> Room:
    """Eleven groups with two recommendations on each issue, at the presentations."""
    room = full_room(app)
    room.go("ranking", "breakouts")
    seat_in_turn(room)
    draft(room)
    room.go("presentations")
    return room
