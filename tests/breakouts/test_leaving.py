"""Warnings before leaving the breakouts, which never block."""

from sqlalchemy import update

from polling.breakouts import actions
from polling.breakouts.models import Group
from polling.core.db import reading, transaction
from polling.facilitation.stage_registry import reasons_to_stay
from polling.people.models import Participant
from polling.recommendations.models import Recommendation
from polling.workshop import queries as workshops
from polling.workshop.stage_hooks import About, Reason
from tests.breakouts.full_room import draft, group
from tests.breakouts.test_actions import facilitator
from tests.room import Room


def reasons(room: Room) -> list[Reason]:
    with reading() as session:
        return reasons_to_stay(session, workshops.by_id(session, room.workshop_id))


def all_ready(room: Room) -> None:
    with transaction() as session:
        session.execute(update(Group).values(ready=True))


def test_groups_that_are_not_formed_are_a_reason(full: Room) -> None:
    full.go("ranking", "breakouts")
    assert reasons(full) == [Reason("No groups yet.", blocks=False)]


def test_ready_groups_with_recommendations_on_every_issue_may_go(at_work: Room) -> None:
    draft(at_work, per_issue=1)
    all_ready(at_work)
    assert reasons(at_work) == []


def test_the_groups_that_are_not_ready_are_named(at_work: Room) -> None:
    draft(at_work, per_issue=1)
    all_ready(at_work)
    with transaction() as session:
        for number in (9, 4):
            session.get_one(Group, group(at_work, number).id).ready = False
    assert [reason.text for reason in reasons(at_work)] == ["Groups 4, 9 are not done yet."]


def test_the_groups_that_call_for_help_are_named_first(at_work: Room) -> None:
    draft(at_work, per_issue=1)
    with transaction() as session:
        actions.call_help(session, facilitator(at_work, 4), wanted=True)
    assert reasons(at_work)[0].text == "Group 4 needs help."


def test_nobody_waits_for_a_group_without_members(at_work: Room) -> None:
    draft(at_work, per_issue=1)
    all_ready(at_work)
    with transaction() as session:
        empty = group(at_work, 5).id
        session.execute(update(Group).where(Group.id == empty).values(ready=False))
        left = Participant.group_id == empty
        session.execute(update(Participant).where(left).values(group_id=None))
    assert reasons(at_work) == []


def test_issues_without_a_recommendation_are_counted_and_named(at_work: Room) -> None:
    all_ready(at_work)
    [reason] = reasons(at_work)
    assert (reason.text, reason.blocks) == ("16 issues have no recommendation yet.", False)
    assert len({issue.name for issue in reason.about}) == 16


def test_groups_whose_recommendations_say_no_action_are_counted_and_named(at_work: Room) -> None:
    draft(at_work, per_issue=1)
    all_ready(at_work)
    own = group(at_work, 4)
    with transaction() as session:
        issue = workshops.priority_issues(session, own.theme_id)[0].id
        for actors in (["Courts"], []):  # one that has been begun, and one empty card
            place = Recommendation(issue_id=issue, group_id=own.id, position=9, actors=actors)
            session.add(place)
    [reason] = reasons(at_work)
    assert reason.text.startswith("1 group has recommendations without an action")
    assert reason.about == (About("Group 4", f"group-{own.id}"),)
