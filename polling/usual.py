"""The usual questions, whose texts are ours: each reader gets them in their own language.

What an organizer has written stays as it is. So does whatever is stored, compared or exported: it
has the English text, and only what is shown goes through here.
"""

from polling.i18n import _
from polling.workshop_file.attributes import DEFAULT_ATTRIBUTES
from polling.workshop_file.survey import DEFAULT_SURVEY

_TEXTS = {
    *(one.label for one in DEFAULT_ATTRIBUTES),
    *(option for one in DEFAULT_ATTRIBUTES for option in one.options),
    *(text for one in DEFAULT_SURVEY for text in (one.text, one.min_label, one.max_label) if text),
}


def usual(text: str) -> str:
    """A text of the usual questions in the reader's language; any other as it was written."""
    return _(text) if text in _TEXTS else text
