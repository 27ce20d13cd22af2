"""The final vote in full: the recommendations of each theme by their support, and by sector."""

from collections.abc import Iterator, Sequence

from polling.contests.results.charts import charts, sector_slopes
from polling.contests.results.figures import Figures
from polling.contests.results.share_bars import Share, share_bars
from polling.core.i18n import _
from polling.report.blocks import Block, Figure, Paragraph, Section
from polling.report.figures.facts import Report, Theme
from polling.report.figures.vote_facts import ContestStanding, Vote
from polling.report.sections.phrases import reopened, spread
from polling.report.sections.rankings import about, of_sectors

Standings = Sequence[tuple[str, ContestStanding]]


def finals(report: Report) -> Iterator[Section]:
    """One for each theme, in one stage or in two, and what was put to everybody."""
    for theme in report.themes:
        if theme.final_vote:
            yield _section(theme.title, _in_one_stage(theme.title, theme.final_vote))
        if theme.ratings:
            yield _section(theme.title, _first_stage(theme))
    if report.finalists:
        yield _section(_("all themes"), _in_one_stage(_("All themes"), report.finalists))


def _section(title: str, blocks: list[Block]) -> Section:
    return Section(_("Final vote: %(theme)s", theme=title), blocks)


def _in_one_stage(title: str, vote: Vote) -> list[Block]:
    """Everybody could support some; `charts` begins with their shares, under shorter names."""
    more = [Figure(chart) for chart in charts(vote.figures, title)[1:]]
    whole: list[Block] = [Paragraph(about(vote, vote.said)), _shares(title, vote.standings)]
    return [*whole, *more, *of_sectors(vote)]


def _first_stage(theme: Theme) -> list[Block]:
    """Each issue was put to a part of the room; the theme's recommendations are told together."""
    ratings = theme.ratings
    asked = _(
        "In the first stage each issue was put to %(present)s people; %(voted)s of them voted.",
        present=spread([vote.turnout.of for vote in ratings]),
        voted=spread([vote.turnout.count for vote in ratings]),
    )
    every = [one for vote in ratings for one in vote.standings]
    in_order = sorted(every, key=lambda one: one[1].rank)
    split = [
        Figure(sector_slopes(vote.figures, vote.issue or theme.title))
        for vote in ratings
        if vote.figures and _is_split(vote.figures)
    ]
    # All issues open and close together, so each of them says the same.
    said = " ".join([asked, *(reopened(ratings[0]) if ratings else [])])
    return [Paragraph(said), _shares(theme.title, in_order), *split]


def _is_split(figures: Figures) -> bool:
    return any(cell for one in figures.options for cell in one.sectors)


def _shares(title: str, standings: Standings) -> Figure:
    words = _("%(title)s: support", title=title)
    return Figure(share_bars(f"of-{title}", words, [_share(*one) for one in standings]))


def _share(text: str, standing: ContestStanding) -> Share:
    by = standing.rated
    return Share(
        text=text,
        place=by.tier if by else standing.rank,
        count=standing.support.count,
        of=standing.support.of,
        inside=standing.made_cut,
        priority=by.priority if by else None,
        electorate=standing.electorate,
    )
