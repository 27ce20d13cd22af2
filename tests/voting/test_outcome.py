import json
from fractions import Fraction

from polling.voting import Abstention, Ballot, RankedBallot, count
from polling.voting.outcome import as_json
from tests.voting.profiles import ranked


def test_an_outcome_is_json_ready() -> None:
    ballots: list[Ballot] = [*ranked("1 a>b", "1 b>a"), Abstention()]
    outcome = count("top-three", ballots, "abc", places=1)
    assert json.loads(json.dumps(outcome.as_dict())) == {
        "rule": "top-three",
        "places": 1,
        "tie_policy": "default",
        "ballots": 2,
        "abstentions": 1,
        "winners": ["a", "b"],
        "unresolved": [],
        "standings": [
            {"option": "a", "rank": 1, "score": 5, "makes_cut": True},
            {"option": "b", "rank": 1, "score": 5, "makes_cut": True},
            {"option": "c", "rank": 3, "score": 0, "makes_cut": False},
        ],
        "ties": [
            {
                "options": ["a", "b"],
                "places": 1,
                "admitted": ["a", "b"],
                "unresolved": [],
                "steps": [
                    {
                        "name": "head-to-head",
                        "advanced": [],
                        "dropped": [],
                        "still_tied": ["a", "b"],
                        "values": [["a", "1/2"], ["b", "1/2"]],
                    },
                    {
                        "name": "first-places",
                        "advanced": [],
                        "dropped": [],
                        "still_tied": ["a", "b"],
                        "values": [["a", 1], ["b", 1]],
                    },
                    {
                        "name": "admit-all",
                        "advanced": ["a", "b"],
                        "dropped": [],
                        "still_tied": [],
                        "values": [],
                    },
                ],
            }
        ],
    }


def test_fractions_are_written_exactly_and_whole_numbers_as_such() -> None:
    assert [as_json(number) for number in (3, Fraction(6, 2), Fraction(7, 2))] == [3, 3, "7/2"]


def test_fractional_weights_stay_exact() -> None:
    thirds = [RankedBallot(("a",), weight=Fraction(1, 3))] * 3
    assert count("top-three", thirds, "ab", places=1).standings[0].score == 3
