"""Rooms for the breakouts: with wishes, seated, and at work."""

import pytest
from flask import Flask

from tests.breakouts.full_room import begin_work, full_room
from tests.prepared_rooms import Prepared
from tests.room import Room


@pytest.fixture
def full(app: Flask, prepared: Prepared) -> Room:
    """78 people with wishes in the lobby; eleven empty groups."""
    return prepared.get(full_room, app)


@pytest.fixture
def at_work(full: Room, prepared: Prepared) -> Room:
    """The same people, seated in turn, in the breakouts."""
    prepared.get(begin_work, full)
    return full
