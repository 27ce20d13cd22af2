"""Who registered and who took part, by what is known of them."""

from polling.core.default_texts import translate_default
from polling.core.i18n import _, ngettext
from polling.core.percentages import percentage
from polling.report.blocks import NOTHING, Block, CellValue, Paragraph, Percent, Table
from polling.report.figures.facts import Report
from polling.report.figures.people_facts import Breakdown, Cell, Crossing


def participation(report: Report) -> list[Block]:
    """How many, and a table for each attribute of which anything may be shown."""
    if not report.present and not report.registered:
        return []
    tables = [_table(report, breakdown) for breakdown in report.breakdowns]
    crossed = [_crossed(report, crossing) for crossing in report.crossings]
    return [Paragraph(_how_many(report)), *tables, *crossed]


def _how_many(report: Report) -> str:
    here = ngettext("%(num)s person took part.", "%(num)s people took part.", report.present)
    if not report.registered:
        return here
    listed = ngettext("%(num)s person registered.", "%(num)s people registered.", report.registered)
    return f"{listed} {here}" if report.present else listed


def _table(report: Report, breakdown: Breakdown) -> Table:
    rest = _rest(report)
    sides = [cells for cells in (breakdown.registered, breakdown.cells) if cells]
    answers = list(dict.fromkeys(cell.words for cells in sides for cell in cells if cell.words))
    if any(_of(cells, "") for cells in sides):
        answers.append("")
    return Table(
        caption=_caption(report, breakdown),
        columns=[translate_default(breakdown.label), *_columns(breakdown)],
        rows=[
            [
                translate_default(words) or rest,
                *(figure for cells in sides for figure in _figures(cells, words)),
            ]
            for words in answers
        ],
    )


def _rest(report: Report) -> str:
    return _("Not said, or said by fewer than %(smallest)s", smallest=report.smallest)


def _crossed(report: Report, crossing: Crossing) -> Table:
    """Each cell as a part of its row; nobody knows more of the rest than that they are the rest."""
    rows: list[list[CellValue]] = [
        [translate_default(answer) or _rest(report), *(_part(cell, total) for cell in cells), total]
        for answer, cells, total in zip(
            crossing.down, crossing.people, crossing.totals, strict=True
        )
    ]
    notes = [_("Rounded, so that nobody can be picked out."), _("All: with those who did not say.")]
    rows_of, columns_of = translate_default(crossing.rows), translate_default(crossing.columns)
    about = {"rows": rows_of, "columns": columns_of, "present": report.present}
    across = [translate_default(answer) or _("Said by few, or not") for answer in crossing.across]
    return Table(
        caption=_("%(rows)s and %(columns)s, of %(present)s", **about),
        columns=[rows_of, *across, _("All")],
        rows=rows,
        note=" ".join(notes),
    )


def _part(people: int | None, total: int) -> CellValue:
    if people is None:
        return _("hidden")
    return _("%(count)s (%(percent)s %%)", count=people, percent=percentage(people, total))


def _caption(report: Report, breakdown: Breakdown) -> str:
    label = translate_default(breakdown.label)
    if not breakdown.registered:
        return _("%(attribute)s, of %(present)s", attribute=label, present=report.present)
    if not breakdown.cells:
        return _("%(attribute)s, of %(count)s registered", attribute=label, count=report.registered)
    return _(
        "%(attribute)s, of %(count)s registered and %(present)s who took part",
        attribute=label,
        count=report.registered,
        present=report.present,
    )


def _columns(breakdown: Breakdown) -> list[str]:
    if not breakdown.registered:
        return [_("People"), _("Share")]
    listed = [_("Registered"), _("Share of registered")]
    return [*listed, _("Took part"), _("Share of those here")] if breakdown.cells else listed


def _figures(cells: list[Cell], words: str) -> list[CellValue]:
    """Of an answer that is in the rest on this side, nothing."""
    cell = _of(cells, words)
    return [cell.count, Percent(cell.percent)] if cell else [NOTHING, NOTHING]


def _of(cells: list[Cell], words: str) -> Cell | None:
    return next((cell for cell in cells if cell.words == words), None)
