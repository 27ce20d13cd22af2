"""What a published ballot may leave out without marking its voter.

Every ballot is published, and nobody votes on what their own group wrote. So the options that a
ballot never names point to a group. Members of a large group hide among each other; a group of one
or two would own the ballots that leave out its work. There everybody votes on everything.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

FEWEST_ALIKE = 5  # voters who leave out the same options; a breakout group has six to eight


def may_leave_out(
    authors: Mapping[int, Sequence[int]], members: Mapping[int, int]
) -> dict[int, list[int]]:
    """Return for each option the groups whose members must not vote on it.

    Groups that wrote the same options leave out the same, so they count together. If fewer than
    `FEWEST_ALIKE` people would leave out an option set, they vote on all of it. A group that wrote
    every option is barred at any size: its members have no ballot here that could mark them.

    Args:
        authors: {option: the groups that wrote it}, with every option of the contest.
        members: {group: how many people are in it}.
    """
    wrote: dict[int, frozenset[int]] = {
        group: frozenset(option for option, groups in authors.items() if group in groups)
        for groups in authors.values()
        for group in groups
    }
    alike: Counter[frozenset[int]] = Counter()
    for group, options in wrote.items():
        alike[options] += members.get(group, 0)
    barred = {
        group
        for group, options in wrote.items()
        if alike[options] >= FEWEST_ALIKE or len(options) == len(authors)
    }
    return {
        option: [group for group in groups if group in barred] for option, groups in authors.items()
    }
