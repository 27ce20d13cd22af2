"""A recommendation with the approvals that it got, in whichever final vote."""

from dataclasses import dataclass, field

from polling.contests.results.share_bars import between
from polling.core.percentages import percentage
from polling.final_vote.two_stages.short_titles import short_title
from polling.recommendations.models import Recommendation
from polling.recommendations.sentence import sentence
from polling.voting.ratings import Interval, wilson
from polling.workshop.models import Issue


@dataclass(frozen=True)
class Approved:
    """Where it stands.

    `eligible` is how many of those who voted could vote for it: not the group that wrote it.
    `electorate` is how many could in the whole room, None in results that do not say it. Whether it
    has broad support, or splits the room on timing, was found in the first of two stages.
    """

    recommendation: Recommendation
    issue: Issue
    rank: int
    approvals: int
    eligible: int
    electorate: int | None
    is_broad: bool = field(default=False, kw_only=True)
    is_split: bool = field(default=False, kw_only=True)

    @property
    def text(self) -> str:
        """The recommendation as a sentence."""
        return sentence(self.recommendation)

    @property
    def on_screen(self) -> str:
        """The part that the screen shows: the action."""
        return short_title(self.recommendation)

    @property
    def share(self) -> float:
        """Its support: the approvals as a share, from 0 to 1, of those who could give one."""
        return self.approvals / self.eligible if self.eligible else 0.0

    @property
    def interval(self) -> Interval:
        """Where that share may well lie if everybody had voted."""
        return wilson(self.share, self.eligible, self.electorate)

    @property
    def between(self) -> tuple[int, int] | None:
        """That range in whole percent; None if it has no width."""
        return between(self.interval)

    @property
    def percent(self) -> int:
        """The share in whole percent."""
        return percentage(self.approvals, self.eligible)
