"""Payloads for sorting notes."""

from polling.core.base_models import Payload
from polling.core.text import Headline, Line, Paragraphs


class NewIssue(Payload):
    """A new issue in the theme with this id, with these texts."""

    theme: int
    headline: Headline
    rationale: Paragraphs = ""


class ToIssue(Payload):
    """The id of the issue to which a note is added."""

    issue: int


class SetAside(Payload):
    """The reason for dismissing a note, or ""."""

    reason: Line = ""
