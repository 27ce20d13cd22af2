"""Support by sector: takes ballots and returns the figures that may be published.

Sectors are counted while the ballots still have their pooled sectors. `polling.privacy` decides
which figures are stored with the result.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from polling.contests.counting.result_statistics import supported
from polling.privacy.group_limits import Seats
from polling.privacy.sector_findings import describe, stored
from polling.privacy.sector_table import AbleOf, SectorVote, sector_table
from polling.voting.ballots import Abstention, Ballot, ScoreBallot
from polling.voting.outcome import Outcome
from polling.voting.ratings import SUPPORT


def by_sector(
    sectors: Sequence[str],
    ballots: Sequence[Ballot],
    options: Sequence[int],
    outcome: Outcome,
    *,
    smallest: int,
    able: AbleOf | None = None,
    seats: Seats | None = None,
) -> dict[str, Any] | None:
    """Return the support by sector and figures derived from it; None if it would disclose too much.

    Args:
        sectors: the sector of each ballot, "" on paper.
        ballots: abstentions count as ballots without support.
        able: {sector: {option: voters who could choose it}}, for a rule by share.
        seats: {sector: {options barred: voters}}, see `sector_table`.

    Returns:
        See `polling.privacy.sector_findings.describe`.
    """
    votes = [
        SectorVote(sector, _chosen(ballot), named=_named(ballot))
        for sector, ballot in zip(sectors, ballots, strict=True)
    ]
    table = sector_table(votes, options, smallest=smallest, able=able, seats=seats)
    if table is None:
        return None
    bases = dict.fromkeys(options, len(votes)) if able is None else _in_all(able.values())
    room = _shares(votes, bases)
    return describe(table, room, places=outcome.places, winners=outcome.winners)


def rated_by_sector(
    sectors: Sequence[str],
    ballots: Sequence[Ballot],
    options: Sequence[int],
    *,
    smallest: int,
    seats: Seats | None = None,
) -> dict[str, Any] | None:
    """Return the support by sector among those who rated each option; None if not publishable.

    Returns:
        "sectors", "rounded_to", "support" and "common", see
        `polling.privacy.sector_findings.describe`.
    """
    votes = [
        SectorVote(sector, _liked(ballot), _rated(ballot))
        for sector, ballot in zip(sectors, ballots, strict=True)
    ]
    table = sector_table(votes, options, smallest=smallest, seats=seats)
    if table is None:
        return None
    rated = Counter(option for vote in votes for option in vote.asked or ())
    return stored(table, _shares(votes, {option: rated[option] for option in options}))


def _chosen(ballot: Ballot) -> frozenset[Any]:
    return frozenset() if isinstance(ballot, Abstention) else supported(ballot)


def _named(ballot: Ballot) -> frozenset[Any]:
    return frozenset() if isinstance(ballot, Abstention) else ballot.named


def _liked(ballot: Ballot) -> frozenset[Any]:
    marks = ballot.scores if isinstance(ballot, ScoreBallot) else {}
    return frozenset(option for option, mark in marks.items() if mark >= SUPPORT)


def _rated(ballot: Ballot) -> frozenset[Any]:
    return ballot.named if isinstance(ballot, ScoreBallot) else frozenset()


def _in_all(able: Iterable[Mapping[Any, int]]) -> Mapping[Any, int]:
    people: Counter[Any] = Counter()
    for of_sector in able:
        people.update(of_sector)
    return people


def _shares(votes: Sequence[SectorVote], bases: Mapping[int, int]) -> dict[int, Fraction]:
    counts = Counter(option for vote in votes for option in vote.supported)
    return {
        option: Fraction(counts[option], base) if base else Fraction()
        for option, base in bases.items()
    }
