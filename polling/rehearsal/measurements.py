"""The measurements of a rehearsal: acks, speed and errors."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Record:
    """The measurements of all participants.

    `ballots` is {(contest, phone): the published line of its last acknowledged ballot}; `concerns`
    is {(contest, phone): the texts of its last acknowledged ballot}; `sentences` is {recommendation
    id: the action text that was last acknowledged}; `answers` counts acknowledged surveys. Times
    are seconds from sending to the ack.
    """

    counts: Counter[str] = field(default_factory=Counter)
    ack_seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    ballots: dict[tuple[str, int], str] = field(default_factory=dict)
    concerns: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    sentences: dict[int, str] = field(default_factory=dict)
    answers: int = 0

    def acknowledged(self, what: str, seconds: float) -> None:
        """Record an ack."""
        self.counts[what] += 1
        self.ack_seconds.append(seconds)

    def error(self, who: str, what: object) -> None:
        """Record an error."""
        self.errors.append(f"{who}: {what}")

    def percentile(self, share: float) -> float:
        """Return the time within which this share of the acks arrived; 0 without acks."""
        ordered = sorted(self.ack_seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
