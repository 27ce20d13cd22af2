"""Migration 0031, which renames tables and columns, on a database with rows in every table."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from config import TestConfig
from polling.core import db, paths
from polling.core.engines import make_engine
from polling.core.migrate import upgrade
from tests import databases

BEFORE, AFTER = "0030", "0031"
AT = datetime(2026, 5, 5, 14, 32, tzinfo=UTC)
NEW_NAMES = {
    "organizing": "workshop_organizer",
    "merging": "merge_proposal",
    "consent": "merge_answer",
    "asked": "ballot_assignment",
    "sitting": "agenda_session",
    "paper": "paper_ballot",
    "mark": "agreement_mark",
    "issues_apart": "dismissed_duplicate",
}

Rows = dict[str, list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The URL of a database migrated up to BEFORE, with two rows in every table."""
    with ExitStack() as stack:
        if request.param == "postgresql":
            databases.require_postgresql()
            url = stack.enter_context(databases.postgresql())
        else:
            url = f"sqlite:///{tmp_path_factory.mktemp('filled') / 'before.sqlite'}"
        with _connected(url) as made:
            migrate(made, BEFORE)
            fill(made)
        yield url


@pytest.fixture
def engine(filled: str, tmp_path: Path) -> Iterator[Engine]:
    """A copy of it."""
    with ExitStack() as stack:
        if filled.startswith("sqlite"):
            url = databases.copy(Path(filled.removeprefix("sqlite:///")), tmp_path)
        else:
            url = stack.enter_context(databases.postgresql(template=filled))
        yield stack.enter_context(_connected(url))


@contextmanager
def _connected(url: str) -> Iterator[Engine]:
    made = make_engine(TestConfig(database_url=url).database)
    yield made
    made.dispose()


def migrate(engine: Engine, to: str) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(paths.MIGRATIONS))
        config.attributes["connection"] = connection
        is_back = _version(connection) > to
        (command.downgrade if is_back else command.upgrade)(config, to)


def _version(connection: sa.Connection) -> str:
    if not sa.inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.scalar(sa.text("SELECT version_num FROM alembic_version")))


def fill(engine: Engine) -> None:
    """Insert two rows into each table. Row n refers to row n of other tables."""
    with engine.execution_options(writes=True).begin() as connection:
        for table in tables(connection):
            for n in (1, 2):
                if table.name != "alembic_version":
                    connection.execute(table.insert().values(_row(table, n)))


def tables(connection: sa.Connection) -> list[sa.Table]:
    metadata = sa.MetaData()
    metadata.reflect(connection)
    return metadata.sorted_tables


def _row(table: sa.Table, n: int) -> dict[str, Any]:
    row = {column.name: _value(column, n) for column in table.columns}
    if table.name == "document_update":  # it belongs to a group or to a workshop
        row["group_id" if n == 1 else "workshop_id"] = None
    return row


def _value(column: sa.Column[Any], n: int) -> Any:
    """A value that is unique to the column; for a foreign key, the key of the referenced row."""
    keys = list(column.foreign_keys)
    if keys:
        return _value(keys[0].column, n)
    name = f"{column.table.name}.{column.name} {n}"
    values = {
        sa.JSON: {name: n},
        sa.Boolean: n == 1,
        sa.Integer: n if column.primary_key else 1000 * n + len(name),
        sa.DateTime: AT + timedelta(minutes=n),
        sa.LargeBinary: name.encode(),
        sa.String: name,
    }
    return next(value for kind, value in values.items() if isinstance(column.type, kind))


def stored(engine: Engine) -> Rows:
    """All rows by table, with their values in the order of the columns."""
    with engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(table.select())), key=str)
            for table in tables(connection)
            if table.name != "alembic_version"
        }


def constraint_names(engine: Engine) -> set[str | None]:
    with engine.connect() as connection:
        found = sa.inspect(connection)
        return {
            constraint["name"]
            for table in found.get_table_names()
            for read in (found.get_foreign_keys, found.get_unique_constraints, found.get_indexes)
            for constraint in read(table)
        } | {found.get_pk_constraint(table)["name"] for table in found.get_table_names()}


both_filled = pytest.mark.parametrize("filled", ["sqlite", "postgresql"], indirect=True)


KEY_OF_PARTITION = re.compile(r"(ballot|turnout)_\d+_pkey")


@both_filled
def test_every_row_keeps_its_values_under_the_new_names(engine: Engine) -> None:
    before = stored(engine)
    assert all(len(rows) == 2 for rows in before.values())
    migrate(engine, AFTER)
    assert stored(engine) == {NEW_NAMES.get(name, name): rows for name, rows in before.items()}


@both_filled
def test_a_deleted_workshop_still_takes_its_rows_with_it(engine: Engine) -> None:
    migrate(engine, AFTER)
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(sa.text("DELETE FROM workshop WHERE id = 1"))
    left = {name: len(rows) for name, rows in stored(engine).items() if len(rows) != 1}
    assert left == {"organizer": 2, "login": 2}


@both_filled
def test_constraints_and_indexes_have_the_names_that_the_models_give_them(engine: Engine) -> None:
    upgrade(engine)
    tables = db.Base.metadata.sorted_tables
    models = {constraint.name for table in tables for constraint in table.constraints}
    models |= {index.name for table in tables for index in table.indexes}
    # SQLite does not name the keys of columns that were added later, and PostgreSQL names those of
    # partitions.
    found = constraint_names(engine) - {None, "alembic_version_pkc"}
    assert {name for name in found if not KEY_OF_PARTITION.fullmatch(str(name))} <= models


@both_filled
def test_the_way_back_restores_the_old_names(engine: Engine) -> None:
    before, names = stored(engine), constraint_names(engine)
    migrate(engine, AFTER)
    migrate(engine, BEFORE)
    assert stored(engine) == before
    assert constraint_names(engine) == names
