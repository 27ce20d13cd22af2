"""The server's time that somebody has used lately, and how long they should pause in return."""

from dataclasses import dataclass

LONGEST_PAUSE_SECONDS = 2.0


@dataclass
class UsedTime:
    """Some seconds can be used at once; after that, a share of the time.

    Args:
        seconds: how many at once.
        share: of the time, after that.
    """

    seconds: float
    share: float
    _spent: float = 0.0  # minus the share regained since
    _since: float = 0.0

    def add(self, took: float, now: float) -> None:
        """Count `took` seconds that ended now."""
        most = self.seconds + LONGEST_PAUSE_SECONDS * self.share
        self._spent, self._since = min(self._left(now) + took, most), now

    def pause(self, now: float) -> float:
        """Return for how many seconds to pause."""
        return max(0.0, self._left(now) - self.seconds) / self.share

    def _left(self, now: float) -> float:
        return max(0.0, self._spent - (now - self._since) * self.share)
