"""How the sectors of the room voted, as far as that can be told without giving a ballot away.

Counted at the close, while the ballots still carry their coarse sectors, and stored with the
result: only what may be published is kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from polling.contests.counting.support import supported
from polling.voting import count
from polling.voting.ballots import Ballot, MarkedBallot, OptionId, ScoreBallot
from polling.voting.constituencies import (
    AbleOf,
    common_ground,
    minority_annex,
    weigh_able,
    weigh_equally,
)
from polling.voting.outcome import Outcome
from polling.voting.ratings import SUPPORT
from polling.voting.segments import Cell, Place, SegmentVote, Table, tabulate
from polling.voting.suppression import published

Members = Mapping[str, Sequence[MarkedBallot]]


def by_sector(
    members: Members,
    options: Sequence[int],
    outcome: Outcome,
    *,
    smallest: int,
    apart: Sequence[MarkedBallot] = (),
    able: AbleOf | None = None,
) -> dict[str, Any] | None:
    """The sectors beside the room as a whole; None where there are not two to compare.

    Of fewer than `smallest` people no number is told. Ballots `apart` are of no sector; what the
    sectors leave of the room's total is theirs, so cells stay hidden for their sake too. By a rule
    by share, those of each sector (of none: "") who were `able` to choose an option are those of
    whom its support is a part.

    Returns:
        "sectors": their names. "support": {option id: for each sector [how many ballots support the
            option, of how many], or None where that must stay hidden}.
        "common": the options with support in every sector, see `voting.constituencies`.
        "minority": [{"sector", "options"}], what a sector by itself would have put in.
        "equal": what would make the cut if every sector weighed the same, and "equal_ranks":
            {option id: its rank then}.
    """
    if len(members) < 2:
        return None
    table, rule = _table(members, options, able), outcome.rule
    everybody = _table({**members, "": apart}, options, able)
    annex = minority_annex(
        rule,
        members,
        options,
        outcome.places,
        room=outcome.winners,
        smallest=smallest,
        able=able,
    )
    weighed = count(
        rule,
        weigh_equally(members, smallest=smallest),
        options,
        outcome.places,
        able=weigh_able(members, able, smallest=smallest) if able else None,
    )
    return {
        "sectors": list(table.segments),
        "support": _support(table, published(everybody, smallest=smallest)),
        "common": list(common_ground(everybody, smallest=smallest)),
        "minority": [{"sector": one.segment, "options": list(one.options)} for one in annex],
        "equal": list(weighed.winners),
        "equal_ranks": {str(one.option): one.rank for one in weighed.standings},
    }


def rated_by_sector(
    sectors: Sequence[str], ballots: Sequence[Ballot], options: Sequence[int], *, smallest: int
) -> dict[str, Any] | None:
    """How the sectors rate the options, each among those of it who rated; None without two.

    Returns "sectors", "support" and "common", as `by_sector` does. Ballots of no sector are apart.
    """
    votes = [
        SegmentVote(sector, _supported(ballot), ballot.named)
        for sector, ballot in zip(sectors, ballots, strict=True)
        if isinstance(ballot, ScoreBallot)
    ]
    table = tabulate([vote for vote in votes if vote.segment], options)
    everybody = tabulate(votes, options)
    if len(table.segments) < 2:
        return None
    return {
        "sectors": list(table.segments),
        "support": _support(table, published(everybody, smallest=smallest)),
        "common": list(common_ground(everybody, smallest=smallest)),
    }


def turnout_told(rows: Sequence[Mapping[str, Any]], *, smallest: int) -> list[dict[str, Any]]:
    """The turnout by sector as it may be published; nothing where there are not two to compare.

    Numbers are None where they would say too much of few people, by the rule for support. That all
    of a sector have voted says of nobody how.

    Returns [{"sector", "voted", "present"}], in the order of the rows.
    """
    if len(rows) < 2:
        return []
    cells: dict[Place, Cell] = {
        (0, row["sector"]): Cell(row["voted"], row["present"]) for row in rows
    }
    everybody = {place for place, cell in cells.items() if cell.count == cell.base >= smallest}
    table = Table((0,), tuple(row["sector"] for row in rows), cells)
    shown = published(table, smallest=smallest, harmless=frozenset(everybody))
    return [_told(row["sector"], shown[0, row["sector"]]) for row in rows]


def _told(sector: str, cell: Cell | None) -> dict[str, Any]:
    count, base = (cell.count, cell.base) if cell else (None, None)
    return {"sector": sector, "voted": count, "present": base}


def _supported(ballot: ScoreBallot) -> frozenset[OptionId]:
    return frozenset(option for option, mark in ballot.scores.items() if mark >= SUPPORT)


def _table(members: Members, options: Sequence[int], able: AbleOf | None) -> Table:
    votes = [
        SegmentVote(sector, supported(ballot))
        for sector, ballots in members.items()
        for ballot in ballots
    ]
    table = tabulate(votes, options)
    if able is None:
        return table
    cells = {
        (option, sector): replace(cell, base=int(able[sector][option]))
        for (option, sector), cell in table.cells.items()
    }
    return replace(table, cells=cells)


def _support(table: Table, shown: Mapping[Place, Cell | None]) -> dict[str, list[list[int] | None]]:
    return {
        str(option): [
            [cell.count, cell.base] if (cell := shown[option, sector]) else None
            for sector in table.segments
        ]
        for option in table.options
    }
