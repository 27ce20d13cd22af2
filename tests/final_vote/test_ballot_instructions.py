"""A ballot's instructions fit what its voter can choose: nobody votes on their own work."""

import pytest

from polling.contests.models import Contest
from polling.final_vote import ballot_instructions

OURS, THEIRS = 1, 2


def contest(theirs: int, ours: int, *, most: int = 3) -> Contest:
    authors = [THEIRS] * theirs + [OURS] * ours
    return Contest(
        options=list(range(len(authors))),
        rule={
            "most": min(most, len(authors)),
            "priorities": most,
            "authors": {str(option): group for option, group in enumerate(authors)},
        },
    )


@pytest.mark.parametrize(
    "theirs, ours, words, most",
    [
        (9, 2, "Choose up to 3 recommendations that should come first.", 3),
        (
            3,
            4,
            "Choose the recommendations that should come first, as many as you like.",
            3,
        ),
        (
            2,
            4,
            "Choose the recommendations that should come first, as many as you like.",
            2,
        ),
        (1, 4, "You can vote on one recommendation here. Choose it if it should come first.", 1),
    ],
)
def test_no_ballot_asks_for_more_options_than_its_voter_has(
    theirs: int, ours: int, words: str, most: int
) -> None:
    assert ballot_instructions.approve(contest(theirs, ours), OURS) == ballot_instructions.Task(
        words, most
    )


def test_one_of_many_is_said_as_one() -> None:
    task = ballot_instructions.approve(contest(5, 1, most=1), OURS)
    assert task == ballot_instructions.Task("Choose the recommendation that should come first.", 1)


def test_finalists_are_counted_without_those_of_ones_own_group() -> None:
    assert ballot_instructions.choose_finalists(contest(20, 2, most=7), OURS).words == (
        "Choose up to 7 of 20 recommendations selected in the first stage."
    )
    assert ballot_instructions.choose_finalists(
        contest(2, 2, most=7), OURS
    ) == ballot_instructions.Task(
        "Choose as many as you like of these recommendations, which were selected in the first "
        "stage.",
        2,
    )


@pytest.mark.parametrize(
    "theirs, priorities, words",
    [
        (6, 2, "Rate each recommendation. At most 2 of the 6 can be “priority now”."),
        (2, 1, "Rate each recommendation. At most one can be “priority now”."),
        (1, 1, "Rate each recommendation."),
    ],
)
def test_a_rating_says_how_many_can_be_a_priority(theirs: int, priorities: int, words: str) -> None:
    assert ballot_instructions.rate(contest(theirs, 1, most=priorities), OURS).words == words


def test_who_votes_on_their_own_work_is_true_for_all_groups() -> None:
    vote = contest(5, 1)
    vote.rule |= {"places": 3, "tie_policy": "default", "small_groups": [OURS]}
    said = ballot_instructions.counting(vote)
    assert "your own group’s recommendations, unless it has fewer than 5 members." in said
