"""The final vote in full: each theme's recommendations by support, and by sector."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from polling.contests.results.charts import sector_slopes
from polling.contests.results.figures import Figures
from polling.core.i18n import _
from polling.final_vote.queries import brief
from polling.report.data.report_data import Report, Theme
from polling.report.data.vote_data import Vote
from polling.report.document_blocks import Block, Figure, Paragraph, Section
from polling.report.figure_numbering import refer
from polling.report.sections.rankings import about, is_mostly_shown, of_sectors, shown
from polling.report.sections.vote_phrases import assigned, reopened, see

Named = Mapping[str, str]


def finals(report: Report) -> Iterator[Section]:
    """Return a section for each theme, in one stage or in two, and for the finalists."""
    named = _references(report)
    for theme in report.themes:
        if theme.final_vote:
            yield _section(theme.title, _in_one_stage(theme.title, theme.final_vote, named))
        if theme.ratings:
            yield _section(theme.title, _first_stage(theme, named))
    if report.finalists:
        yield _section(_("All themes"), _in_one_stage(_("All themes"), report.finalists, named))


def _references(report: Report) -> dict[str, str]:
    """Return the labels of recommendations in charts, by voted wording."""
    every = [*report.recommendations, *report.left_out]
    voted = ((one.edit.voted if one.edit else one.text, one.reference) for one in every)
    return {text: f"{reference} {brief(text)}".strip() for text, reference in voted}


def _section(title: str, blocks: list[Block]) -> Section:
    return Section(f"{_('Final vote')}: {title}", blocks)


def _in_one_stage(title: str, vote: Vote, named: Named) -> list[Block]:
    """Describe a vote in one stage."""
    drawn = [Figure(chart) for chart in shown(_named(vote.figures, named), title)]
    said = " ".join([about(vote, vote.said), *see(drawn)])
    return [Paragraph(said), *drawn, *of_sectors(vote)]


def _first_stage(theme: Theme, named: Named) -> list[Block]:
    """Describe the first stage, in which parts of the room rated issues; tables are by theme."""
    ratings = theme.ratings
    split = [
        Figure(sector_slopes(figures, vote.issue or theme.title))
        for vote in ratings
        if (figures := _named(vote.figures, named)) and is_mostly_shown(figures)
    ]
    table = f"numbers-{theme.reference}"
    where = see(split, table) if split else [f"({refer(table)})"]
    # All issues open and close together, so they have the same values.
    said = [assigned(ratings), *(reopened(ratings[0]) if ratings else []), *where]
    return [Paragraph(" ".join(said)), *split]


def _named(figures: Figures | None, named: Named) -> Figures | None:
    if figures is None:
        return None
    options = [replace(one, label=named.get(one.label, one.label)) for one in figures.options]
    return replace(figures, options=options)
