"""A full tally: ten thousand ballots on eight options, with all statistics of a result."""

import time
from random import Random
from statistics import median

from benchmarks.figures import Scenario
from polling.contests.casting.receipts import canonical
from polling.contests.counting.result_statistics import explain, support
from polling.contests.counting.tally import ballots_of
from polling.voting import count
from polling.voting.ballots import BallotKind

BALLOTS, OPTIONS, PLACES = 10_000, tuple(range(1, 9)), 3
ROUNDS = 5


async def counting(_phones: int) -> Scenario:
    """Measure outcome, pairwise matrix, margin, agreement, 2,000 samples: ms of one core."""
    stored = _stored()
    took = [_tally(stored) for _ in range(ROUNDS)]
    return Scenario("counting", BALLOTS, {"tally_ms": round(median(took) * 1000)})


def _stored() -> list[str]:
    """Return ballots as stored: three of the options, at random."""
    chance = Random(1)  # noqa: S311  repeatable, not secret
    return [canonical({"ranking": chance.sample(OPTIONS, PLACES)}) for _ in range(BALLOTS)]


def _tally(stored: list[str]) -> float:
    started = time.process_time()
    ballots = ballots_of(stored, BallotKind.RANKING)
    outcome = count("top-three", ballots, OPTIONS, places=PLACES)
    explain(ballots, OPTIONS, outcome, seed="0123456789abcdef")
    support(list(OPTIONS), ballots)
    return time.process_time() - started
