"""One stage or two: by the number of recommendations, or as the organizers choose."""

import pytest

from polling.contests.kinds import FINAL, RATING
from polling.core.db import reading, transaction
from polling.core.errors import Conflict
from polling.final_vote import actions
from polling.final_vote.queries import expected_finalists, recommendations, stages
from polling.workshop.models import Workshop
from tests.final_vote import electorate, raters
from tests.room import Room


@pytest.mark.parametrize("chosen, count", [("auto", 2), ("one", 1), ("two", 2)])
def test_many_recommendations_are_voted_on_in_two_stages_unless_chosen_otherwise(
    drafted: Room, chosen: str, count: int
) -> None:
    electorate.set_stages(drafted, chosen)
    with reading() as session:
        assert stages(session, session.get_one(Workshop, drafted.workshop_id)) == count


def test_few_recommendations_are_voted_on_in_one_stage(room: Room) -> None:
    electorate.gather(room, 12)
    electorate.prioritise(room)
    electorate.draft(room, each=1)  # eighteen of them
    with reading() as session:
        assert stages(session, session.get_one(Workshop, room.workshop_id)) == 1


def test_there_is_no_second_stage_if_most_recommendations_would_be_in_it(room: Room) -> None:
    electorate.gather(room, 12)
    electorate.prioritise(room)
    electorate.draft(room, each=2)
    room.go("presentations", "final_vote")
    with reading() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        assert len(recommendations(session, workshop)) == 36
        assert expected_finalists(session, workshop) == 18 + 8
        assert stages(session, workshop) == 1
    page = room.organizer_visitor().get(f"/console/{room.code}/final_vote").text
    assert "then votes on the 26 best ones." in page  # so organizers may still choose two stages


def test_the_stages_are_chosen_before_the_vote_begins(two: Room) -> None:
    assert (len(two.contests(RATING)), len(two.contests(FINAL))) == (18, 0)
    with transaction() as session:
        actions.choose_stages(session, two.organizer, 1)
    assert (len(two.contests(RATING)), len(two.contests(FINAL))) == (0, 6)
    with transaction() as session:
        actions.choose_stages(session, two.organizer, 2)
    raters.open_first(two)
    with transaction() as session, pytest.raises(Conflict, match="not possible right now"):
        actions.choose_stages(session, two.organizer, 1)
