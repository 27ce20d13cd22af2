"""Wordings edited for print after the vote, and whether they are printed."""

from typing import TYPE_CHECKING, Any

from polling.recommendations.sentence import sentence
from polling.recommendations.wording import PrintWording, SentenceFields, Wording
from polling.report.data.report_data import Edit
from polling.report.options import ReportChoices

if TYPE_CHECKING:
    from polling.recommendations.models import Recommendation

EDITED_FROM = "results"  # earlier, groups edit their own texts, or people vote on them


def edit_of(one: "Recommendation", choices: ReportChoices) -> Edit | None:
    """Return the edit made after the vote, if there is one."""
    edit, edited = print_edit(one), edited_wording(one)
    if edit is None or edited is None:
        return None
    return Edit(sentence(edited), sentence(one), _state(one, choices), edit.answered_by)


def printed_wording(one: "Recommendation", choices: ReportChoices) -> Wording:
    """Return the wording to print: the voted one, until the group agrees to an edit."""
    edit, edited = edit_of(one, choices), edited_wording(one)
    return edited if edited and edit and edit.is_printed else one.wording


def edited_wording(one: "Recommendation") -> Wording | None:
    """Return the wording edited by organizers, whether it is printed or not."""
    edit = print_edit(one)
    return None if edit is None else edit.over(one.wording)


def shown_parts(one: "Recommendation") -> dict[str, Any]:
    """Return the parts of the sentence that the organizers' form shows."""
    columns = (edited_wording(one) or one.wording).columns
    return {name: columns[name] for name in SentenceFields.model_fields}


def print_edit(one: "Recommendation") -> PrintWording | None:
    """Return the organizers' edit, and the group's answer."""
    return None if one.print_wording is None else PrintWording.model_validate(one.print_wording)


def _state(one: "Recommendation", choices: ReportChoices) -> str:
    edit = print_edit(one)
    if edit and edit.agreed is not None:
        return "agreed" if edit.agreed else "declined"
    return "asked" if choices.authors_approve and one.group_id is not None else "unasked"
