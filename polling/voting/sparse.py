"""Sparse ballots: who is asked about which issues, when nobody can be asked about all of them.

Everybody is asked about a few issues, with all that belongs to an issue together, and never about
one that their own group worked on. The design is balanced in four ways, in this order:

1. every issue is asked of equally many people (coverage);
2. every voter is asked about equally many issues;
3. every sector is spread over the issues as it is spread over the room;
4. every voter has about equally much to read.

`share_out` makes the design when the vote opens; `choose_next` repairs it, for somebody who comes
late or has time for one issue more, with what the coverage is by then. The same arguments always
give the same design, in whatever order the voters are given.

Source: Bose & Nair, "Partially balanced incomplete block designs", Sankhyā 4 (1939), for the
idea; with groups kept from their own issues no exact design exists, so ours is found by exchanges.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

IssueId = int
VoterId = int
Design = dict[VoterId, tuple[IssueId, ...]]
Chance = np.random.Generator

ROUNDS, PARTNERS = 12, 12  # of exchanges; more of either find next to nothing
ROUNDING = 1e-9
SECTOR_WEIGHT = 4.0  # how many squared items of reading one squared voter of a sector is worth


@dataclass(frozen=True, slots=True)
class Voter:
    """Somebody to ask. `own` are the issues that their group wrote something on.

    `closed` are those of them on which it wrote everything, so that nothing is left to ask.
    """

    id: VoterId
    sector: str = ""
    own: frozenset[IssueId] = frozenset()
    closed: frozenset[IssueId] = frozenset()

    def choices(self, issues: Iterable[IssueId], each: int) -> list[IssueId]:
        """Return what may be asked: the others' issues; shared ones only if these are too few."""
        free = [issue for issue in issues if issue not in self.own]
        if len(free) >= each:
            return free
        return [issue for issue in issues if issue not in self.closed]


@dataclass
class Coverage:
    """How many are asked about each issue so far, in all and of each sector."""

    all: Counter[IssueId] = field(default_factory=Counter)
    of_sector: Counter[tuple[str, IssueId]] = field(default_factory=Counter)

    def add(self, voter: Voter, issues: Iterable[IssueId], times: int = 1) -> None:
        """Count a voter who is asked about these issues; `times` is -1 to take them out."""
        for issue in issues:
            self.all[issue] += times
            self.of_sector[voter.sector, issue] += times


def share_out(
    voters: Iterable[Voter], sizes: Mapping[IssueId, int], each: int, *, seed: int
) -> Design:
    """Return for each voter the issues to ask about, at most `each`, in the order of their ids.

    `sizes` says for each issue how much there is to read on it.

    >>> voters = [Voter(number, own=frozenset({number % 4})) for number in range(8)]
    >>> design = share_out(voters, {0: 3, 1: 3, 2: 3, 3: 3}, each=2, seed=1)
    >>> sorted(Counter(issue for asked in design.values() for issue in asked).items())
    [(0, 4), (1, 4), (2, 4), (3, 4)]
    """
    chance = np.random.default_rng(seed)
    by_id = sorted(voters, key=lambda voter: voter.id)
    in_order = [by_id[place] for place in chance.permutation(len(by_id))]
    coverage, design = Coverage(), Design()
    for voter in in_order:
        design[voter.id] = _first_issues(voter, sizes, coverage, each, chance)
        coverage.add(voter, design[voter.id])
    exchange = _Exchange(in_order, sizes, each, design)
    exchange.even_out()
    exchange.improve(chance)
    return {voter: tuple(sorted(asked)) for voter, asked in sorted(design.items())}


def choose_next(
    voter: Voter,
    sizes: Mapping[IssueId, int],
    coverage: Coverage,
    each: int,
    *,
    seed: int,
    asked: Sequence[IssueId] = (),
) -> tuple[IssueId, ...]:
    """Return up to `each` issues for one more voter: those that fewest are asked about.

    `asked` are issues that the voter has been asked about already.
    """
    chance = np.random.default_rng([seed, voter.id])
    left = {issue: size for issue, size in sizes.items() if issue not in asked}
    return tuple(sorted(_first_issues(voter, left, coverage, each, chance)))


def _first_issues(
    voter: Voter, sizes: Mapping[IssueId, int], coverage: Coverage, each: int, chance: Chance
) -> tuple[IssueId, ...]:
    lots = dict(zip(sorted(sizes), chance.random(len(sizes)).tolist(), strict=True))

    def need(issue: IssueId) -> tuple[int, int, float]:
        return coverage.all[issue], coverage.of_sector[voter.sector, issue], lots[issue]

    return tuple(sorted(voter.choices(sorted(sizes), each), key=need)[:each])


class _Exchange:
    """Two voters exchange two issues whenever that spreads reading and sectors better.

    An exchange leaves the coverage of every issue, and how many a voter is asked, as they are.
    """

    def __init__(
        self,
        voters: Sequence[Voter],
        sizes: Mapping[IssueId, int],
        each: int,
        design: Design,
    ) -> None:
        self._voters = voters
        self._sizes = sizes
        self._design = design
        self._choices = {v.id: frozenset(v.choices(sizes, each)) for v in voters}
        self._load = {v.id: sum(sizes[issue] for issue in design[v.id]) for v in voters}
        self._coverage = Coverage()
        for voter in voters:
            self._coverage.add(voter, design[voter.id])
        self._expected = self._expectation()
        self._mean = sum(self._load.values()) / max(1, len(voters))

    def even_out(self) -> None:
        """Move voters from issues that many are asked about to others, as long as that helps."""
        while any([self._move_one(voter) for voter in self._voters]):  # noqa: C419  all, each time
            pass
        self._expected = self._expectation()

    def _move_one(self, voter: Voter) -> bool:
        held = self._design[voter.id]
        free = self._choices[voter.id].difference(held)
        asked = self._coverage.all
        fullest = max(sorted(held), key=lambda issue: asked[issue], default=None)
        emptiest = min(sorted(free), key=lambda issue: asked[issue], default=None)
        if fullest is None or emptiest is None or asked[fullest] - asked[emptiest] < 2:
            return False
        self._move(voter, fullest, emptiest)
        return True

    def _expectation(self) -> dict[tuple[str, IssueId], float]:
        """How many of each sector would be asked about an issue if sectors were spread evenly."""
        members = Counter(voter.sector for voter in self._voters)
        shares = {sector: count / len(self._voters) for sector, count in members.items()}
        return {
            (sector, issue): share * self._coverage.all[issue]
            for sector, share in shares.items()
            for issue in self._sizes
        }

    def improve(self, chance: Chance) -> None:
        """Let everybody try some others, in rounds, until nothing gets better."""
        for _ in range(ROUNDS):
            better = [self._try(one, other) for one, other in self._pairs(chance)]
            if not any(better):
                return

    def _pairs(self, chance: Chance) -> Iterator[tuple[Voter, Voter]]:
        everybody = self._voters
        partners = chance.integers(len(everybody), size=(len(everybody), PARTNERS))
        for one, row in zip(everybody, partners.tolist(), strict=True):
            yield from ((one, everybody[place]) for place in row if everybody[place] is not one)

    def _try(self, one: Voter, other: Voter) -> bool:
        gives = self._can_give(one, other)
        takes = self._can_give(other, one)
        best, found = -ROUNDING, None
        for given in gives:
            for taken in takes:
                change = self._change(one, other, given, taken)
                if change < best:
                    best, found = change, (given, taken)
        if found is None:
            return False
        self._move(one, *found)
        self._move(other, *reversed(found))
        return True

    def _can_give(self, giver: Voter, taker: Voter) -> list[IssueId]:
        held, choices = self._design[taker.id], self._choices[taker.id]
        return [i for i in self._design[giver.id] if i not in held and i in choices]

    def _change(self, one: Voter, other: Voter, given: IssueId, taken: IssueId) -> float:
        longer = self._sizes[taken] - self._sizes[given]
        change = self._reading(one.id, longer) + self._reading(other.id, -longer)
        if one.sector == other.sector:
            return change
        for sector, issue, step in (
            (one.sector, given, -1),
            (one.sector, taken, 1),
            (other.sector, taken, -1),
            (other.sector, given, 1),
        ):
            change += SECTOR_WEIGHT * self._spread(sector, issue, step)
        return change

    def _reading(self, voter: VoterId, step: int) -> float:
        return _squared_change(self._load[voter] - self._mean, step)

    def _spread(self, sector: str, issue: IssueId, step: int) -> float:
        here = self._coverage.of_sector[sector, issue] - self._expected[sector, issue]
        return _squared_change(here, step)

    def _move(self, voter: Voter, given: IssueId, taken: IssueId) -> None:
        kept = [issue for issue in self._design[voter.id] if issue != given]
        self._design[voter.id] = (*kept, taken)
        self._load[voter.id] += self._sizes[taken] - self._sizes[given]
        self._coverage.add(voter, [given], -1)
        self._coverage.add(voter, [taken])


def _squared_change(distance: float, step: int) -> float:
    """How much a squared distance grows by a step."""
    return step * (2 * distance + step)
