"""Recommendations in other words for print: which words those are, and whether they are printed."""

import hashlib

from polling.breakouts.models import Recommendation
from polling.recommendations.sentence import SentenceParts, sentence
from polling.report.figures.facts import Edit
from polling.report.options import ReportChoices
from polling.workshop_file.schema import PrintedAs


def edit_of(one: Recommendation, choices: ReportChoices) -> Edit | None:
    """How it was edited after the vote, if it was."""
    edited = edited_words(one)
    if edited is None:
        return None
    return Edit(sentence(edited), sentence(one), _state(one, edited, choices))


def printed(one: Recommendation, choices: ReportChoices) -> SentenceParts:
    """The words that the report has: until the group agrees, those that were voted on."""
    edit, edited = edit_of(one, choices), edited_words(one)
    return edited if edited and edit and edit.is_printed else one


def edited_words(one: Recommendation) -> PrintedAs | None:
    """Its other words, whether they are printed or not."""
    return None if one.printed_as is None else PrintedAs.model_validate(one.printed_as)


def digest(text: str) -> str:
    """What an answer of the group says to which words it is one."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _state(one: Recommendation, edited: PrintedAs, choices: ReportChoices) -> str:
    if edited.agreed is not None:
        return "agreed" if edited.agreed else "declined"
    return "asked" if choices.authors_approve and one.group_id is not None else "unasked"
