"""The follow-up table: who should do what by when, with an empty status column."""

from polling.core.i18n import _
from polling.recommendations.deadlines import deadline
from polling.report.data.report_data import Recommendation, Report
from polling.report.document_blocks import NOTHING, Block, CellValue, Paragraph, Table
from polling.report.sections.support_columns import voted_on
from polling.report.sections.vote_phrases import percent, see


def follow_up(report: Report) -> list[Block]:
    """Return a table for each theme, with a row for each printed recommendation."""
    note = _("By when: the date named in the recommendation. Status: for you to fill in.")
    columns = [_("Ref."), _("Recommendation"), _("Who"), _("By when"), _("Status")]
    columns += [*([_("Support")] if voted_on(report) else []), _("Group")]
    tables = [
        Table(
            f"{theme.title}: {_('Follow-up')}",
            columns,
            [_row(report, one) for issue in theme.issues for one in issue.recommendations],
            key=f"follow-up-{theme.reference}",
        )
        for theme in report.themes
    ]
    found = [table for table in tables if table.rows]
    return [Paragraph(" ".join([*see(found), note])), *found] if found else []


def _row(report: Report, one: Recommendation) -> list[CellValue]:
    support = percent(one.standing.support.percent) if one.standing else NOTHING
    return [
        *(one.reference, one.text, "; ".join(report.names_of(one)), deadline(one.by), ""),
        *([support] if voted_on(report) else []),
        NOTHING if one.group is None else one.group,
    ]
