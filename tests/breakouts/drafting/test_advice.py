"""The advice on a group's pages, and when it is refreshed."""

from unittest.mock import patch

import pytest
from sqlalchemy.exc import OperationalError

from polling.breakouts.drafting import draft_announcements, versions
from polling.breakouts.drafting.advice import advice
from polling.breakouts.models import Group
from polling.core.clock import now
from polling.core.db import reading, transaction
from polling.live import announce, debounce
from polling.recommendations.models import Recommendation
from polling.setup.actions import workshops
from tests.breakouts.drafting.conftest import Connect, asking
from tests.breakouts.drafting.group_at_work import Table
from tests.documents.drafting_phone import Phone
from tests.setup.conftest import Desk

REPORT = "report suspicious transfers to the police within a day"
FULL = OperationalError("", {}, OSError("the disk is full"))


def said(table: Table, group_id: int | None = None) -> dict[int, list[tuple[str, str]]]:
    with table.room.app.test_request_context(), reading() as session:
        group = session.get_one(Group, group_id or table.group_id)
        return {
            one: [(each.title, each.text) for each in found]
            for one, found in advice(session, group).items()
        }


def test_a_hint_has_a_title_and_a_sentence(table: Table) -> None:
    made = table.recommend(action=REPORT)
    table.recommend(actors=["Courts"], action="hear urgent cases within a week", position=2)
    assert said(table) == {
        made: [
            ("does not say who should act", "Who should do it? Name the people or organizations.")
        ]
    }


def test_both_groups_get_advice_about_similar_recommendations(table: Table) -> None:
    ours = table.recommend(actors=["Banks"], action=REPORT)
    theirs = table.recommend(
        group_id=table.other_group_id,
        issue_id=table.foreign_issue(),
        actors=["All banks"],
        action=REPORT,
    )
    ((_, of_ours),) = said(table)[ours]
    ((_, of_theirs),) = said(table, table.other_group_id)[theirs]
    assert of_ours.startswith("There is a similar recommendation (Group 2, ")
    assert of_theirs.startswith("There is a similar recommendation (Group 1, ")


def test_a_group_gets_advice_about_its_own_duplicates(table: Table) -> None:
    made = [table.recommend(actors=["Banks"], action=REPORT, position=place) for place in (1, 2)]
    texts = [text for found in said(table).values() for _, text in found]
    assert list(said(table)) == made
    assert all(text.startswith("Your group has a similar recommendation") for text in texts)


def test_what_was_deleted_is_like_nothing(table: Table) -> None:
    kept = table.recommend(actors=["Banks"], action=REPORT)
    table.recommend(actors=["Banks"], action=REPORT, position=2, deleted_at=now())
    assert kept not in said(table)


def test_a_group_that_writes_in_another_language_is_asked_less(table: Table) -> None:
    made = table.recommend(actors=["Banks"], action="strengthen the reporting of transfers")
    assert [title for title, _ in said(table)[made]] == ["vague wording"]
    with transaction() as session:
        session.get_one(Group, table.group_id).language = "th"
    assert [title for title, _ in said(table)[made]] == ["no deadline or method"]


def test_a_group_s_pages_are_refreshed_when_its_hints_change(
    table: Table, monkeypatch: pytest.MonkeyPatch, connect: Connect
) -> None:
    monkeypatch.setattr(draft_announcements, "_shown", {})
    monkeypatch.setattr(debounce, "PAUSE_SECONDS", 3_600)  # no other refresh during the test
    made = table.recommend(actors=["Banks"], action=REPORT)
    told = tell(table)
    assert told == []
    phone = Phone(table.document, 1)
    phone.join(asking(connect(table.members[0])))
    phone.type(f"{made}/action", 0, "adopt a code and publish it, and ")
    phone.send()
    with patch.object(versions, "write_down", side_effect=FULL), pytest.raises(OperationalError):
        tell(table)
    assert tell(table) == [table.group_id]
    assert tell(table) == []


def test_a_group_that_checks_a_merged_text_sees_its_changes(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_announcements, "_shown", {})
    merged = table.recommend(actors=["Banks"], action=REPORT, group_id=table.other_group_id)
    table.recommend(action=REPORT, merged_into_id=merged, deleted_at=now())
    with transaction() as session:
        session.get_one(Group, table.group_id).reading_back_id = merged
    assert tell(table) == [table.group_id]
    with transaction() as session:
        session.get_one(Recommendation, merged).actors = ["Public banks"]
    assert tell(table) == [table.group_id]


def test_hints_of_a_deleted_workshop_are_forgotten(table: Table) -> None:
    table.recommend(actors=["Banks"], action=REPORT)
    tell(table)
    assert table.room.workshop_id in draft_announcements._shown
    Desk(table.room).do(workshops.remove, confirm=table.room.code)
    assert table.room.workshop_id not in draft_announcements._shown


def tell(table: Table) -> list[int]:
    """Refresh the pages that would look different; return their groups."""
    with patch.object(announce, "group_changed") as changed:
        draft_announcements._tell(table.room.workshop_id)
    return [call.args[2] for call in changed.call_args_list]
