"""Support for recommendations as pictures, of the figures that stand beside their sentences."""

from collections.abc import Sequence

from polling.contests.shares import Share, share_bars
from polling.i18n import _
from polling.report.blocks import Block, Figure
from polling.report.figures.facts import Recommendation, Theme
from polling.report.figures.vote_facts import Standing, Vote


def of_theme(theme: Theme) -> list[Block]:
    """The recommendations of a theme in their voted order."""
    voted = theme.final_vote.standings if theme.final_vote else _rated(theme.ratings)
    if not voted:
        return []
    title = _("%(title)s: support", title=theme.title)
    return [Figure(share_bars(f"of-{theme.title}", title, [_share(*one) for one in voted]))]


def of_finalists(vote: Vote, most: int) -> Block:
    """The overall list, as far as it is listed."""
    shares = [_share(*one) for one in vote.standings if one[1].rank <= most]
    return Figure(share_bars("overall", _("Over all themes: support"), shares))


def of_common_ground(chosen: Sequence[Recommendation]) -> Block:
    """What every sector supports, with the line that it is above of in each of them."""
    standings = [(one.text, one.standing) for one in chosen if one.standing]
    shares = [_share(text, standing, inside=True) for text, standing in standings]
    return Figure(share_bars("common", _("Common ground"), shares, level=True))


def _rated(ratings: Sequence[Vote]) -> list[tuple[str, Standing]]:
    """Of all issues together; their ranks are those of the theme."""
    every = [one for vote in ratings for one in vote.standings]
    return sorted(every, key=lambda one: one[1].rank)


def _share(text: str, standing: Standing, *, inside: bool | None = None) -> Share:
    rated = standing.rated
    return Share(
        text=text,
        place=rated.tier if rated else standing.rank,
        count=standing.support.count,
        of=standing.support.of,
        inside=standing.made_cut if inside is None else inside,
        priority=rated.priority if rated else None,
    )
