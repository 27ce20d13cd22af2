"""Migration 0041, after which the numbers of note-takers' links continue."""

from polling.core.db import engine
from polling.core.migrate import upgrade
from tests.databases import on_both
from tests.downgrade import downgrade
from tests.room import Room


@on_both
def test_new_links_get_numbers_above_the_existing_ones(room: Room) -> None:
    links = [room.note_link() for _ in range(2)]
    downgrade("0040")
    upgrade(engine())
    assert room.note_link().number == len(links) + 1
