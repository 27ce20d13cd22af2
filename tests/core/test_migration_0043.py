"""Migration 0043, after which results that the screen has not shown have another name."""

from sqlalchemy import select

from polling.core.db import engine, reading, transaction
from polling.core.migrate import upgrade
from polling.screen import state
from polling.workshop.models import Workshop
from tests.databases import on_both
from tests.downgrade import downgrade
from tests.room import Room


@on_both
def test_a_result_stays_unshown_when_the_database_is_migrated(room: Room) -> None:
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        workshop.screen_state = {"step": 2, "unshown": ["contest"]}
    downgrade("0042")
    with reading() as session:
        query = select(Workshop.screen_state).where(Workshop.id == room.workshop_id)
        assert session.scalar(query) == {"step": 2, "held": ["contest"]}
    upgrade(engine())
    with reading() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        assert state.unshown(workshop) == {"contest"}
        assert state.step(workshop) == 2
