"""Migration 0037, which adds a version for phones' pages."""

from pathlib import Path

import sqlalchemy as sa

from config import TestConfig
from polling.core.engines import make_engine
from tests.core.test_migration_0031 import fill, migrate, stored

BEFORE, AFTER = "0036", "0037"


def test_phones_begin_with_the_version_of_all_pages_and_nothing_else_changes(
    tmp_path: Path,
) -> None:
    engine = make_engine(TestConfig(database_url=f"sqlite:///{tmp_path / 'old.sqlite'}").database)
    migrate(engine, BEFORE)
    fill(engine)
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(sa.text("UPDATE workshop SET version = 7 * id"))
    before = stored(engine)
    migrate(engine, AFTER)
    with engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT version, phones_version FROM workshop")).all()
    assert rows
    assert all(version == phones_version > 1 for version, phones_version in rows)
    migrate(engine, BEFORE)
    assert stored(engine) == before
    engine.dispose()
