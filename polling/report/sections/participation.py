"""Who registered and took part, by attribute."""

from polling.core.default_texts import translate_default
from polling.core.i18n import _, ngettext
from polling.core.percentages import percentage
from polling.report.data.people_data import Breakdown, Cell, Crossing
from polling.report.data.report_data import Report
from polling.report.document_blocks import NOTHING, Block, CellValue, Paragraph, Percent, Table
from polling.report.figure_numbering import refer
from polling.report.sections.vote_phrases import keys_of

PARTICIPANTS = "participants"  # the key of the table


def participation(report: Report) -> list[Block]:
    """Return the totals, and each publishable attribute."""
    if not report.present and not report.registered:
        return []
    if not report.breakdowns:
        return [Paragraph(_how_many(report))]
    who = _("%(table)s shows who they were.", table=refer(PARTICIPANTS))
    return [Paragraph(f"{_how_many(report)} {who}"), _table(report)]


def crossings(report: Report) -> list[Block]:
    """Return tables of two attributes, if most cells may be shown."""
    tables = [_crossed(report, one) for one in report.crossings if _is_mostly_shown(one)]
    said = _(
        "Cross-tabulations of two questions are in %(tables)s.", tables=refer(*keys_of(tables))
    )
    return [Paragraph(said), *tables] if tables else []


def _is_mostly_shown(crossing: Crossing) -> bool:
    cells = [cell for row in crossing.people for cell in row]
    return 2 * sum(cell is not None for cell in cells) >= len(cells)


def _how_many(report: Report) -> str:
    here = ngettext(
        "%(num)s person took part in the workshop.",
        "%(num)s people took part in the workshop.",
        report.present,
    )
    if not report.registered:
        return here
    listed = ngettext("%(num)s person registered.", "%(num)s people registered.", report.registered)
    return f"{listed} {here}" if report.present else listed


def _table(report: Report) -> Table:
    """Return one table of all attributes; the first row of each has its name."""
    listed = any(one.registered for one in report.breakdowns)
    here = any(one.cells for one in report.breakdowns)
    sides = [
        (_("Registered (%(num)s)", num=report.registered), "registered", listed),
        (_("Took part (%(num)s)", num=report.counted), "cells", here),
    ]
    shown = [(title, name) for title, name, is_shown in sides if is_shown]
    columns = [_("Attribute"), _("Answer")]
    for title, _name in shown:
        columns += [title, _("Share")]
    rows = [
        row for one in report.breakdowns for row in _rows(report, one, [name for _t, name in shown])
    ]
    note = _(
        "“%(rest)s” includes people who did not answer. To protect privacy, it also includes "
        "answers given by fewer than %(smallest)s people and, where needed, the next rarest "
        "answer.",
        rest=_rest(),
        smallest=report.smallest,
    )
    note = " ".join([note, *_as_of(report)])
    return Table(_("Participants"), columns, rows, note, key=PARTICIPANTS)


def _as_of(report: Report) -> list[str]:
    """Return a note if the table repeats one of an earlier version."""
    if report.repeated is None:
        return []
    if report.repeated.version:
        return [
            _(
                "To protect privacy, the numbers stay as in version %(number)s of this report "
                "until more answers change.",
                number=report.repeated.version,
            )
        ]
    return [_("To protect privacy, the numbers stay as they were when the report was published.")]


def _rows(report: Report, breakdown: Breakdown, sides: list[str]) -> list[list[CellValue]]:
    of_sides: list[list[Cell]] = [getattr(breakdown, name) for name in sides]
    answers = list(dict.fromkeys(cell.words for cells in of_sides for cell in cells if cell.words))
    if any(_of(cells, "") for cells in of_sides):
        answers.append("")
    label = translate_default(breakdown.label)
    return [
        [
            "" if at else label,
            translate_default(words) or _rest(),
            *(figure for cells in of_sides for figure in _figures(cells, words)),
        ]
        for at, words in enumerate(answers)
    ]


def _rest() -> str:
    return _("Other or not stated")


def _crossed(report: Report, crossing: Crossing) -> Table:
    """Return each cell as a share of its row; the rest has no meaning of its own."""
    rows: list[list[CellValue]] = [
        [translate_default(answer) or _rest(), *(_part(cell, total) for cell in cells), total]
        for answer, cells, total in zip(
            crossing.down, crossing.people, crossing.totals, strict=True
        )
    ]
    notes = [
        _("Counts are rounded to protect privacy."),
        _("“All” includes people who did not answer."),
        *_as_of(report),
    ]
    rows_of, columns_of = translate_default(crossing.rows), translate_default(crossing.columns)
    about = {"rows": rows_of, "columns": columns_of, "present": report.counted}
    across = [translate_default(answer) or _rest() for answer in crossing.across]
    return Table(
        caption=_("%(rows)s by %(columns)s (n = %(present)s)", **about),
        columns=[rows_of, *across, _("All")],
        rows=rows,
        note=" ".join(notes),
        key=f"{crossing.rows}-{crossing.columns}",
    )


def _part(people: int | None, total: int) -> CellValue:
    if people is None:
        return _("hidden")
    return _("%(count)s (%(percent)s%%)", count=people, percent=percentage(people, total))


def _figures(cells: list[Cell], words: str) -> list[CellValue]:
    """Return the figures; none for an answer that is part of the rest on this side."""
    cell = _of(cells, words)
    return [cell.count, Percent(cell.percent)] if cell else [NOTHING, NOTHING]


def _of(cells: list[Cell], words: str) -> Cell | None:
    return next((cell for cell in cells if cell.words == words), None)
