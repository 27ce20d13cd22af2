"""Percentages that sum to 100: no reader of a report should find that a room had 99 % in it."""

from collections.abc import Sequence


def percentages(counts: Sequence[int]) -> list[int]:
    """Each count's part of their sum in whole percent, together exactly 100.

    The largest-remainder rule: all are rounded down, and what is missing goes one by one to those
    that lost most, the earlier first. Nothing but zeros gives zeros.

    >>> percentages([1, 1, 1])
    [34, 33, 33]
    """
    total = sum(counts)
    if not total:
        return [0] * len(counts)
    shares = [divmod(100 * count, total) for count in counts]
    whole = [quotient for quotient, _ in shares]
    by_loss = sorted(range(len(counts)), key=lambda at: (-shares[at][1], at))
    for at in by_loss[: 100 - sum(whole)]:
        whole[at] += 1
    return whole


def percentage(count: int, total: int) -> int:
    """One count's part of `total` in whole percent, halves rounded up; 0 of nothing.

    >>> percentage(1, 8)
    13
    """
    return (200 * count + total) // (2 * total) if total else 0
