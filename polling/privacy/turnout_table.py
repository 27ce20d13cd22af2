"""The table of turnout by sector."""

from collections.abc import Mapping, Sequence
from typing import Any

from polling.privacy.sector_pools import SMALLEST, merge_small


def turnout(rows: Sequence[Mapping[str, Any]], *, smallest: int) -> list[dict[str, Any]]:
    """Merge sectors until enough people of each have voted; return [] if fewer than two are left.

    Args:
        rows: [{"sector", "voted", "present"}].
    """
    of = {row["sector"]: row for row in rows}
    voted = {name: row["voted"] for name, row in of.items()}
    idle = [name for name in of if not voted[name]]
    merged = merge_small(voted, max(smallest, SMALLEST))
    if merged and idle:
        fewest = min(merged, key=lambda names: (sum(voted[n] for n in names), names))
        merged = [sorted(names + idle) if names is fewest else names for names in merged]
    made = [
        {
            "sector": " + ".join(names),
            "voted": sum(of[name]["voted"] for name in names),
            "present": sum(of[name]["present"] for name in names),
        }
        for names in merged
    ]
    return sorted(made, key=_largest_first) if len(made) > 1 else []


def _largest_first(row: Mapping[str, Any]) -> tuple[int, str]:
    return -row["present"], row["sector"]
