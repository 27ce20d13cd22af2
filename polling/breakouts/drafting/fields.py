"""The text fields of a recommendation, and their names inside the shared document."""

from polling.core.text import clean, clean_line

MOST_ACTORS = 20  # of one recommendation
LIMITS = {"action": 600, "by": 200, "rationale": 2000}  # characters
_PARAGRAPHS = frozenset({"rationale"})  # the others are one line


def root(recommendation_id: int, field: str) -> str:
    """The name of one field's text in the group's document: "12/action"."""
    return f"{recommendation_id}/{field}"


def place(root: str) -> tuple[int, str]:
    """The recommendation and the field of such a name: (12, "action")."""
    one, _, field = root.partition("/")
    return int(one), field


def plain(field: str, text: str) -> str:
    """The text as its column has it: no spaces around it, and on one line if the field is."""
    return clean(text) if field in _PARAGRAPHS else clean_line(text)
