"""Typing a few of its words does not disclose another group's draft."""

from collections.abc import Iterator

import pytest

from polling.breakouts.drafting.advice import advice
from polling.breakouts.models import Group
from polling.core.db import reading
from polling.documents import store
from tests.breakouts.drafting.group_at_work import Table
from tests.prepared_rooms import Prepared
from tests.room import Room

SECRET = (
    "move the witnesses of the casino raid to the compound in the north, and keep the place of the "
    "safe house from the ministry until the trial has ended"
)


@pytest.fixture
def table(room: Room, prepared: Prepared) -> Iterator[Table]:
    store.forget_all()
    yield prepared.get(Table.of, room)
    store.forget_all()


def hints(table: Table) -> list[str]:
    """The hints on the group's pages."""
    with table.room.app.test_request_context(), reading() as session:
        group = session.get_one(Group, table.group_id)
        return [one.text for found in advice(session, group).values() for one in found]


def write_elsewhere(table: Table) -> None:
    table.recommend(
        group_id=table.other_group_id,
        issue_id=table.foreign_issue(),
        actors=["Police"],
        action=SECRET,
    )


@pytest.mark.parametrize(
    "words",
    ["witnesses casino compound safe house", "move the witnesses of the casino raid", SECRET[:95]],
)
def test_some_words_of_another_group_s_draft_show_nothing_of_it(table: Table, words: str) -> None:
    table.recommend(actors=["Police"], action=words)
    before = hints(table)
    write_elsewhere(table)
    assert hints(table) == before


def test_the_whole_text_is_called_alike_and_not_quoted(table: Table) -> None:
    table.recommend(actors=["The police"], action=SECRET)
    write_elsewhere(table)
    alike = [text for text in hints(table) if "similar recommendation" in text]
    assert len(alike) == 1
    assert alike[0].startswith("There is a similar recommendation (Group 2, ")
    assert "witnesses" not in alike[0]
