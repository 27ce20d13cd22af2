"""Migration 0041, after which the numbers of note-takers' links continue."""

from alembic import command
from alembic.config import Config

from polling.core import paths
from polling.core.db import engine
from polling.core.migrate import upgrade
from tests.databases import on_both
from tests.room import Room


@on_both
def test_new_links_get_numbers_above_the_existing_ones(room: Room) -> None:
    links = [room.note_link() for _ in range(2)]
    with engine().execution_options(writes=True).begin() as connection:
        settings = Config()
        settings.set_main_option("script_location", str(paths.MIGRATIONS))
        settings.attributes["connection"] = connection
        command.downgrade(settings, "0040")
    upgrade(engine())
    assert room.note_link().number == len(links) + 1
