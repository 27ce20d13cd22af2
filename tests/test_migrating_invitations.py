"""Organizers invited before invitations had a table, in a database of that version."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy import Engine

from config import TestConfig
from polling.core import paths
from polling.core.engines import make_engine
from polling.core.migrate import upgrade
from tests.databases import on_both

BEFORE = "0024"  # before logins and invitations
AT = datetime(2026, 5, 5, 14, 32, tzinfo=UTC)
PEOPLE = {  # by e-mail address: (id, has a password)
    "anna@org.example": (1, True),
    "invited@org.example": (2, False),
    "by-command@org.example": (3, False),
    "organizer@demo.example": (4, False),
    "forgotten@org.example": (5, False),
}
PLACES = [(1, 1), (1, 2), (1, 3), (2, 4)]  # (workshop, organizer)


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    made = make_engine(TestConfig(database_url=database).database)
    yield made
    made.dispose()


def migrate(connection: sa.Connection, to: str) -> None:
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(paths.MIGRATIONS))
    settings.attributes["connection"] = connection
    (command.upgrade if to == "head" else command.downgrade)(settings, to)


def insert(connection: sa.Connection, table: str, **values: Any) -> None:
    """Insert a row with a value in each required column."""
    found = sa.Table(table, sa.MetaData(), autoload_with=connection)
    needed = {
        column.name: _something(column)
        for column in found.columns
        if not (column.nullable or column.primary_key or column.server_default)
    }
    connection.execute(found.insert().values(needed | values))


def _something(column: sa.Column[Any]) -> Any:
    kinds = {sa.JSON: {}, sa.Boolean: False, sa.Integer: 0, sa.Float: 0.0, sa.DateTime: AT}
    for kind, value in kinds.items():
        if isinstance(column.type, kind):
            return value
    return column.name


def fill(connection: sa.Connection) -> None:
    for number, is_demo in ((1, False), (2, True)):
        insert(connection, "workshop", id=number, code=f"{number}", demo=is_demo)
    for email, (number, has_password) in PEOPLE.items():
        kept = "hash" if has_password else None
        insert(connection, "organizer", id=number, email=email, password_hash=kept)
    for workshop, organizer in PLACES:
        insert(connection, "organizing", workshop_id=workshop, organizer_id=organizer)
    added = {"action": "organizer-added", "detail": {"email": "invited@org.example"}}
    insert(connection, "log_entry", workshop_id=1, **added)


@on_both
def test_what_nobody_accepted_becomes_an_invitation_to_renew(engine: Engine) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        migrate(connection, BEFORE)
        fill(connection)
    upgrade(engine)
    with engine.connect() as connection:
        ask = connection.exec_driver_sql
        places = ask("SELECT workshop_id, organizer_id FROM workshop_organizer ORDER BY 1, 2").all()
        emails = ask("SELECT email FROM organizer ORDER BY id").scalars().all()
        invitations = ask("SELECT workshop_id, inviter_id, email FROM invitation").all()
    assert [tuple(place) for place in places] == [(1, 1), (1, 3)]
    assert emails == ["anna@org.example", "by-command@org.example"]
    assert [tuple(one) for one in invitations] == [(1, 1, "invited@org.example")]
