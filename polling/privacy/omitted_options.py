"""Which options a published ballot may leave out without identifying its voter.

All ballots are published, and nobody votes on the work of their own group. So the options that a
ballot never names may disclose the voter's group. In a large group, members cannot be told apart,
but in a group of one or two, the ballots without their work could be identified. In that case,
everybody votes on everything.

This is decided when the vote opens, so the size of a group counts, not how many of it vote later.
If only one or two of a group vote, and everybody else chooses its work, organizers, who see who has
voted, can recognize the ballots.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

FEWEST_ALIKE = 5  # voters who leave out the same options; a breakout group has six to eight


def may_leave_out(
    authors: Mapping[int, Sequence[int]], members: Mapping[int, int]
) -> dict[int, list[int]]:
    """Return for each option the groups whose members must not vote on it.

    Groups that wrote the same options count together, because their ballots leave out the same
    options. If fewer than `FEWEST_ALIKE` people would leave out a set of options, they vote on all
    of them. A group that wrote every option may not vote, whatever its size: without a ballot, its
    members cannot be identified.

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
