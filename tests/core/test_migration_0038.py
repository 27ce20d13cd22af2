"""Migration 0038, which marks frozen reports that came with a workshop's file."""

from datetime import timedelta

from polling.core.clock import now
from polling.core.db import engine, reading, transaction
from polling.core.migrate import upgrade
from polling.report.models import ReportVersion
from polling.report.versions.queries import versions
from polling.report.versions.serialization import pack
from tests.databases import on_both
from tests.downgrade import downgrade
from tests.room import Room


@on_both
def test_versions_older_than_the_workshop_came_with_its_file(room: Room) -> None:
    hour = timedelta(hours=1)
    with transaction() as session:
        for number, at in ((1, now() - hour), (2, now() + hour)):
            version = {"number": number, "frozen_at": at, "digest": "0" * 64, "data": pack(b"{}")}
            session.add(ReportVersion(workshop_id=room.workshop_id, **version))
    downgrade("0037")
    upgrade(engine())
    with reading() as session:
        found = {one.number: one.imported for one in versions(session, room.workshop_id)}
    assert found == {1: True, 2: False}
