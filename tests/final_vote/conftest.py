"""A room whose groups have written recommendations: two people a group, two groups a theme."""

import pytest

from tests.final_vote import electorate
from tests.room import Room


@pytest.fixture
def drafted(room: Room) -> Room:
    """The final vote is about to open: twelve recommendations a theme, six of each group."""
    electorate.gather(room, 24)
    electorate.prioritise(room)
    electorate.draft(room)
    electorate.set_stages(room, "one")
    room.go("presentations", "final_vote")
    return room
