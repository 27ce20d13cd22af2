"""The agenda: a table for each day, with the columns that have anything in them."""

from itertools import groupby

from polling.core.i18n import _
from polling.report.data.report_data import AgendaSession, Report
from polling.report.document_blocks import Block, CellValue, Table


def agenda(report: Report) -> list[Block]:
    """The sessions in their order; parallel ones share their time."""
    days = groupby(report.sittings, key=lambda sitting: sitting.day)
    return [_table(day, list(sittings)) for day, sittings in days]


def _table(day: str, sittings: list[AgendaSession]) -> Table:
    columns = {
        _("Session"): [_name(sitting) for sitting in sittings],
        _("Time"): [_time(sitting) for sitting in sittings],
        _("Room"): [sitting.room for sitting in sittings],
        _("Speakers"): [", ".join(sitting.speakers) for sitting in sittings],
        _("Moderator"): [sitting.moderator for sitting in sittings],
    }
    filled = {title: cells for title, cells in columns.items() if any(cells)}
    rows: list[list[CellValue]] = [list(row) for row in zip(*filled.values(), strict=True)]
    return Table(day or _("Sessions"), list(filled), rows)


def _name(sitting: AgendaSession) -> str:
    return f"{sitting.code} {sitting.title}".strip()


def _time(sitting: AgendaSession) -> str:
    return "–".join(filter(None, [sitting.starts, sitting.ends]))
