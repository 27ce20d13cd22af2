"""Voters' objections to the results, in their own words."""

from itertools import groupby

from polling.core.i18n import _, ngettext
from polling.report.data.report_data import Report
from polling.report.document_blocks import Block, Item, Paragraph, Points, Section
from polling.report.published_results.schema import Dissent


def dissent(report: Report) -> list[Block]:
    """Return the number of notes, and the approved ones, by theme."""
    if not report.dissent_written:
        return []
    themes = groupby(report.dissent, key=lambda one: one.theme)
    told = [Section(theme, [Points([_about(one) for one in here])]) for theme, here in themes]
    return [Paragraph(_counted(report)), *told]


def _counted(report: Report) -> str:
    written = ngettext(
        "Participants wrote %(num)s dissent note after seeing the results.",
        "Participants wrote %(num)s dissent notes after seeing the results.",
        report.dissent_written,
    )
    printed = sum(len(one.notes) for one in report.dissent)
    told = ngettext(
        "The organizers approved %(num)s of them without knowing who wrote it.",
        "The organizers approved %(num)s of them without knowing who wrote them.",
        printed,
    )
    return f"{written} {told}"


def _about(one: Dissent) -> Item:
    text = one.recommendation or _("On the overall result")
    return Item(text=text, items=[Item(text=f"“{note}”") for note in one.notes])
