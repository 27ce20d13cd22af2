"""Whole percentages. Each is rounded on its own, so equal counts have equal percentages."""


def percentage(count: int, total: int) -> int:
    """One count's part of `total` in whole percent, halves rounded up; 0 of nothing.

    >>> percentage(1, 8)
    13
    """
    return (200 * count + total) // (2 * total) if total else 0
