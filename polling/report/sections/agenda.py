"""The agenda: a table for each day, without empty columns."""

from dataclasses import replace
from itertools import groupby

from polling.core.i18n import _, ngettext
from polling.report.data.report_data import AgendaSession, Report
from polling.report.document_blocks import Block, CellValue, Paragraph, Table
from polling.report.figure_numbering import refer
from polling.report.sections.vote_phrases import keys_of


def agenda(report: Report) -> list[Block]:
    """Return the sessions in order; parallel ones have the same time. The workshop is last."""
    if not report.sittings:
        return []
    sittings = [*report.sittings, *_workshop(report)]
    days = groupby(sittings, key=lambda sitting: sitting.day)
    tables = [_table(at, day, list(held)) for at, (day, held) in enumerate(days)]
    many = ngettext(
        "The agenda had %(num)s session and the synthesis workshop (%(tables)s).",
        "The agenda had %(num)s sessions and the synthesis workshop (%(tables)s).",
        len(report.sittings),
        tables=refer(*keys_of(tables)),
    )
    return [Paragraph(many), *tables]


def _workshop(report: Report) -> list[AgendaSession]:
    """Return the workshop itself, unless the organizers have listed it."""
    last = report.sittings[-1]
    if any(report.title.casefold() in one.title.casefold() for one in report.sittings):
        return []
    title = _("Synthesis workshop: %(title)s", title=report.title)
    unknown = {"code": "", "starts": "", "ends": "", "room": "", "moderator": ""}
    return [replace(last, title=title, speakers=[], **unknown)]


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
    caption = _("Agenda, %(day)s", day=day) if day else _("Agenda")
    return Table(caption, list(filled), rows, key=f"agenda-{at}")


def _name(sitting: AgendaSession) -> str:
    return f"{sitting.code} {sitting.title}".strip()


def _time(sitting: AgendaSession) -> str:
    return "–".join(filter(None, [sitting.starts, sitting.ends]))
