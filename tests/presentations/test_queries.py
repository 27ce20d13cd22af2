"""The order of the groups, and the recommendations to read."""

from sqlalchemy import update

from polling.core.db import reading, transaction
from polling.people.models import Participant
from polling.presentations import queries
from polling.recommendations.models import Recommendation
from polling.workshop import queries as workshops
from polling.workshop.models import Issue
from tests.breakouts.full_room import group
from tests.room import Room


def order(room: Room) -> list[int]:
    with reading() as session:
        return [one.number for one in queries.order(session, room.workshop_id)]


def reading_list(room: Room) -> list[tuple[str, list[tuple[int | None, int]]]]:
    """Each theme with its issues: their priority and number of recommendations."""
    with reading() as session:
        parts = queries.themes_to_read(session, workshops.by_id(session, room.workshop_id))
        return [
            (part.theme.label, [(issue.priority, len(written)) for issue, written in part.issues])
            for part in parts
        ]


def test_groups_present_by_number(presenting: Room) -> None:
    assert order(presenting) == list(range(1, 12))


def test_a_group_without_members_and_recommendations_does_not_present(presenting: Room) -> None:
    with transaction() as session:
        gone = group(presenting, 5).id
        for table in (Recommendation, Participant):
            session.execute(update(table).where(table.group_id == gone).values(group_id=None))
    assert order(presenting) == [1, 2, 3, 4, 6, 7, 8, 9, 10, 11]


def test_a_group_without_members_still_presents_its_recommendations(presenting: Room) -> None:
    with transaction() as session:
        left = Participant.group_id == group(presenting, 5).id
        session.execute(update(Participant).where(left).values(group_id=None))
    assert order(presenting) == list(range(1, 12))


def test_everything_can_be_read_theme_by_theme_and_issue_by_issue(presenting: Room) -> None:
    assert reading_list(presenting) == [
        ("Wildlife", [(1, 4), (2, 4), (3, 4)]),
        ("Cyber", [(1, 4), (2, 4), (3, 4)]),
        ("Drugs", [(1, 4), (2, 4), (3, 4)]),
        ("Persons", [(1, 4), (2, 4), (3, 4)]),
        ("Corruption", [(1, 4), (2, 4)]),
        ("Coordination", [(1, 2), (2, 2)]),
    ]


def test_what_was_written_on_an_issue_that_lost_its_priority_comes_last(presenting: Room) -> None:
    with transaction() as session:
        theme = workshops.themes(session, presenting.workshop_id)[0]
        first = Issue.theme_id == theme.id, Issue.priority == 1
        session.execute(update(Issue).where(*first).values(priority=None))
    assert reading_list(presenting)[0] == ("Wildlife", [(2, 4), (3, 4), (None, 4)])
