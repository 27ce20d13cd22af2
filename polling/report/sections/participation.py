"""Who took part: everybody present, by what they said of themselves."""

from polling.i18n import _, ngettext
from polling.report.blocks import Block, Paragraph, Percent, Table
from polling.report.facts import Breakdown, Report


def participation(report: Report) -> list[Block]:
    """How many, and a table for each attribute of which anything may be shown."""
    if not report.present:
        return []
    many = ngettext("%(num)s person took part.", "%(num)s people took part.", report.present)
    return [Paragraph(many), *(_table(report, breakdown) for breakdown in report.breakdowns)]


def _table(report: Report, breakdown: Breakdown) -> Table:
    rest = _("Not said, or said by fewer than %(smallest)s", smallest=report.smallest)
    return Table(
        caption=_(
            "%(attribute)s, of %(present)s", attribute=breakdown.label, present=report.present
        ),
        columns=[breakdown.label, _("People"), _("Share")],
        rows=[[cell.words or rest, cell.count, Percent(cell.percent)] for cell in breakdown.cells],
    )
