"""A room whose groups have recommendations and are about to present."""

import pytest
from flask import Flask

from tests.breakouts.full_room import begin_work, draft, full_room
from tests.prepared_rooms import Prepared
from tests.room import Room


@pytest.fixture
def presenting(app: Flask, prepared: Prepared) -> Room:
    """Eleven groups with two recommendations on each issue, at the presentations."""
    return prepared.get(begin_presentations, app)


def begin_presentations(app: Flask) -> Room:
    room = full_room(app)
    begin_work(room)
    draft(room)
    room.go("presentations")
    return room
