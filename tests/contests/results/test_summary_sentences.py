"""The sentences about a result, in English."""

from typing import Any

import pytest
from flask import Flask

from polling.contests.counting.result_statistics import explain
from polling.contests.models import CLOSED, Contest
from polling.contests.results.summary_sentences import about
from polling.voting import Outcome, RankedBallot, count
from polling.voting.ballots import Ballot

A, B, C, D = 1, 2, 3, 4
OPTIONS = [A, B, C, D]
LABELS = {A: "Alpha", B: "Beta", C: "Gamma", D: "Delta"}


@pytest.fixture(autouse=True)
def in_english(app: Flask) -> Any:
    with app.test_request_context():
        yield


def closed(
    orders: list[str],
    places: int = 1,
    policy: str = "default",
    rule_id: str = "top-three",
    **rule: Any,
) -> Contest:
    """A contest over Alpha to Delta, counted: "AB" is a ballot with Alpha first, then Beta."""
    names = {"A": A, "B": B, "C": C, "D": D}
    ballots: list[Ballot] = [
        RankedBallot(tuple(names[letter] for letter in order)) for order in orders
    ]
    seed = "ff" if policy == "lot" else None
    outcome = count(rule_id, ballots, OPTIONS, places, tie_policy=policy, seed=seed)
    return Contest(id="ff", state=CLOSED, rule=rule, decision={}, result=result(ballots, outcome))


def result(ballots: list[Ballot], outcome: Outcome) -> dict[str, Any]:
    return {
        "voted": len(ballots),
        "outcome": outcome.as_dict(),
        "explained": explain(ballots, OPTIONS, outcome, seed="ff"),
    }


def test_a_vote_in_which_nobody_chose_says_that_and_of_no_tie() -> None:
    said = about(closed([]), LABELS)
    assert (said.heading, said.text) == ("Nobody made a choice.", "")


def test_options_that_no_ballot_names_tie_for_nothing() -> None:
    said = about(closed(["A"], places=2), LABELS)
    assert said.text == "Not on any ballot: “Beta”, “Gamma”, and “Delta”."


def test_two_that_are_ahead_are_ahead() -> None:
    said = about(closed(["BAC", "C", "ABC"], places=2), LABELS)
    assert said.text == "In pairwise comparisons, “Alpha” and “Beta” are ahead."


def test_a_close_cut_is_said_to_be_close() -> None:
    said = about(closed(["ABC"] * 40 + ["BAC"] * 39), LABELS)
    assert said.heading == "The last place was decided by a narrow margin."
    assert said.text == "A change in 1 ballot could have put “Beta” among the priority issues."
    assert said.delicate is True


def test_a_cut_that_takes_some_changes_is_fairly_firm() -> None:
    # Alpha leads by 12 points, and one changed ballot takes away 4 of them.
    said = about(closed(["ABC"] * 45 + ["BAC"] * 33), LABELS)
    assert said.heading == "The last place was decided by a medium margin."
    assert said.text == "A change in 4 ballots could have put “Beta” among the priority issues."
    assert said.delicate is False


def test_a_cut_that_takes_many_changes_is_clear() -> None:
    said = about(closed(["AB"] * 10, places=1), LABELS)
    assert said.heading == "The last place was decided by a wide margin."


def test_agreement_is_how_many_choices_two_voters_share() -> None:
    said = about(closed(["AB", "AB", "AC"]), LABELS).agreement
    assert said == (
        "On average, any two participants shared 1.3 choices. By chance alone, they would share 1."
    )


def test_where_everybody_names_everything_there_is_nothing_to_share() -> None:
    assert about(closed(["ABCD", "DCBA"] * 3), LABELS).agreement == ""


@pytest.mark.parametrize(
    "orders, places, heading",
    [
        (["AB", "BA"], 1, "“Alpha” and “Beta” are tied for first place."),
        (["AB", "AC"], 2, "“Beta” and “Gamma” are tied for the last winning place."),
        (
            ["AB", "AC", "AD"],
            3,
            "“Beta”, “Gamma”, and “Delta” are tied for the last 2 winning places.",
        ),
        (["A", "B", "C"], 2, "“Alpha”, “Beta”, and “Gamma” are tied for the first 2 places."),
        (
            ["A", "B", "C", "D"],
            3,
            "“Alpha”, “Beta”, “Gamma”, and “Delta” are tied for the first 3 places.",
        ),
    ],
    ids=["the only one", "the last one", "the last two", "both", "all, of more than there are"],
)
def test_a_tie_is_for_the_last_places_or_for_all(
    orders: list[str], places: int, heading: str
) -> None:
    assert about(closed(orders, places=places), LABELS).heading == heading


def counted_by_stv(winners: list[int], places: int, ties: list[dict[str, Any]]) -> Contest:
    """A contest with a result stored while this rule was still offered."""
    outcome = {
        "rule": "stv",
        "places": places,
        "ballots": 4,
        "winners": winners,
        "unresolved": [],
        "standings": [{"option": A, "rank": 1, "score": 1, "makes_cut": True}],
        "ties": ties,
    }
    explained: dict[str, Any] = {
        "agreement": None,
        "pairwise": None,
        "margin": None,
        "probability": {},
    }
    result = {"voted": 4, "outcome": outcome, "explained": explained}
    return Contest(id="ff", state=CLOSED, rule={}, decision={}, result=result)


def step(name: str, advanced: list[int], dropped: list[int]) -> dict[str, Any]:
    return {"name": name, "advanced": advanced, "dropped": dropped, "still_tied": [], "values": []}


def test_a_tie_in_a_count_by_rounds_may_be_on_the_way_to_its_end() -> None:
    # All four have one first place; three of them stay in the count for two places.
    stay = {"options": OPTIONS, "places": 3, "steps": [step("head-to-head", [A, B, D], [C])]}
    contest = counted_by_stv([A, B], 2, [stay])
    names = "“Alpha”, “Beta”, “Gamma”, and “Delta”"
    assert about(contest, LABELS).heading == f"{names} were tied during the count."


def test_the_tie_for_the_places_is_reported_rather_than_an_earlier_one() -> None:
    # Gamma is eliminated in a tie of three for two remaining; then two are left for one place.
    stay = {"options": [A, B, C], "places": 2, "steps": [step("head-to-head", [B, C], [A])]}
    last = {"options": [B, C], "places": 1, "steps": [step("admit-all", [B, C], [])]}
    said = about(counted_by_stv([B, C], 1, [stay, last]), LABELS)
    assert said.heading == "“Beta” and “Gamma” are tied for first place."


def test_a_tie_that_nothing_separates_admits_all() -> None:
    said = about(closed(["AB", "BA"]), LABELS)
    assert said.heading == "“Alpha” and “Beta” are tied for first place."
    assert said.text == "All of them are selected."


def test_a_tie_is_settled_head_to_head() -> None:
    # Alpha and Beta have 10 points each; four of six prefer Beta.
    said = about(closed(["AC", "A", "BA", "BAC", "CB", "CB"]), LABELS)
    assert said.heading == "“Alpha” and “Beta” are tied for first place."
    assert said.text == "In pairwise comparisons, “Beta” is ahead."


def test_a_tie_is_left_to_the_organizers() -> None:
    said = about(closed(["AB", "BA"], policy="refuse"), LABELS)
    assert said.text == "The organizers decide."


def test_a_lot_is_called_a_lot() -> None:
    said = about(closed(["AB", "BA"], policy="lot"), LABELS)
    assert said.text in {"Drawn by lot: “Alpha”.", "Drawn by lot: “Beta”."}


def test_a_decision_by_hand_comes_before_everything_else() -> None:
    contest = closed(["AB", "BA"])
    contest.decision = {"winners": [B], "reason": "Beta is older.", "by": "the organizer"}
    said = about(contest, LABELS)
    assert (said.heading, said.text) == ("Decided by the organizers:", "Beta is older.")


def test_it_says_what_two_by_two_comparison_would_have_put_in() -> None:
    said = about(closed(["AC", "AC", "BA", "BA", "B"]), LABELS)
    assert said.pairwise == "In pairwise comparisons: “Beta” would replace “Alpha”."


def test_it_says_nothing_where_two_by_two_comparison_agrees() -> None:
    assert about(closed(["ABC", "ABC", "BAC"]), LABELS).pairwise == ""


@pytest.mark.parametrize(
    "quorum,words",
    [
        (0, ""),
        (4, "Quorum met: 4 voted, 4 needed."),
        (10, "Quorum not met: 4 voted, 10 needed."),
    ],
)
def test_a_quorum_is_met_or_not_and_either_is_said(quorum: int, words: str) -> None:
    assert about(closed(["AB"] * 4, quorum=quorum), LABELS).quorum == words


def test_of_a_vote_that_is_not_counted_there_is_nothing_to_say() -> None:
    said = about(Contest(id="ff", state="open", rule={}, decision={}, result={}), LABELS)
    assert (said.heading, said.text, said.agreement) == ("", "", "")


def test_what_has_been_deleted_since_has_no_name() -> None:
    contest = closed(["ABC"] * 40 + ["BAC"] * 39)
    said = about(contest, {A: "Alpha"})
    assert said.text == "A change in 1 ballot could have put “deleted” among the priority issues."
