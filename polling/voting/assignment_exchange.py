"""Improve a sparse design by exchanges: voters swap issues until no swap makes it more even."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from polling.voting.assignment_coverage import Coverage, Design, IssueId, Voter, VoterId

Chance = np.random.Generator

ROUNDS, PARTNERS = 12, 12  # exchanges; more rounds or partners bring almost nothing
ROUNDING = 1e-9
SECTOR_WEIGHT = 4.0  # how many squared items of reading equal one squared voter of a sector


class Exchange:
    """Swap two issues between two voters whenever that distributes reading and sectors more evenly.

    A swap changes neither the coverage of an issue nor the number of issues for a voter.
    """

    def __init__(
        self,
        voters: Sequence[Voter],
        sizes: Mapping[IssueId, int],
        design: Design,
    ) -> None:
        self._voters = voters
        self._sizes = sizes
        self._design = design
        self._choices = {v.id: frozenset(v.choices(sizes)) for v in voters}
        self._load = {v.id: sum(sizes[issue] for issue in design[v.id]) for v in voters}
        self._coverage = Coverage()
        for voter in voters:
            self._coverage.add(voter, design[voter.id])
        self._expected = self._expectation()
        self._mean = sum(self._load.values()) / max(1, len(voters))

    def even_out(self) -> None:
        """Move voters from issues with high coverage to issues with low coverage while that
        helps.
        """
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
        """Return how many of each sector are asked about an issue if sectors are spread evenly."""
        members = Counter(voter.sector for voter in self._voters)
        shares = {sector: count / len(self._voters) for sector, count in members.items()}
        return {
            (sector, issue): share * self._coverage.all[issue]
            for sector, share in shares.items()
            for issue in self._sizes
        }

    def improve(self, chance: Chance) -> None:
        """Let each voter try swaps with some others, in rounds, until a round changes nothing."""
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
    """Return how much a squared distance grows by a step."""
    return step * (2 * distance + step)
