"""The annex of what was edited for print after it had been voted on."""

from polling.core.i18n import _
from polling.report.blocks import Block, Item, Paragraph, Points
from polling.report.figures.facts import Edit, Recommendation, Report


def edited(report: Report) -> list[Block]:
    """Each that is printed in other words, with those voted on; and what its group said."""
    items = [_item(one, one.edit) for one in report.recommendations if one.edit]
    if not items:
        return []
    lead_in = _("The organizers edited these after the vote. People voted on the earlier wording.")
    return [Paragraph(lead_in), Points(items)]


def _item(one: Recommendation, edit: Edit) -> Item:
    note = _("Voted on: “%(text)s”", text=edit.voted) if edit.is_printed else ""
    return Item(text=one.text, note=note, figures=_answer(one, edit))


def _answer(one: Recommendation, edit: Edit) -> str:
    match edit.state:
        case "agreed":
            return _("Group %(number)s agreed to the edit.", number=one.group)
        case "declined":
            return _(
                "Group %(number)s declined an edit, so it is printed as it was voted on.",
                number=one.group,
            )
        case "asked":
            return _(
                "Group %(number)s has not answered yet, so it is printed as it was voted on.",
                number=one.group,
            )
        case _:
            return _("Its group was not asked.")
