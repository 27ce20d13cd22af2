"""Scores of a final vote in points, as the report prints them."""

from polling.core.i18n import average


def points(score: float) -> str:
    """Return a score in points out of 100, as printed in the report."""
    return average(100 * score)


def points_apart(one: float, another: float) -> tuple[str, str]:
    """Return two scores in points, with as many decimals (up to 3) as show their difference."""
    written = [
        (average(100 * one, decimals), average(100 * another, decimals)) for decimals in (1, 2, 3)
    ]
    return next((both for both in written if len(set(both)) > 1), written[0])
