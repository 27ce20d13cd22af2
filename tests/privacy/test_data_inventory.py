"""The page "What is stored" covers the whole schema, and everybody can find it."""

from collections import Counter

import pytest

import polling.models  # noqa: F401  the tables must be known
from polling.core.db import Base
from polling.privacy.data_inventory import KINDS
from tests.room import Room
from tests.visitor import Visitor


def test_every_column_belongs_to_exactly_one_kind_of_data() -> None:
    """Add new columns to `polling/privacy/data_inventory.py`, and check that its texts are true."""
    declared = Counter(
        (table, column)
        for kind in KINDS
        for table, columns in kind.columns.items()
        for column in columns.split()
    )
    schema = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
    }
    assert set(declared) == schema
    assert [column for column, times in declared.items() if times > 1] == []


def test_the_page_shows_every_kind_of_data(room: Room) -> None:
    page = Visitor(room.app).get("/stored")
    assert page.status_code == 200
    assert page.text.count("When it is deleted") == len(KINDS)


READERS = ("joiner", "badge holder", "participant", "facilitator", "note-taker")


@pytest.mark.parametrize("reader", READERS)
def test_everybody_sees_what_is_stored_and_a_link_to_the_page(room: Room, reader: str) -> None:
    room.go("lobby")
    page = {
        "joiner": lambda: Visitor(room.app).get(f"/j/{room.code}"),
        "badge holder": lambda: Visitor(room.app).get("/b"),
        "participant": lambda: room.participant_visitor().get(f"/w/{room.code}"),
        "facilitator": lambda: room.facilitator_visitor().get(f"/w/{room.code}/facilitator"),
        "note-taker": lambda: room.note_taker_visitor().get(f"/w/{room.code}/notes"),
    }[reader]().text
    assert "We store" in page
    assert 'href="/stored"' in page
