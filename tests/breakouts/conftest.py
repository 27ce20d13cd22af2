"""Rooms for the breakouts: with wishes, seated, and at work."""

import pytest
from flask import Flask

from tests.breakouts.full_room import full_room, seat_in_turn
from tests.room import Room


@pytest.fixture
def full(app: Flask) -> Room:
    """78 people with wishes in the lobby; eleven empty groups."""
    return full_room(app)


@pytest.fixture
def at_work(full: Room) -> Room:
    """The same people, seated in turn, at the breakouts."""
    full.go("ranking", "breakouts")
    seat_in_turn(full)
    return full
