"""Two organizers, one text: what both have changed is refused, what one has changed is kept.

The page puts a mark of the present values into each form, so that a form which comes back says
what its writer had before them. A field that only somebody else has changed meanwhile stays as
they left it; one that both have changed is shown to the second of them, whose form keeps theirs.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from polling.core.db import Base
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.setup.forms import Edit

Values = Mapping[str, Any]
SHOWN_CHARACTERS = 300


class EditConflict(Conflict):
    """Somebody else changed the same first. `seen` is the mark with which to replace theirs."""

    code = "changed-meanwhile"

    def __init__(self, theirs: Values, seen: str) -> None:
        super().__init__(
            _(
                "Somebody else changed this. Your text is still in the form: save again to "
                "replace theirs."
            ),
            problems=[
                {"place": name, "message": _("Current text: “%(text)s”", text=_in_words(value))}
                for name, value in theirs.items()
            ],
        )
        self.seen = seen

    def as_dict(self) -> dict[str, Any]:
        """With the mark, so that the form can be sent again on purpose."""
        body = super().as_dict()
        body["error"]["seen"] = self.seen
        return body


def held_by(row: Base, edit: type[Edit]) -> dict[str, Any]:
    """The row's values under the names that a form has."""
    return {name: getattr(row, name) for name in edit.model_fields if name != "seen"}


def mark(values: Values) -> str:
    """`name=fingerprint` for each value, to be put into the form that shows them."""
    return _write({name: _fingerprint(value) for name, value in values.items()})


def merged(held: Values, given: Values, seen: str) -> dict[str, Any]:
    """`held` with the form's changes. Raises ChangedMeanwhile if both changed the same field."""
    before = _read(seen)
    mine = {name: new for name, new in given.items() if _fingerprint(new) != before.get(name)}
    theirs = {
        name: held[name]
        for name, new in mine.items()
        if _fingerprint(held[name]) != before.get(name) and held[name] != new
    }
    if theirs:
        raise EditConflict(theirs, _write(before | _read(mark(theirs))))
    return {**held, **mine}


def _fingerprint(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:12]


def _read(seen: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in seen.split() if "=" in pair)


def _write(fingerprints: Mapping[str, str]) -> str:
    return " ".join(f"{name}={fingerprint}" for name, fingerprint in fingerprints.items())


def _in_words(value: Any) -> str:
    words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return words if len(words) <= SHOWN_CHARACTERS else words[:SHOWN_CHARACTERS] + "…"
