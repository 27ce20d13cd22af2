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

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from polling.voting.design_coverage import Coverage, Design, IssueId, Voter
from polling.voting.design_exchange import Chance, Exchange


def share_out(
    voters: Iterable[Voter], sizes: Mapping[IssueId, int], each: int, *, seed: int
) -> Design:
    """Return for each voter the issues to ask about, at most `each`, in the order of their ids.

    `sizes` says for each issue how much there is to read on it.

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

    return tuple(sorted(voter.choices(sorted(sizes)), key=need)[:each])
