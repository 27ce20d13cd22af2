"""What came of a final vote in two stages over all themes."""

from collections.abc import Sequence

from polling.core.i18n import _
from polling.final_vote.two_stages.results import TOP
from polling.privacy.derived import COMMON_GROUND_PERCENT
from polling.report.blocks import Block, CellValue, Paragraph, Percent, Section, Table
from polling.report.figures.facts import Recommendation, Report
from polling.report.figures.vote_facts import ContestStanding, RatedBy, Share
from polling.report.sections.phrases import of

Rated = tuple[Recommendation, ContestStanding, RatedBy]


def overall(report: Report) -> list[Block]:
    """The overall list, common ground, and what is disputed."""
    rated = [
        (one, one.standing, one.standing.rated)
        for one in report.recommendations
        if one.standing and one.standing.rated
    ]
    return [*_first(report), *_common_ground(rated), *_disputed(rated)]


def _first(report: Report) -> list[Block]:
    if report.finalists is None:
        return []
    listed = [one for one in report.finalists.standings if one[1].rank <= TOP]
    marks = [_mark(report, *one) for one in listed]
    rows: list[list[CellValue]] = [
        [standing.rank, _marked(text, mark), *_support(standing.support)]
        for (text, standing), mark in zip(listed, marks, strict=True)
    ]
    columns = [_("Rank"), _("Recommendation"), _("Chosen by"), _("Share")]
    note = _("In brackets: what was common ground, or disputed, in the first stage.")
    caption = _("Chosen by most, of those who could choose it")
    lead_in = _(
        "The final choice: everybody could choose up to %(most)s of %(all)s recommendations. A "
        "share says for how many this one was among those, not how many are in favour of it.",
        most=report.finalists.most,
        all=len(report.finalists.standings),
    )
    return [Paragraph(lead_in), Table(caption, columns, rows, note if any(marks) else "")]


def _marked(text: str, mark: str) -> str:
    return _("%(text)s (%(mark)s)", text=text, mark=mark) if mark else text


def _mark(report: Report, text: str, final: ContestStanding) -> str:
    """What the ratings said of a finalist: common ground, disputed, or neither."""
    every = [*report.recommendations, *report.left_out]
    one = next((one for one in every if one.final == final and _voted_words(one) == text), None)
    rated = one.standing.rated if one and one.standing else None
    if rated and rated.is_common:
        return _("common ground")
    return _("disputed") if rated and rated.is_disputed else ""


def _voted_words(one: Recommendation) -> str:
    return one.edit.voted if one.edit else one.text


def _support(support: Share) -> list[CellValue]:
    return [of(support), Percent(support.percent)]


def _common_ground(rated: Sequence[Rated]) -> list[Block]:
    rows: list[list[CellValue]] = [
        [one.text, *_support(standing.support)] for one, standing, by in rated if by.is_common
    ]
    lead_in = _(
        "At least %(percent)s %% of every large enough sector support these.",
        percent=COMMON_GROUND_PERCENT,
    )
    columns = [_("Recommendation"), _("Supported by"), _("Share")]
    return _named(_("Common ground"), lead_in, Table(_("What all sectors support"), columns, rows))


def _disputed(rated: Sequence[Rated]) -> list[Block]:
    rows: list[list[CellValue]] = [
        [one.text, by.priority, by.support, by.not_now]
        for one, _standing, by in rated
        if by.is_disputed
    ]
    columns = [_("Recommendation"), _("Priority now"), _("Support"), _("Not now")]
    lead_in = _("At least a quarter want these now, and at least a quarter do not.")
    return _named(_("Disputed"), lead_in, Table(_("What divides the room"), columns, rows))


def _named(title: str, lead_in: str, table: Table) -> list[Block]:
    return [Section(title, [Paragraph(lead_in), table])] if table.rows else []
