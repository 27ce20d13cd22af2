"""Sparse ballots: who is asked about which issues, if nobody can be asked about all of them.

Each voter is asked about a few issues, always about all options of an issue, and never about an
issue of their own group. The design is balanced in four ways, in this order:

1. every issue is shown to equally many people (coverage); 2. every voter is asked about equally
many issues; 3. every sector is spread over the issues as it is spread over the room; 4. every voter
has about the same amount to read.

`share_out` makes the design when the vote opens. `choose_next` extends it for people who come late
or want to rate one more issue, based on the current coverage. The same arguments always give the
same design; the order of the voters does not matter.

Source: Bose & Nair, "Partially balanced incomplete block designs", Sankhyā 4 (1939), for the idea.
No exact design exists if groups must not get their own issues, so ours is improved by exchanges.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from polling.voting.assignment_coverage import Coverage, Design, IssueId, Voter
from polling.voting.assignment_exchange import Chance, Exchange


def share_out(
    voters: Iterable[Voter], sizes: Mapping[IssueId, int], each: int, *, seed: int
) -> Design:
    """Return for each voter the issues to ask about, at most `each`, in the order of their ids.

    `sizes` is the amount of reading for each issue.

    >>> from collections import Counter
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
    exchange = Exchange(in_order, sizes, design)
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
    """Return up to `each` issues for one more voter: those with the lowest coverage.

    `asked` are the issues that the voter has been asked about already.
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

    return tuple(sorted(voter.choices(sorted(sizes)), key=need)[:each])
