"""Create the test vectors: decisions of other implementations on hundreds of random profiles.

The tests only read the committed `vectors/*.json`. To create them again, for instance after adding
a rule, install the other implementations in a separate environment (they need a gigabyte) and run
this file with its Python:

    python -m venv oracles
    oracles/bin/pip install pyrankvote==2.0.6 pref_voting==1.18.2 abcvoting==2.19.2
    oracles/bin/python tests/voting/make_vectors.py

Small electorates are used to get many ties. If an implementation breaks ties itself, its answer is
only used if two opposite tie-breaks agree.
"""

# mypy: disable-error-code="import-not-found"
# The other implementations are not installed in the environment that mypy checks.

import json
import random
import warnings
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyrankvote
from abcvoting import abcrules
from abcvoting.preferences import Profile as Approvals
from pref_voting.iterative_methods import (
    instant_runoff,
    instant_runoff_for_truncated_linear_orders,
)
from pref_voting.margin_based_methods import beat_path
from pref_voting.other_methods import kemeny_young_rankings
from pref_voting.profiles import Profile
from pref_voting.profiles_with_ties import ProfileWithTies
from pyrankvote.helpers import CompareMethodIfEqual

VECTORS = Path(__file__).parent / "vectors"
Case = dict[str, Any]
Counted = list[tuple[int, list[int]]]  # how many ballots rank, or approve of, which options


def main() -> None:
    """Write both files of vectors, reproducibly."""
    warnings.simplefilter("ignore")
    chance = random.Random(2024)
    complete = [complete_case(chance) for _ in range(200)]
    partial = [partial_case(chance) for _ in range(100)]
    write("rankings.json", complete + partial)
    write("approvals.json", [approval_case(chance) for _ in range(200)])


def write(name: str, cases: list[Case]) -> None:
    """Write one case per line, to get readable diffs."""
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    (VECTORS / name).write_text(f"[\n{lines}\n]\n")


def complete_case(chance: random.Random) -> Case:
    """Draw complete rankings, and have them decided by every rule for rankings."""
    options = chance.randint(3, 5)
    ballots = grouped(chance.sample(range(options), options) for _ in drawn_voters(chance))
    profile = Profile([ranking for _, ranking in ballots], [voters for voters, _ in ballots])
    return {
        "options": options,
        "ballots": ballots,
        "borda": [int(profile.borda_scores()[option]) for option in range(options)],
        "schulze": as_list(beat_path(profile)),
        "kemeny-orders": sorted(as_list(order) for order in kemeny_young_rankings(profile)[0]),
        "instant-runoff": as_list(instant_runoff(profile)),
    }


def partial_case(chance: random.Random) -> Case:
    """Draw rankings of any length, and have them decided by the rules that accept them."""
    options = chance.randint(3, 5)
    ballots = grouped(
        chance.sample(range(options), chance.randint(1, options)) for _ in drawn_voters(chance)
    )
    profile = ranked_profile(options, ballots)
    return {
        "options": options,
        "ballots": ballots,
        "schulze": as_list(beat_path(profile)),
        "instant-runoff": as_list(instant_runoff_for_truncated_linear_orders(profile)),
        "instant-runoff-single": runoff_winner(options, ballots),
    }


def ranked_profile(options: int, ballots: Counted) -> Any:
    """Build a profile of rankings of any length; options that are left out are ranked last."""
    ranks = [{option: rank for rank, option in enumerate(ranking)} for _, ranking in ballots]
    counts = [voters for voters, _ in ballots]
    profile = ProfileWithTies(ranks, counts, candidates=range(options))
    profile.use_extended_strict_preference()
    return profile


def runoff_winner(options: int, ballots: Counted) -> int | None:
    """Return the winner if options are eliminated one at a time; None if it depends on a tie."""
    candidates = [pyrankvote.Candidate(str(option)) for option in range(options)]
    cast = [
        pyrankvote.Ballot([candidates[option] for option in ranking])
        for voters, ranking in ballots
        for _ in range(voters)
    ]
    winners = set()
    for seed in range(12):
        random.seed(seed)
        result = pyrankvote.instant_runoff_voting(
            candidates, cast, compare_method_if_equal=CompareMethodIfEqual.Random
        )
        winners |= {int(winner.name) for winner in result.get_winners()}
    return winners.pop() if len(winners) == 1 else None


def approval_case(chance: random.Random) -> Case:
    """Draw approvals, and list every committee that equal shares may elect."""
    options, places = chance.randint(4, 6), chance.randint(2, 3)
    ballots = grouped(
        sorted(chance.sample(range(options), chance.randint(1, 3))) for _ in drawn_voters(chance)
    )
    profile = Approvals(options)
    profile.add_voters([approved for voters, approved in ballots for _ in range(voters)])

    def committees(rule_id: str) -> list[list[int]]:
        found = abcrules.compute(rule_id, profile, places, resolute=False)
        return sorted(as_list(committee) for committee in found)

    return {
        "options": options,
        "places": places,
        "ballots": ballots,
        "equal-shares": committees("equal-shares-with-av-completion"),
    }


def drawn_voters(chance: random.Random) -> range:
    """Draw a small electorate, in which ties are common, or one of a workshop's size."""
    return range(chance.choice([chance.randint(2, 9), chance.randint(10, 80)]))


def grouped(marks: Iterable[list[int]]) -> Counted:
    """Count equal ballots."""
    counts = Counter(tuple(mark) for mark in marks)
    return [(voters, list(mark)) for mark, voters in sorted(counts.items())]


def as_list(options: Iterable[Any]) -> list[int]:
    """Convert another implementation's result to plain integers, in order."""
    return [int(option) for option in options]


if __name__ == "__main__":
    main()
