"""An action that cannot be done says so, and the room learns what was undone."""

from typing import Any

import pytest
from sqlalchemy import select

from polling.breakouts import queries as breakouts
from polling.contests.kinds import FINAL, RANKING, RATING
from polling.core.db import reading, transaction
from polling.final_vote import actions as final_vote
from polling.presentations import actions as presentations
from polling.presentations.models import Comment
from polling.recommendations.models import Recommendation
from polling.workshop.models import Theme
from tests.final_vote import electorate, raters
from tests.room import Room
from tests.screen.shown_results import show_whole
from tests.visitor import Visitor


def drafted(room: Room, stages: str = "one") -> Room:
    electorate.gather(room, 24)
    electorate.prioritise(room)
    electorate.draft(room, each=2)
    electorate.set_stages(room, stages)
    room.go("presentations")
    return room


def refused(answer: Any) -> str:
    assert answer.status_code == 409, answer.get_data(as_text=True)
    said: str = answer.get_json()["error"]["message"]
    return said


def test_comments_wait_until_their_group_presents(room: Room) -> None:
    drafted(room)
    person = room.participants[0]
    with reading() as session:
        own = room.actor(person).group_id
        groups = [one.id for one in breakouts.groups(session, room.workshop_id) if one.id != own]
        other = Recommendation.group_id == groups[0]
        about = session.scalars(select(Recommendation.id).where(other)).first()
    phone = room.participant_visitor(person)
    comment = {"recommendation": about, "kind": "support", "text": "Good."}

    def say() -> Any:
        return phone.post(f"/w/{room.code}/comments", json=comment)

    assert "not possible right now" in refused(say())
    with reading() as session:
        assert session.scalars(select(Comment)).all() == []
    with transaction() as session:
        presentations.present(session, room.organizer, groups[0])
    assert say().status_code == 200
    with transaction() as session:
        presentations.present(session, room.organizer, groups[1])
    assert say().status_code == 200  # text typed since then still arrives


@pytest.fixture
def console(room: Room) -> Visitor:
    return room.organizer_visitor()


def test_a_revealed_ranking_says_that_it_cannot_be_reopened(room: Room, console: Visitor) -> None:
    room.go("lobby")
    room.join(6)
    room.go("ranking")
    contest = room.contests(RANKING)[0]
    path = f"/console/{room.code}/ranking"
    for step in ("open", "close", "reveal"):
        assert console.post(f"{path}/{contest.id}/{step}").status_code == 200
    assert "not possible right now" in refused(console.post(f"{path}/{contest.id}/open"))
    assert "not possible right now" in refused(
        console.post(
            f"/console/{room.code}/clock",
            {"scope": f"contest:{contest.id}", "action": "start", "seconds": "60"},
        )
    )


def test_opening_and_closing_all_say_when_there_is_nothing_to_do(
    room: Room, console: Visitor
) -> None:
    room.go("lobby")
    room.join(6)
    room.go("ranking")
    path = f"/console/{room.code}/ranking"
    assert (
        refused(console.post(f"{path}/close")) == "That is not possible right now. Reload the page."
    )
    assert console.post(f"{path}/open").status_code == 200
    assert (
        refused(console.post(f"{path}/open")) == "That is not possible right now. Reload the page."
    )
    assert console.post(f"{path}/close").status_code == 200
    assert "not possible right now" in refused(console.post(f"{path}/open"))


def test_a_revealed_final_vote_says_that_it_cannot_be_reopened(
    room: Room, console: Visitor
) -> None:
    drafted(room).go("final_vote")
    path = f"/console/{room.code}/final-vote"
    assert "not possible right now" in refused(console.post(f"{path}/reveal"))
    electorate.open_final_vote(room)
    electorate.close_all(room)
    with transaction() as session:
        final_vote.reveal_overall(session, room.organizer)
        show_whole(session, room.organizer)
    contest = room.contests(FINAL)[0]
    assert "not possible right now" in refused(console.post(f"{path}/{contest.id}/open"))


def test_nothing_is_put_on_the_screen_before_it_is_revealed(room: Room, console: Visitor) -> None:
    drafted(room, "two").go("final_vote")
    raters.open_first(room)
    path = f"/console/{room.code}/final-vote"
    with reading() as session:
        theme = session.scalars(
            select(Theme.id).where(Theme.workshop_id == room.workshop_id)
        ).first()
    assert "not possible right now" in refused(console.post(f"{path}/themes/{theme}/show"))
    assert "not possible right now" in refused(
        console.post(f"{path}/lists/show", {"listed": "broad"})
    )
    raters.close(room)
    with transaction() as session:
        final_vote.reveal_overall(session, room.organizer)
        show_whole(session, room.organizer)
    revealed = room.contests(RATING)[0].theme_id
    assert console.post(f"{path}/themes/{revealed}/show").status_code == 200


def test_the_screen_says_that_a_vote_was_reopened(room: Room, console: Visitor) -> None:
    room.go("lobby")
    room.join(6)
    room.go("ranking")
    contest, path = room.contests(RANKING)[0], f"/console/{room.code}/ranking"
    screen = room.screen_visitor()

    def says_so() -> bool:
        return "Reopened" in screen.get(f"/w/{room.code}/screen").get_data(as_text=True)

    console.post(f"{path}/{contest.id}/open")
    console.post(f"{path}/{contest.id}/close")
    assert not says_so()
    console.post(f"{path}/{contest.id}/open")
    assert says_so()


def test_the_screen_says_that_a_rating_was_reopened(room: Room, console: Visitor) -> None:
    drafted(room, "two").go("final_vote")
    raters.open_first(room)
    for step in ("close", "open"):
        assert console.post(f"/console/{room.code}/final-vote/{step}").status_code == 200
    screen = room.screen_visitor()
    assert "Reopened" in screen.get(f"/w/{room.code}/screen").get_data(as_text=True)
