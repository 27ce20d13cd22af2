"""What a first-stage ballot contains, and what it never discloses."""

import json

import pytest

from polling.contests.kinds import RATING
from polling.contests.models import Contest
from polling.core.db import reading
from polling.core.errors import BadInput
from tests.final_vote import raters
from tests.room import Room


@pytest.mark.usefixtures("rating")
def test_a_third_of_an_issue_may_be_priorities_and_no_more(two: Room) -> None:
    person = two.participants[0]
    contest = raters.first_of(two, person)
    assert (len(contest.options), contest.rule["priorities"]) == (4, 2)
    with pytest.raises(BadInput, match="at most 2"):
        two.cast(person, contest.id, raters.give(contest, "priority", *contest.options[:3]))
    assert two.cast(person, contest.id, raters.give(contest, "priority", *contest.options[:2]))[
        "ok"
    ]


@pytest.mark.parametrize(
    "choices",
    [
        pytest.param({"approved": [1]}, id="another kind of ballot"),
        pytest.param({"scores": {"1": 5}}, id="scores off the scale"),
        pytest.param({"rated": {"priority": [1], "support": [1]}}, id="rated twice"),
        pytest.param({"rated": {"priority": []}}, id="nothing rated"),
        pytest.param({"rated": {"support": [999_999]}}, id="what is not on the list"),
    ],
)
@pytest.mark.usefixtures("rating")
def test_an_invalid_rating_is_refused(two: Room, choices: dict[str, object]) -> None:
    person = two.participants[0]
    contest = raters.first_of(two, person)
    option = contest.options[0]
    meant = json.loads(json.dumps(choices).replace("[1]", f"[{option}]"))
    with pytest.raises(BadInput):
        two.cast(person, contest.id, meant)


@pytest.mark.usefixtures("rating")
def test_a_partial_rating_counts(two: Room) -> None:
    person = two.participants[0]
    contest = raters.first_of(two, person)
    two.cast(person, contest.id, raters.give(contest, "not_now", contest.options[1]))
    raters.close(two)
    with reading() as session:
        stored = session.get_one(Contest, contest.id).result
    assert stored["ratings"][str(contest.options[1])] == {
        "priority": 0,
        "support": 0,
        "not_now": 1,
    }
    assert sum(sum(counts.values()) for counts in stored["ratings"].values()) == 1


@pytest.mark.usefixtures("rated")
def test_nothing_on_the_disk_ties_the_ballots_of_one_person_together(two: Room) -> None:
    for contest in two.contests(RATING):
        for ballot in contest.result["ballots"]:
            marked = {o for options in ballot["choices"]["rated"].values() for o in options}
            assert marked <= set(contest.options)  # one issue, not the voter's other issues
