"""Whole percentages. Each is rounded separately, so that equal counts have equal percentages."""


def percentage(count: int, total: int) -> int:
    """Return a count's share of `total` in whole percent, halves rounded up; 0 if the total is 0.

    >>> percentage(1, 8)
    13
    """
    return (200 * count + total) // (2 * total) if total else 0
