"""Recommendations that people have begun to vote on cannot change, in any stage."""

import pytest

from polling.breakouts.models import Group
from polling.core.db import reading
from polling.recommendations.models import Recommendation
from polling.workshop.queries import themes
from tests.final_vote import electorate
from tests.room import Room

WHY = "Voting has begun. Recommendations can no longer be changed."


@pytest.fixture
def back(drafted: Room) -> Room:
    """A room that went back to the breakouts after voting has begun."""
    electorate.open_final_vote(drafted)
    electorate.close_all(drafted)
    drafted.go("breakouts")
    return drafted


def of_group(room: Room, number: int) -> Recommendation:
    with reading() as session:
        found = session.query(Recommendation).join(Group, Recommendation.group_id == Group.id)
        return found.filter(Group.number == number).order_by(Recommendation.id).limit(1).one()


def test_its_group_can_no_longer_change_it_and_sees_why(back: Room) -> None:
    one, tablet = of_group(back, 1), back.facilitator_visitor(1)
    page = tablet.get(f"/w/{back.code}/facilitator").text
    assert (WHY in page, "Add recommendation" in page) == (True, False)
    named = tablet.post(f"/w/{back.code}/facilitator/drafts/{one.id}/actors", {"name": "Banks"})
    assert (named.status_code, named.get_json()["error"]["message"]) == (409, WHY)
    assert of_group(back, 1).actors == one.actors


def test_organizers_neither_merge_nor_move_it(back: Room) -> None:
    one, organizer = of_group(back, 1), back.organizer_visitor()
    with reading() as session:
        issue = themes(session, back.workshop_id)[-1].issues[0].id
    path = f"/console/{back.code}/recommendations"
    moved = organizer.post(f"{path}/move", {"recommendation": one.id, "issue": issue})
    text = {"issue": one.issue_id, "action": "do something else"}
    two = {"first": one.id, "second": of_group(back, 2).id}
    merged = organizer.post(f"{path}/merge", two | text)
    assert (moved.status_code, merged.status_code) == (409, 409)
    assert of_group(back, 1).issue_id == one.issue_id


def test_its_issue_stays_under_its_theme(back: Room) -> None:
    one, organizer = of_group(back, 1), back.organizer_visitor()
    with reading() as session:
        theme = themes(session, back.workshop_id)[-1].id
    path = f"/console/{back.code}/setup/issues/{one.issue_id}/theme"
    assert organizer.post(path, {"theme": theme}).status_code == 409


def test_before_anybody_could_vote_it_can_be_changed(drafted: Room) -> None:
    drafted.go("breakouts")
    one, tablet = of_group(drafted, 1), drafted.facilitator_visitor(1)
    path = f"/w/{drafted.code}/facilitator/drafts/{one.id}/actors"
    assert tablet.post(path, {"name": "Banks"}).status_code == 200
