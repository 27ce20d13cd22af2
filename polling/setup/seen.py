"""Two organizers, one text: a form says what it was filled with, so that no change is lost unseen.

The page puts a mark of the present values into each form. If somebody else has changed them by
the time it comes back, it is refused with their text; the form keeps the other.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from polling.errors import Conflict
from polling.i18n import _

Values = Mapping[str, Any]
SHOWN_CHARACTERS = 300


class ChangedMeanwhile(Conflict):
    """Somebody else changed this first. `seen` is the mark with which saving again replaces it."""

    code = "changed-meanwhile"

    def __init__(self, held: Values, new: Values) -> None:
        super().__init__(
            _(
                "Somebody else has changed this since you began. Nothing is lost: below is what it "
                "says now, and your text is still in the form. Save again to replace theirs."
            ),
            problems=[
                {"place": name, "message": _("Now: “%(text)s”", text=_in_words(value))}
                for name, value in held.items()
                if value != new[name]
            ],
        )
        self.seen = mark(held)

    def as_dict(self) -> dict[str, Any]:
        """With the mark, so that the form can be sent again on purpose."""
        body = super().as_dict()
        body["error"]["seen"] = self.seen
        return body


def mark(values: Values) -> str:
    """A short name for these values: others have another."""
    content = json.dumps(dict(values), sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def require_unchanged(held: Values, new: Values, seen: str) -> None:
    """Refuse to overwrite what the form was not filled with. To write the same is no conflict."""
    if mark(held) != seen and held != new:
        raise ChangedMeanwhile(held, new)


def _in_words(value: Any) -> str:
    words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return words if len(words) <= SHOWN_CHARACTERS else words[:SHOWN_CHARACTERS] + "…"
