"""The charts of the final vote, for the rows listed on its pages."""

from collections.abc import Sequence
from dataclasses import replace

from polling.charts import Chart
from polling.contests.models import Contest
from polling.contests.results.charts import charts, sector_slopes
from polling.contests.results.figures import figures
from polling.contests.results.rating_figures import rating_figures
from polling.contests.results.share_bars import Share, share_bars
from polling.core.i18n import _
from polling.final_vote.queries import Vote
from polling.final_vote.two_stages.queries import RatedIssue
from polling.final_vote.two_stages.results import FinalRow, RatedRow
from polling.recommendations.sentence import sentence
from polling.workshop.models import Theme

BROAD = "broad"


def of_theme(vote: Vote) -> list[Chart]:
    """Return the charts of a theme in one stage: shares with ranges, the stability of the cut."""
    names = {option: sentence(one) for option, one in vote.recommendations.items()}
    found = figures(vote.contest, names)
    return charts(found, vote.theme.label)


def of_ratings(theme: Theme, rows: Sequence[RatedRow]) -> Chart:
    """Return a chart of a theme's rated recommendations, in tiers."""
    title = f"{theme.label}: {_('Support')}"
    return share_bars(f"theme-{theme.id}", title, [_rated(row) for row in rows])


def of_list(key: str, title: str, rows: Sequence[RatedRow]) -> Chart:
    """Return a chart of rated recommendations of all themes; each keeps its theme's tier."""
    shares = [replace(_rated(row), inside=True) for row in rows]
    return share_bars(key, title, shares, level=key == BROAD)


def by_sector(one: RatedIssue) -> Chart | None:
    """Return how the sectors rated an issue's recommendations, if it may be published."""
    names = {option: sentence(found) for option, found in one.recommendations.items()}
    found = rating_figures(one.contest, names)
    shown = any(cell for option in found.options for cell in option.sectors)
    return sector_slopes(found, one.issue.label) if shown else None


def of_finalists(final: Contest, order: Sequence[FinalRow]) -> list[Chart]:
    """Return charts of the finalists: shares with ranges, the list's stability, and sectors."""
    names = {row.recommendation.id: row.text for row in order}
    return charts(figures(final, names), _("All themes"))


def _rated(row: RatedRow) -> Share:
    rating = row.rating
    return Share(
        text=row.text,
        place=row.tier,
        count=rating.supporters,
        of=rating.raters,
        inside=row.tier == 1,
        priority=rating.priority,
        electorate=rating.electorate,
    )
