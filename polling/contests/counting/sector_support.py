"""Support by sector: takes ballots and returns the figures that may be published.

Sectors are counted while the ballots still have their pooled sectors. `polling.privacy` decides
which figures are stored with the result.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from typing import Any

from polling.contests.counting.result_statistics import supported
from polling.privacy.group_limits import Seats
from polling.privacy.rounding import bounds
from polling.privacy.sector_findings import (
    COMMON_GROUND_FROM,
    adds_up,
    describe,
    stored,
    table_of,
)
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
    room = _shares(_supporters(ballots), _bases(ballots, options, able))
    return describe(table, room, places=outcome.places, winners=outcome.winners)


def by_sector_is_possible(
    found: Mapping[str, Any],
    ballots: Sequence[Ballot],
    options: Sequence[int],
    outcome: Outcome,
    *,
    papers: int,
    able: AbleOf | None = None,
) -> bool:
    """Return whether `by_sector` can have returned this; the ballots' sectors are not known.

    Args:
        papers: how many ballots were on paper.
    """
    table = table_of(found, options)
    support, bases = _supporters(ballots), _bases(ballots, options, able)
    room = _shares(support, bases)
    again = describe(table, room, places=outcome.places, winners=outcome.winners)
    derived = {name: value for name, value in found.items() if name != "question"}
    return derived == again and adds_up(table, support, bases, papers)


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
    liked = Counter(option for vote in votes for option in vote.supported)
    return stored(table, _shares(liked, {option: rated[option] for option in options}))


def rated_by_sector_is_possible(
    found: Mapping[str, Any], ballots: Sequence[Ballot], options: Sequence[int]
) -> bool:
    """Return whether `rated_by_sector` can have returned this."""
    rated, liked = (Counter(chain.from_iterable(map(of, ballots))) for of in (_rated, _liked))
    room = _shares(liked, {option: rated[option] for option in options})
    for option in options:
        row = zip(found["support"][str(option)], found["rounded_to"], strict=True)
        cells = [(*figures, step) for figures, step in row if figures]
        least = sum(bounds(*cell)[0] for cell in cells)
        if least > liked[option] or any(not 0 <= count <= base for count, base, _step in cells):
            return False
        if option in found["common"] and (len(cells) < 2 or room[option] < COMMON_GROUND_FROM):
            return False
    return set(found["common"]) <= set(options)


def _chosen(ballot: Ballot) -> frozenset[Any]:
    return frozenset() if isinstance(ballot, Abstention) else supported(ballot)


def _named(ballot: Ballot) -> frozenset[Any]:
    return frozenset() if isinstance(ballot, Abstention) else ballot.named


def _liked(ballot: Ballot) -> frozenset[Any]:
    marks = ballot.scores if isinstance(ballot, ScoreBallot) else {}
    return frozenset(option for option, mark in marks.items() if mark >= SUPPORT)


def _rated(ballot: Ballot) -> frozenset[Any]:
    return ballot.named if isinstance(ballot, ScoreBallot) else frozenset()


def _supporters(ballots: Sequence[Ballot]) -> Counter[Any]:
    return Counter(option for ballot in ballots for option in _chosen(ballot))


def _bases(
    ballots: Sequence[Ballot], options: Sequence[int], able: AbleOf | None
) -> Mapping[int, int]:
    return dict.fromkeys(options, len(ballots)) if able is None else _in_all(able.values())


def _in_all(able: Iterable[Mapping[Any, int]]) -> Mapping[Any, int]:
    people: Counter[Any] = Counter()
    for of_sector in able:
        people.update(of_sector)
    return people


def _shares(support: Mapping[Any, int], bases: Mapping[int, int]) -> dict[int, Fraction]:
    return {
        option: Fraction(support[option], base) if base else Fraction()
        for option, base in bases.items()
    }
