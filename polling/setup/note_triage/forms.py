"""What an organizer makes of a note."""

from polling.core.base_models import Payload
from polling.core.text import Headline, Line, Paragraphs


class NewIssue(Payload):
    """An issue in the theme with this id, in these words."""

    theme: int
    headline: Headline
    rationale: Paragraphs = ""


class ToIssue(Payload):
    """The id of the issue that a note belongs to."""

    issue: int


class SetAside(Payload):
    """Why a note is set aside, if there is something to say."""

    reason: Line = ""
