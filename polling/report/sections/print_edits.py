"""The annex on wordings edited for print after the vote."""

from polling.core.i18n import _
from polling.report.data.report_data import Edit, Recommendation, Report
from polling.report.document_blocks import Block, Item, Paragraph, Points


def edited(report: Report) -> list[Block]:
    """Return each edited wording with the voted one, and the group's answer."""
    items = [_item(one, one.edit) for one in report.recommendations if one.edit]
    if not items:
        return []
    lead_in = _("After the vote, the organizers edited the wording of these recommendations.")
    return [Paragraph(lead_in), Points(items)]


def _item(one: Recommendation, edit: Edit) -> Item:
    note = _("As voted on: “%(text)s”", text=edit.voted) if edit.is_printed else ""
    return Item(text=f"{one.reference} {one.text}".strip(), note=note, figures=_answer(one, edit))


def _answer(one: Recommendation, edit: Edit) -> str:
    match edit.state:
        case "agreed":
            return agreed(one, edit)
        case "declined":
            return _(
                "Group %(number)s declined the edit, so this report uses the wording that was "
                "voted on.",
                number=one.group,
            )
        case "asked":
            return _(
                "Group %(number)s has not answered, so this report uses the wording that was "
                "voted on.",
                number=one.group,
            )
        case _:
            return _("The group was not asked about this edit.")


def agreed(one: Recommendation, edit: Edit) -> str:
    """Return who agreed for the group: one person's answer is enough."""
    match edit.answered_by:
        case "facilitator":
            return _("The facilitator of group %(number)s agreed to the edit.", number=one.group)
        case "member":
            return _("A member of group %(number)s agreed to the edit.", number=one.group)
        case _:
            return _("Group %(number)s agreed to the edit.", number=one.group)
