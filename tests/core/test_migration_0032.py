"""Migration 0032, which adds references, on a database with rows in every table."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from config import TestConfig
from polling.core.engines import make_engine
from tests.core.test_migration_0031 import fill, migrate, stored
from tests.databases import postgresql, require_postgresql

BEFORE, AFTER = "0031", "0032"
NUMBERED = ("theme", "issue", "recommendation")


@pytest.fixture
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "postgresql":
        require_postgresql()
        with postgresql() as url:
            yield from _filled(url)
    else:
        yield from _filled(f"sqlite:///{tmp_path / 'before.sqlite'}")


def _filled(url: str) -> Iterator[Engine]:
    made = make_engine(TestConfig(database_url=url).database)
    migrate(made, BEFORE)
    fill(made)
    yield made
    made.dispose()


both_filled = pytest.mark.parametrize("engine", ["sqlite", "postgresql"], indirect=True)


@both_filled
def test_existing_rows_keep_their_values_and_have_no_reference(engine: Engine) -> None:
    before = stored(engine)
    migrate(engine, AFTER)
    after = stored(engine)
    for table, rows in before.items():
        width = len(rows[0])
        assert [row[:width] for row in after[table]] == rows, table
    with engine.connect() as connection:
        for table in NUMBERED:
            found = connection.scalars(sa.text(f"SELECT reference FROM {table}"))  # noqa: S608
            assert list(found) == ["", ""]
    assert [row[-1] for row in after["workshop"]] == [{}, {}]


@both_filled
def test_the_downgrade_keeps_existing_data(engine: Engine) -> None:
    before = stored(engine)
    migrate(engine, AFTER)
    migrate(engine, BEFORE)
    assert stored(engine) == before
