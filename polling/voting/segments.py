"""Segments: how the parts of a room (its sectors, say) support the options, in a table.

What counts as support is the caller's to say: an option in the first three places, an approval.
A table says more about single people than the room's totals do; `suppression` takes out of it
what would give away a ballot, and nothing else may be shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from polling.voting.ballots import OptionId

Place = tuple[OptionId, str]


@dataclass(frozen=True, slots=True)
class SegmentVote:
    """What one voter of a segment supports.

    `considered` are the options that the voter was asked about, None for all of them.
    """

    segment: str
    supported: frozenset[OptionId]
    considered: frozenset[OptionId] | None = None

    def weighed(self, option: OptionId) -> bool:
        """Return whether the voter was asked about the option."""
        return self.considered is None or option in self.considered


@dataclass(frozen=True, slots=True)
class Cell:
    """Of a segment's `base` voters who were asked about an option, `count` support it."""

    count: int
    base: int


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of all options (rows) and segments (columns), by (option, segment)."""

    options: tuple[OptionId, ...]
    segments: tuple[str, ...]
    cells: Mapping[Place, Cell]


def tabulate(votes: Iterable[SegmentVote], options: Sequence[OptionId]) -> Table:
    """Count the support for each option in each segment; segments are in alphabetical order.

    >>> votes = [SegmentVote("media", frozenset("a")), SegmentVote("media", frozenset("ab"))]
    >>> tabulate(votes, "ab").cells["b", "media"]
    Cell(count=1, base=2)
    """
    cast = list(votes)
    segments = tuple(sorted({vote.segment for vote in cast}))
    members = {name: [vote for vote in cast if vote.segment == name] for name in segments}
    cells = {
        (option, name): _cell(members[name], option) for option in options for name in segments
    }
    return Table(tuple(options), segments, cells)


def _cell(votes: Sequence[SegmentVote], option: OptionId) -> Cell:
    asked = [vote for vote in votes if vote.weighed(option)]
    return Cell(sum(option in vote.supported for vote in asked), len(asked))
