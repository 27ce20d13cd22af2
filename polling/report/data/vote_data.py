"""The counted votes of a report as typed data, and the shares that figures are."""

from dataclasses import dataclass, field
from datetime import datetime

from polling.contests.results.figures import Figures
from polling.core.percentages import percentage
from polling.voting.ratings import Interval, wilson


@dataclass(frozen=True)
class Share:
    """`count` of `of` people (or ballots)."""

    count: int
    of: int

    @property
    def percent(self) -> int:
        """In whole percent; 0 of nothing."""
        return percentage(self.count, self.of)

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.count / self.of if self.of else 0.0


@dataclass(frozen=True)
class RatedBy:
    """How those who were asked rated a recommendation.

    `concerns` are those that an organizer has admitted.
    """

    tier: int
    priority: int
    support: int
    not_now: int
    is_split: bool = False
    is_broad: bool = False
    concerns: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ContestStanding:
    """Where something stands after a vote.

    `support`: the ballots that name it, of those that could. `first` is in how many first place,
    None where the ballots have no order. `electorate` is how many of the whole room may support it,
    whether they voted or not; None where that is not known.
    """

    rank: int
    score: float
    support: Share
    first: int | None
    made_cut: bool
    rated: RatedBy | None = None
    electorate: int | None = None

    @property
    def interval(self) -> Interval:
        """Where its support may well lie if everybody had been asked, from 0 to 1."""
        return wilson(self.support.share, self.support.of, self.electorate)


@dataclass(frozen=True)
class Vote:
    """One counted vote, on the issues of a theme ("ranking") or its recommendations ("final").

    Of a final vote in two stages, the first has a vote ("rating") on each `issue`.

    `most` is how many a ballot could name, `places` how many were to make the cut. `turnout` are
    those who voted by phone, `paper` the ballots that came beside them on paper. `said` are
    sentences on how firm the result is, `facts` everything else, `about_sectors` what sectors share
    and where they differ. `presence` is the turnout in the room and of the virtual, where neither
    part is small; `sectors` that of each sector, None where it stays hidden. `hashes` are the
    published list of ballots. `reopened` are the local times at which it was opened again.
    `own_work` says that members of small groups could support what their own group wrote. Of a
    second stage, `wild_cards` is how many were to be in beside the best of each issue, and
    `chosen_by` is "ratings" or "organizers".
    """

    id: str
    kind: str
    theme: str
    rule: str
    most: int
    places: int
    turnout: Share
    abstained: int
    said: list[str]
    decision: str
    hashes: list[str]
    hash: str
    standings: list[tuple[str, ContestStanding]]
    figures: Figures | None = None
    tie_policy: str = ""
    quorum: int = 0
    paper: int = 0
    issue: str = ""
    facts: list[str] = field(default_factory=list)
    about_sectors: list[str] = field(default_factory=list)
    presence: list[tuple[str, Share]] = field(default_factory=list)
    sectors: list[tuple[str, Share | None]] = field(default_factory=list)
    reopened: list[datetime] = field(default_factory=list)
    own_work: bool = False
    wild_cards: int = 0
    chosen_by: str = ""
