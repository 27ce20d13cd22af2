"""A recommendation with its approvals, in any kind of final vote."""

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
    """A recommendation's approvals.

    `eligible` is the number of voters who could vote for it (all except its groups). `electorate`
    is the same for the whole room; None if unknown. Broad support and splits on timing are results
    of the first of two stages.
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
        """Its support: approvals divided by the voters who could approve it, from 0 to 1."""
        return self.approvals / self.eligible if self.eligible else 0.0

    @property
    def interval(self) -> Interval:
        """The range in which the share plausibly lies if everybody had voted."""
        return wilson(self.share, self.eligible, self.electorate)

    @property
    def between(self) -> tuple[int, int] | None:
        """The range in whole percent; None if it is a single number."""
        return between(self.interval)

    @property
    def percent(self) -> int:
        """The share in whole percent."""
        return percentage(self.approvals, self.eligible)
