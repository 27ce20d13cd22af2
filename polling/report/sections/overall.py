"""What came of a final vote in two stages over all themes."""

from collections.abc import Callable

from polling.i18n import _
from polling.report.blocks import Block, CellValue, Item, Paragraph, Points, Section, Table
from polling.report.figures.facts import Recommendation, Report
from polling.report.sections.shares import of_common_ground, of_finalists
from polling.report.sections.words import part
from polling.voting.constituencies import COMMON_GROUND_FROM

TOP = 10  # and what is level with the last of them


def overall(report: Report) -> list[Block]:
    """The overall list, common ground, and what is disputed."""
    blocks: list[Block] = []
    if vote := report.finalists:
        rows: list[list[CellValue]] = [
            [standing.rank, text, part(standing.support)]
            for text, standing in vote.standings
            if standing.rank <= TOP
        ]
        caption = _("Supported by most, of those who could support it")
        blocks.append(of_finalists(vote, TOP))
        blocks.append(Table(caption, [_("Rank"), _("Recommendation"), _("Support")], rows))
    rated = [
        (one, one.standing.rated)
        for one in report.recommendations
        if one.standing and one.standing.rated
    ]
    blocks += _named(
        _("Common ground"),
        _(
            "At least %(percent)s %% of every large enough sector support these.",
            percent=int(100 * COMMON_GROUND_FROM),
        ),
        [one for one, by in rated if by.is_common],
        of_common_ground,
    )
    blocks += _named(
        _("Disputed"),
        _("At least a quarter want these now, and at least a quarter do not."),
        [one for one, by in rated if by.is_disputed],
    )
    return blocks


def _named(
    title: str,
    lead_in: str,
    chosen: list[Recommendation],
    drawn: Callable[[list[Recommendation]], Block] | None = None,
) -> list[Block]:
    if not chosen:
        return []
    points = Points([Item(text=one.text) for one in chosen])
    return [Section(title, [Paragraph(lead_in), *([drawn(chosen)] if drawn else []), points])]
