"""Edit conflicts: a field changed by two organizers is refused; other changes are merged.

Each form contains a mark (fingerprint) of the current values, so that a submitted form shows what
its author had seen. A field changed only by another organizer keeps that change. For a field
changed by both, the second organizer sees the other's value, and their form keeps their own.
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
    """Another organizer changed the same field first. `seen` is the mark to overwrite it."""

    code = "changed-meanwhile"

    def __init__(self, theirs: Values, seen: str) -> None:
        super().__init__(
            _(
                "Somebody else has saved a different version. Your text is still in the form: "
                "save again to replace that version."
            ),
            problems=[
                {"place": name, "message": _("Current text: “%(text)s”", text=_in_words(value))}
                for name, value in theirs.items()
            ],
        )
        self.seen = seen

    def as_dict(self) -> dict[str, Any]:
        """Return the error with the mark, so that the form can be sent again on purpose."""
        body = super().as_dict()
        body["error"]["seen"] = self.seen
        return body


def held_by(row: Base, edit: type[Edit]) -> dict[str, Any]:
    """Return the row's values under the names of the form's fields."""
    return {name: getattr(row, name) for name in edit.model_fields if name != "seen"}


def mark(values: Values) -> str:
    """Return `name=fingerprint` for each value, for the form that shows them."""
    return _write({name: _fingerprint(value) for name, value in values.items()})


def merged(held: Values, given: Values, seen: str) -> dict[str, Any]:
    """Merge the form's changes into `held`. Raises EditConflict if both changed the same field."""
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
