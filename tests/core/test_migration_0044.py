"""Migration 0044, after which the data of frozen reports is packed."""

from datetime import UTC, datetime

from sqlalchemy import select, text

from polling.core.db import engine, reading, transaction
from polling.core.migrate import upgrade
from polling.report.models import ReportVersion
from polling.report.versions.serialization import digest, pack, unpack
from tests.databases import on_both
from tests.downgrade import downgrade
from tests.room import Room

DATA = b'{"title": "Results"}' * 100


@on_both
def test_frozen_reports_are_packed_when_the_database_is_migrated(room: Room) -> None:
    with transaction() as session:
        for number in (1, 2):
            version = ReportVersion(workshop_id=room.workshop_id, number=number, data=pack(DATA))
            version.frozen_at, version.digest = datetime(2026, 11, 1, tzinfo=UTC), digest(DATA)
            session.add(version)
    downgrade("0043")
    stored = text("SELECT data FROM report_version")
    with reading() as session:
        assert [bytes(data) for data in session.scalars(stored)] == [DATA] * 2
    upgrade(engine())
    with reading() as session:
        packed = session.scalars(select(ReportVersion.data)).all()
    assert [unpack(data) for data in packed] == [DATA] * 2
    assert sum(map(len, packed)) < len(DATA)
