"""Figures and their comparison: medians of several rounds, percentiles, ratios."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

Figures = dict[str, Any]
COMPARED = ("ballots_per_s", "ack_p95", "cpu_ms_per_join")


@dataclass
class Scenario:
    """The measurements of a scenario. `ratio` is ours divided by the bare engine's.

    `names` are the names of `ours` and `bare`, if it compares something else.
    """

    name: str
    phones: int
    ours: Figures
    bare: Figures = field(default_factory=dict)
    ratio: Figures = field(default_factory=dict)
    names: tuple[str, str] = ("ours", "bare")

    def __post_init__(self) -> None:
        for name in COMPARED:
            if self.ours.get(name) and self.bare.get(name):
                self.ratio.setdefault(name, round(self.ours[name] / self.bare[name], 2))


def percentile(values: Iterable[float], share: float) -> float:
    """Return the value that this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def medians(rounds: Sequence[Figures]) -> Figures:
    """Return the median of each figure over the rounds."""
    return {name: round(median(one[name] for one in rounds), 3) for name in rounds[0]}


def acks(seconds: Sequence[float]) -> Figures:
    """Return the latency of acks, in milliseconds."""
    return {
        "ack_p50": round(percentile(seconds, 0.5) * 1000, 1),
        "ack_p95": round(percentile(seconds, 0.95) * 1000, 1),
    }
