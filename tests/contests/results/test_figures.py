"""The figures of a counted contest, their charts, and sentences."""

from hashlib import sha256
from typing import Any

import pytest
from flask import Flask

from polling.charts import HeatMap, RankingBars, SectorSlopes, StabilityDots
from polling.contests.counting.result_statistics import explain, support
from polling.contests.counting.sector_support import by_sector
from polling.contests.models import CLOSED, Contest
from polling.contests.results.charts import charts
from polling.contests.results.detail_sentences import facts
from polling.contests.results.figures import Figures, figures
from polling.voting import ApprovalBallot, RankedBallot, count
from polling.voting.ballots import Ballot

OPTIONS = [1, 2, 3]
LABELS = {1: "Alpha", 2: "Beta", 3: "Gamma"}


@pytest.fixture(autouse=True)
def in_english(app: Flask) -> Any:
    with app.test_request_context():
        yield


def counted(rule: str = "top-three", **parts: tuple[int, ...]) -> Contest:
    """A contest in which ten people of each sector vote alike: media=(1, 2)."""
    ballots: list[Ballot] = [RankedBallot(order) for order in parts.values() for _ in range(10)]
    sectors = [sector for sector in parts for _ in range(10)]
    outcome = count(rule, ballots, OPTIONS, 1)
    result = {
        "voted": len(ballots),
        "present": 30,
        "outcome": outcome.as_dict(),
        "support": support(OPTIONS, ballots),
        "explained": explain(ballots, OPTIONS, outcome, seed="ff")
        | {"by_sector": by_sector(sectors, ballots, OPTIONS, outcome, smallest=5)},
    }
    return Contest(id="ff", state=CLOSED, rule={}, decision={}, result=result)


def figures_of(contest: Contest) -> Figures:
    found = figures(contest, LABELS)
    assert found
    return found


def test_every_option_has_its_figures_in_the_order_of_the_result() -> None:
    made = figures_of(counted(media=(2, 1), public=(2, 3)))
    assert [one.label for one in made.options] == ["Beta", "Alpha", "Gamma"]
    first = made.options[0]
    assert (first.rank, first.score, first.made_cut) == (1, 60, True)
    assert (first.named, first.first) == (20, 20)
    assert first.pairs == [None, 20, 20]
    assert first.chance == 1.0
    assert (made.rule, made.ballots, made.sectors) == ("top-three", 20, ["media", "public"])


def test_options_chosen_by_hand_come_first() -> None:
    contest = counted(media=(2, 1), public=(2, 3))
    contest.decision = {"winners": [3], "reason": "It was agreed."}
    made = figures_of(contest)
    assert [(one.label, one.made_cut) for one in made.options] == [
        ("Gamma", True),
        ("Beta", False),
        ("Alpha", False),
    ]


def test_deleted_options_are_left_out() -> None:
    made = figures(counted(media=(2, 1), public=(2, 3)), {2: "Beta", 3: "Gamma"})
    assert made
    assert [len(one.pairs) for one in made.options] == [2, 2]


def test_there_are_no_figures_before_the_count() -> None:
    assert figures(Contest(rule={}, decision={}, result={}), LABELS) is None
    assert charts(None, "Corruption") == []


def test_a_ranking_has_a_chart_by_sector_if_any_number_of_a_sector_may_be_shown() -> None:
    contest = counted(media=(2, 1), public=(2, 3))
    drawn = charts(figures_of(contest), "Corruption")
    assert [type(one) for one in drawn] == [RankingBars, StabilityDots, HeatMap, SectorSlopes]
    contest.result["explained"]["by_sector"]["support"] = {key: [None, None] for key in "123"}
    drawn = charts(figures_of(contest), "Corruption")
    assert [type(one) for one in drawn] == [RankingBars, StabilityDots, HeatMap]
    assert drawn[0].title == "Corruption: Result"


def test_a_rule_that_is_not_drawn_again_has_no_dots_and_one_sector_no_slopes() -> None:
    drawn = charts(figures_of(counted("kemeny", media=(2, 1))), "Corruption")
    assert [type(one) for one in drawn] == [RankingBars, HeatMap]


def test_a_winner_of_all_comparisons_is_named_and_the_agreement_has_its_figure() -> None:
    said = facts(counted(media=(1, 2, 3), public=(1, 2, 3)), LABELS)
    assert said[0] == "20 of 30 voted."
    assert said[1] == "In pairwise comparisons, “Alpha” beats every other issue."
    assert said[2].startswith("Kendall’s W, corrected for ties: 1 (20 ballots")
    assert "2000 resamples" in said[3]
    assert "seed ff" in said[3]


def test_ballots_that_are_no_rankings_are_compared_mark_by_mark() -> None:
    approved = [{1, 2}] * 5 + [{1}] * 5
    ballots: list[Ballot] = [ApprovalBallot(frozenset(one)) for one in approved]
    outcome = count("approval", ballots, OPTIONS, 1)
    result = {
        "voted": 10,
        "present": 30,
        "outcome": outcome.as_dict(),
        "support": support(OPTIONS, ballots),
        "explained": explain(ballots, OPTIONS, outcome, seed="ff"),
    }
    contest = Contest(id="ff", state=CLOSED, rule={}, decision={}, result=result)
    assert facts(contest, LABELS)[1] == (
        "On average, two ballots picked at random agree on 81% of the issues. If opinions were "
        "evenly divided on every issue, this figure would be 50%. Ballots differ most on “Beta”. "
        "Kendall’s W and pairwise comparisons apply only to rankings."
    )
    assert figures_of(contest).checks.alike == 0.8148


def test_a_circle_is_named() -> None:
    said = facts(counted(a=(1, 2, 3), b=(2, 3, 1), c=(3, 1, 2)), LABELS)
    assert said[1] == (
        "In pairwise comparisons, no issue beats all the others: “Alpha”, “Beta”, and “Gamma” "
        "beat one another in a cycle."
    )


def test_two_that_are_level_lead_together_and_are_no_circle() -> None:
    contest = counted(a=(1, 2, 3), b=(2, 1, 3))
    assert facts(contest, LABELS)[1] == (
        "In pairwise comparisons, no issue beats all the others; “Alpha” and “Beta” share the lead."
    )
    assert figures_of(contest).checks.circle == ("Alpha", "Beta")


def test_lots_can_be_drawn_again() -> None:
    contest = counted(a=(1, 2, 3), b=(2, 1, 3))
    ballots: list[Ballot] = [RankedBallot((1, 2, 3)), RankedBallot((2, 1, 3))]
    drawn = count("top-three", ballots, OPTIONS, 1, tie_policy="lot", seed="ff")
    contest.result["outcome"] = drawn.as_dict()
    (said,) = [
        one for one in facts(contest, LABELS) if one.startswith("For each option, the draw takes")
    ]
    assert "“ff:”" in said
    assert said.endswith("Option numbers: Alpha = 1; Beta = 2.")
    lowest = min((1, 2), key=lambda option: sha256(f"ff:{option}".encode()).hexdigest())
    assert drawn.winners == (lowest,)
