"""What those who voted objected to in the results, in their own words."""

from itertools import groupby

from polling.core.i18n import _, ngettext
from polling.report.blocks import Block, Item, Paragraph, Points, Section
from polling.report.figures.facts import Report
from polling.report.results.schema import Dissent


def dissent(report: Report) -> list[Block]:
    """How many notes there are, and those that were admitted, theme by theme."""
    if not report.dissent_written:
        return []
    themes = groupby(report.dissent, key=lambda one: one.theme)
    told = [Section(theme, [Points([_about(one) for one in here])]) for theme, here in themes]
    return [Paragraph(_counted(report)), *told]


def _counted(report: Report) -> str:
    written = ngettext(
        "After the results had been shown, %(num)s note of dissent was written.",
        "After the results had been shown, %(num)s notes of dissent were written.",
        report.dissent_written,
    )
    printed = sum(len(one.notes) for one in report.dissent)
    told = ngettext(
        "The organizers admitted %(num)s of them, without knowing whose it is.",
        "The organizers admitted %(num)s of them, without knowing whose they are.",
        printed,
    )
    return f"{written} {told}"


def _about(one: Dissent) -> Item:
    text = one.recommendation or _("On the result as a whole.")
    return Item(text=text, items=[Item(text=_("“%(text)s”", text=note)) for note in one.notes])
