"""Migration 0045, after which marks of agreement belong to the group where they were given."""

import pytest

from polling.core.clock import now
from polling.core.db import engine, reading, transaction
from polling.core.migrate import upgrade
from polling.recommendations.models import AgreementMark
from tests.breakouts.drafting.group_at_work import Table
from tests.databases import on_both
from tests.downgrade import downgrade
from tests.room import Room


@on_both
@pytest.mark.parametrize("is_merged", [False, True])
def test_marks_belong_to_the_only_group_or_to_that_of_their_author(
    room: Room, *, is_merged: bool
) -> None:
    table = Table.of(room)
    made = table.recommend(action="open a registry")
    if is_merged:
        part = {"merged_into_id": made, "deleted_at": now()}
        table.recommend(action="keep a registry", group_id=table.other_group_id, **part)
    with transaction() as session:
        for person, group in ((table.members[0], table.group_id), (table.stranger, 0)):
            of = {"participant_id": person, "group_id": group or table.other_group_id}
            mark = {"stance": "agree", "wording_digest": "of the text"}
            session.add(AgreementMark(recommendation_id=made, **of, **mark))
    downgrade("0044")
    upgrade(engine())
    with reading() as session:
        found = {one.participant_id: one.group_id for one in session.query(AgreementMark)}
    of_stranger = table.other_group_id if is_merged else table.group_id
    assert found == {table.members[0]: table.group_id, table.stranger: of_stranger}
