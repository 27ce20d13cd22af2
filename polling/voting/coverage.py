"""Who is to be asked, and how many are asked about each issue so far: the words of `sparse`."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

IssueId = int
VoterId = int
Design = dict[VoterId, tuple[IssueId, ...]]


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
