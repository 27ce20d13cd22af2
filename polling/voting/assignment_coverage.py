"""The coverage of a sparse design: how many people are asked about each issue so far."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

IssueId = int
VoterId = int
Design = dict[VoterId, tuple[IssueId, ...]]


@dataclass(frozen=True, slots=True)
class Voter:
    """A person to ask. `own` holds the issues on which their group wrote something."""

    id: VoterId
    sector: str = ""
    own: frozenset[IssueId] = frozenset()

    def choices(self, issues: Iterable[IssueId]) -> list[IssueId]:
        """Return the issues that the person may be asked about: all but their own group's."""
        return [issue for issue in issues if issue not in self.own]


@dataclass
class Coverage:
    """The number of people asked about each issue so far, in total and for each sector."""

    all: Counter[IssueId] = field(default_factory=Counter)
    of_sector: Counter[tuple[str, IssueId]] = field(default_factory=Counter)

    def add(self, voter: Voter, issues: Iterable[IssueId], times: int = 1) -> None:
        """Count a voter who is asked about these issues; `times` is -1 to take them out."""
        for issue in issues:
            self.all[issue] += times
            self.of_sector[voter.sector, issue] += times
