"""The counted votes of a report as typed data, and shares."""

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
        """In whole percent; 0 if `of` is 0."""
        return percentage(self.count, self.of)

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.count / self.of if self.of else 0.0


@dataclass(frozen=True)
class RatedBy:
    """How the people asked rated a recommendation.

    `has_majority`: the whole range of its support is above half. `in_sectors`: at least half of the
    raters in every sector support it; None if no counts by sector are published. `concerns` are
    those approved by an organizer.
    """

    tier: int
    priority: int
    support: int
    not_now: int
    is_split: bool = False
    has_majority: bool = False
    in_sectors: bool | None = None
    concerns: list[str] = field(default_factory=list)

    @property
    def is_broad(self) -> bool:
        """Whether most of the room and every sector support it."""
        return self.has_majority and self.in_sectors is True


@dataclass(frozen=True)
class ContestStanding:
    """An option's place after a vote.

    `support` is the ballots that name it, of those that could. `first` is the number of ballots
    with it in first place; None if ballots have no order. `electorate` is the number of people in
    the whole room who could support it; None if unknown.
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
        """The range in which its support plausibly lies if everybody had been asked, 0 to 1."""
        return wilson(self.support.share, self.support.of, self.electorate)


@dataclass(frozen=True)
class Vote:
    """One counted vote, on the issues of a theme ("ranking") or its recommendations ("final").

    In a final vote in two stages, the first stage has a vote ("rating") for each `issue`.

    `most` is how many options a ballot could name, and `places` how many could make the cut.
    `turnout` is the number of voters by phone, and `paper` the number of paper ballots. `removed`
    is the number of people removed between the opening and the close. `said` are sentences on how
    clear the result is, `facts` other sentences, and `about_sectors` sentences on common ground and
    differences of sectors. `presence` is the turnout in the room and online, if neither part is
    small. `sectors` is the turnout by sector; None is suppressed. `hashes` is the published list of
    ballots. `reopened` are the local times of reopenings. `own_work`: members of small groups could
    support their own group's work. For a second stage, `wild_cards` is the number of finalists in
    addition to the best of each issue, `chosen_by` is "ratings" or "organizers", and `titles` are
    the texts of finalists with the short titles that organizers edited.
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
    removed: int = 0
    issue: str = ""
    facts: list[str] = field(default_factory=list)
    about_sectors: list[str] = field(default_factory=list)
    presence: list[tuple[str, Share]] = field(default_factory=list)
    sectors: list[tuple[str, Share | None]] = field(default_factory=list)
    reopened: list[datetime] = field(default_factory=list)
    own_work: bool = False
    wild_cards: int = 0
    chosen_by: str = ""
    titles: list[tuple[str, str]] = field(default_factory=list)
