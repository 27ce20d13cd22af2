"""How many people are asked about each issue so far: the data of `sparse_design`."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

IssueId = int
VoterId = int
Design = dict[VoterId, tuple[IssueId, ...]]


@dataclass(frozen=True, slots=True)
class Voter:
    """Somebody to ask. `own` are the issues that their group wrote something on."""

    id: VoterId
    sector: str = ""
    own: frozenset[IssueId] = frozenset()

    def choices(self, issues: Iterable[IssueId]) -> list[IssueId]:
        """Return what may be asked: issues that their group did not work on, however few."""
        return [issue for issue in issues if issue not in self.own]


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
