"""The agenda: a table for each day, without empty columns."""

from itertools import groupby

from polling.core.i18n import _, ngettext
from polling.report.data.report_data import AgendaSession, Report
from polling.report.document_blocks import Block, CellValue, Paragraph, Table
from polling.report.figure_numbering import refer
from polling.report.sections.vote_phrases import keys_of


def agenda(report: Report) -> list[Block]:
    """Return the sessions in order; parallel ones have the same time."""
    if not report.sittings:
        return []
    days = groupby(report.sittings, key=lambda sitting: sitting.day)
    tables = [_table(at, day, list(held)) for at, (day, held) in enumerate(days)]
    many = ngettext(
        "The agenda had %(num)s session (%(tables)s).",
        "The agenda had %(num)s sessions (%(tables)s).",
        len(report.sittings),
        tables=refer(*keys_of(tables)),
    )
    is_listed = any(_is_workshop(one, report) for one in report.sittings)
    after = [] if is_listed else [_("The synthesis workshop followed.")]
    return [Paragraph(" ".join([many, *after])), *tables]


def _is_workshop(sitting: AgendaSession, report: Report) -> bool:
    return report.title.casefold() in sitting.title.casefold()


def _table(at: int, day: str, sittings: list[AgendaSession]) -> Table:
    columns = {
        _("Session"): [_name(sitting) for sitting in sittings],
        _("Time"): [_time(sitting) for sitting in sittings],
        _("Room"): [sitting.room for sitting in sittings],
        _("Speakers"): ["; ".join(sitting.speakers) for sitting in sittings],
        _("Moderator"): [sitting.moderator for sitting in sittings],
    }
    filled = {title: cells for title, cells in columns.items() if any(cells)}
    rows: list[list[CellValue]] = [list(row) for row in zip(*filled.values(), strict=True)]
    caption = ", ".join(filter(None, [_("Agenda"), day]))
    return Table(caption, list(filled), rows, key=f"agenda-{at}")


def _name(sitting: AgendaSession) -> str:
    return " – ".join(filter(None, [sitting.code, sitting.title]))


def _time(sitting: AgendaSession) -> str:
    return "–".join(filter(None, [sitting.starts, sitting.ends]))
