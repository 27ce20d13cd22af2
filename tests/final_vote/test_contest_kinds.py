"""Routes only change contests of their own stage."""

import pytest

from polling.contests.kinds import PRACTICE, RANKING, RATING
from polling.contests.models import OPEN, Contest
from polling.core.db import reading, transaction
from tests.final_vote import raters
from tests.room import Room

DECISION = {"winners[]": "1", "reason": "By hand."}


@pytest.mark.parametrize(
    "kind, path, said",
    [
        pytest.param(RATING, "ranking/{id}/close", {}, id="a rating is not a theme to close"),
        pytest.param(RATING, "ranking/{id}/reveal", {}, id="a rating is not a theme to reveal"),
        pytest.param(
            RATING, "ranking/{id}/decide", DECISION, id="a rating is not a theme to decide"
        ),
        pytest.param(RATING, "final-vote/{id}/open", {}, id="a rating opens with all others"),
        pytest.param(RATING, "final-vote/{id}/reveal", {}, id="a rating is revealed with the rest"),
        pytest.param(RATING, "final-vote/{id}/decide", DECISION, id="a rating decides nothing"),
        pytest.param(RANKING, "final-vote/{id}/open", {}, id="a ranking is not a final vote"),
        pytest.param(RANKING, "final-vote/{id}/close", {}, id="a ranking is not closed with it"),
        pytest.param(
            RANKING,
            "final-vote/{id}/concern",
            {"key": "0" * 16, "shown": "true"},
            id="a ranking has no concerns",
        ),
        pytest.param(
            RATING,
            "final-vote/{id}/dissent",
            {"key": "0" * 64, "revision": 1, "shown": "true"},
            id="a rating has no dissent notes",
        ),
    ],
)
def test_a_vote_of_another_kind_is_not_there(
    two: Room, kind: str, path: str, said: dict[str, str]
) -> None:
    raters.open_first(two)
    contest = two.contests(kind)[0]
    address = f"/console/{two.code}/{path.format(id=contest.id)}"
    assert two.organizer_visitor().post(address, said).status_code == 404
    with reading() as session:
        assert session.get_one(Contest, contest.id).state == contest.state


def test_the_practice_vote_takes_no_ballots_on_paper(two: Room) -> None:
    with transaction() as session:
        contest = Contest(workshop_id=two.workshop_id, kind=PRACTICE, state=OPEN)
        session.add(contest)
    address = f"/console/{two.code}/contests/{contest.id}/paper"
    answer = two.organizer_visitor().post(address, {"number": "1", "choices": "1 2"})
    assert answer.status_code == 404
