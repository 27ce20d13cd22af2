"""Who made the cut of a counted contest, and in which order."""

from polling.contests.models import Contest


def winners(contest: Contest) -> list[int]:
    """Who made the cut: as decided by hand, otherwise by the rule."""
    if contest.decision:
        return list(contest.decision["winners"])
    return [int(option) for option in contest.result.get("outcome", {}).get("winners", [])]


def place(option: int, in_order: list[int]) -> int:
    """A sort key: what made the cut in its order, and then all others as they stood."""
    return in_order.index(option) if option in in_order else len(in_order)
