"""The migrations create the schema of the models, in one line, on both databases."""

import ast
from collections.abc import Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from config import TestConfig
from polling.core import db, migrate, paths
from polling.core.engines import make_engine
from polling.core.migrate import upgrade
from tests.databases import PARTITIONS, on_both, on_postgresql, on_sqlite


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """A migrated, empty database."""
    made = make_engine(TestConfig(database_url=database).database)
    yield made
    made.dispose()


def test_there_is_one_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(paths.MIGRATIONS))
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1


def test_migrations_do_not_depend_on_the_product_of_today() -> None:
    for migration in sorted((paths.MIGRATIONS / "versions").glob("*.py")):
        imported = {
            name
            for node in ast.walk(ast.parse(migration.read_text()))
            for name in (
                [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else []
            )
        }
        assert not [name for name in imported if name.split(".")[0] == "polling"], migration.name


@on_both
def test_the_migrations_make_what_the_models_say(engine: Engine) -> None:
    with engine.connect() as connection:
        partitions = (
            set(connection.scalars(text(PARTITIONS))) if engine.dialect.name == "postgresql" else ()
        )
        opts = {"compare_type": True, "include_name": lambda name, *_: name not in partitions}
        context = MigrationContext.configure(connection, opts=opts)
        found = compare_metadata(context, db.Base.metadata)
    if engine.dialect.name == "sqlite":
        # SQLAlchemy does not reflect the ON DELETE of an added column: see below.
        found = [difference for difference in found if not str(difference[0]).endswith("_fk")]
    assert found == []


@on_sqlite
def test_sqlite_keeps_the_foreign_keys_that_the_models_say(engine: Engine) -> None:
    with engine.connect() as connection:
        for table in db.Base.metadata.sorted_tables:
            rows = connection.exec_driver_sql(f"PRAGMA foreign_key_list({table.name})").mappings()
            stored = {(row["from"], row["table"], row["to"], row["on_delete"]) for row in rows}
            assert stored == {
                (key.parent.name, key.column.table.name, key.column.name, key.ondelete)
                for key in table.foreign_keys
            }


@on_both
def test_to_migrate_again_changes_nothing_and_keeps_the_data(engine: Engine) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(
            text("INSERT INTO organizer (email, token_version, created_at) VALUES ('a@b', 1, :at)"),
            {"at": "2026-05-05 14:32:00+00:00"},
        )
    before = inspect(engine).get_table_names()
    upgrade(engine)
    assert inspect(engine).get_table_names() == before
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM organizer")) == 1


@on_postgresql
def test_a_step_may_compute_for_long(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []

    def look(settings: Config, _revision: str) -> None:
        ask = text("SHOW idle_in_transaction_session_timeout")
        found.append(settings.attributes["connection"].scalar(ask))

    monkeypatch.setattr(migrate, "newest", tuple)
    monkeypatch.setattr(command, "upgrade", look)
    upgrade(engine)
    assert found == ["0"]
