"""The results of a final vote in two stages: by issue, by theme, and overall."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from polling.contests.concerns import admitted
from polling.contests.models import REVEALED, Contest
from polling.contests.results.figures import electorate_of
from polling.contests.results.rating_figures import has_broad_support
from polling.contests.results.share_bars import between
from polling.core.percentages import percentage
from polling.final_vote.approvals import Approved
from polling.final_vote.two_stages.queries import RatedIssue
from polling.final_vote.two_stages.short_titles import finalist_title, short_title
from polling.recommendations.models import Recommendation
from polling.recommendations.sentence import sentence
from polling.voting.ratings import Rating, in_order, tiers
from polling.workshop.models import Issue, Theme

TOP = 10  # recommendations in the overall list, plus ties with the last


@dataclass(frozen=True)
class RatedRow:
    """A recommendation after the first stage, and the contest in which it was rated.

    Its tier is within its theme.
    """

    recommendation: Recommendation
    issue: Issue
    theme: Theme
    rating: Rating
    tier: int
    contest: Contest
    is_broad: bool
    concerns: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The recommendation as a sentence."""
        return sentence(self.recommendation)

    @property
    def on_screen(self) -> str:
        """The part that the screen shows: the action."""
        return short_title(self.recommendation)

    @property
    def percent(self) -> int:
        """Its supporters, in whole percent of the people who rated it."""
        return percentage(self.rating.supporters, self.rating.raters)

    @property
    def priority_percent(self) -> int:
        """The share of raters who call it a priority, in whole percent."""
        return percentage(self.rating.priority, self.rating.raters)

    @property
    def between(self) -> tuple[int, int] | None:
        """The range of the percentage; None if it is a single number."""
        return between(self.rating.support_interval)


@dataclass(frozen=True)
class FinalRow(Approved):
    """A finalist after the second stage: its approvals, among the voters who could approve it."""

    theme: Theme
    title: str

    @property
    def on_screen(self) -> str:
        """Its title on the ballot."""
        return self.title


def by_theme(issues: Iterable[RatedIssue]) -> list[tuple[Theme, list[RatedRow]]]:
    """Return each theme with all its recommendations, best first."""
    of_theme: dict[int, list[RatedIssue]] = {}
    for one in issues:
        of_theme.setdefault(one.theme.id, []).append(one)
    return [(here[0].theme, rows(here)) for here in of_theme.values()]


def rows(issues: Sequence[RatedIssue]) -> list[RatedRow]:
    """Return the recommendations of these issues in one order, best first, with common tiers."""
    of_option = {option: one for one in issues for option in one.recommendations}
    ratings = [rating for one in issues for rating in one.ratings]
    tier_of = tiers(ratings)
    return [
        _row(of_option[option], option, rating, tier_of[option])
        for rating in in_order(ratings)
        if (option := int(rating.option)) in of_option
    ]


def _row(one: RatedIssue, option: int, rating: Rating, tier: int) -> RatedRow:
    result = one.contest.result
    return RatedRow(
        recommendation=one.recommendations[option],
        issue=one.issue,
        theme=one.theme,
        rating=rating,
        tier=tier,
        contest=one.contest,
        is_broad=has_broad_support(result, rating),
        concerns=[said["text"] for said in admitted(result) if said["option"] == option],
    )


def final_order(contest: Contest | None, issues: Iterable[RatedIssue]) -> list[FinalRow]:
    """Return the finalists by share of approvals, once revealed; equal shares share a rank."""
    if contest is None or contest.state != REVEALED:
        return []
    rated = {row.recommendation.id: row for row in rows(list(issues))}
    made = [_finalist(contest, rated[option]) for option in contest.options if option in rated]
    made.sort(key=lambda row: -row.share)
    shares = [row.share for row in made]
    return [_ranked(row, shares.index(row.share) + 1) for row in made]


def _finalist(contest: Contest, one: RatedRow) -> FinalRow:
    option = one.recommendation.id
    return FinalRow(
        recommendation=one.recommendation,
        issue=one.issue,
        theme=one.theme,
        title=finalist_title(contest, one.recommendation),
        rank=0,
        approvals=contest.result["support"][str(option)]["named"],
        eligible=contest.result["eligible"][str(option)],
        electorate=electorate_of(contest.result, option),
        is_broad=one.is_broad,
        is_split=one.rating.is_split,
    )


def _ranked(row: FinalRow, rank: int) -> FinalRow:
    return replace(row, rank=rank)


def top(order: Sequence[FinalRow]) -> list[FinalRow]:
    """Return the overall list: the top ones, and all that are level with the last of them."""
    return [row for row in order if row.rank <= TOP]


def broad(all_rows: Iterable[RatedRow]) -> list[RatedRow]:
    """Return the recommendations with broad support, strongest first."""
    found = [row for row in all_rows if row.is_broad]
    return sorted(found, key=lambda row: -row.rating.supporters / row.rating.raters)


def split(all_rows: Iterable[RatedRow]) -> list[RatedRow]:
    """Return the recommendations that many want now and many later, most evenly divided first."""
    found = [row for row in all_rows if row.rating.is_split]
    divided = (min(row.rating.priority, row.rating.not_now) / row.rating.raters for row in found)
    return [row for _, row in sorted(zip(divided, found, strict=True), key=lambda pair: -pair[0])]
