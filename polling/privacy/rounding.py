"""Rounding: each published number stands for several counts, so the count is uncertain.

Counts are rounded to the nearest multiple of a step. The highest multiple within the base also
stands for all counts above it, so that no number means "all of them".

Source: Willenborg and de Waal, "Elements of statistical disclosure control" (2001), chapter 9, on
conventional rounding; Hundepool et al., "Statistical disclosure control" (2012), section 5.4.
"""

STEP = 3  # the step for small groups
LEVELS = (0, 1, 2)  # levels of coarseness, tried in this order
FEWEST = 6  # people; for fewer, a rounded number would be meaningless


def step_of(size: int, level: int = 0) -> int | None:
    """Return the step for a group of this size, about a quarter of it at most; None if too small.

    Steps are odd, so that the nearest multiple is unambiguous, and at most half of the group.

    >>> [step_of(size) for size in (5, 6, 19, 20, 40)]
    [None, 3, 3, 5, 9]
    """
    step = max(STEP, (size // 4 - 1) // 2 * 2 + 1) + 2 * level
    return step if 2 * step <= size else None


def rounded(count: int, base: int, step: int) -> int:
    """Return the number to publish for `count` of `base` people.

    >>> [rounded(count, 8, 3) for count in range(9)]
    [0, 0, 3, 3, 3, 6, 6, 6, 6]
    """
    return min((count + step // 2) // step, base // step) * step


def bounds(published: int, base: int, step: int) -> tuple[int, int]:
    """Return the smallest and largest count that fit a published number.

    >>> bounds(6, 8, 3)
    (5, 8)
    """
    highest = published >= base // step * step
    return max(0, published - step // 2), base if highest else published + step // 2
