"""Edit conflicts: a form that somebody else was faster to change is refused, and nothing is lost.

Each form contains a mark (fingerprint) of the current values, so that a submitted form shows what
its author had seen. `merged` is for forms whose fields are independent: a field changed only by
another person keeps that change. For a field changed by both, the second person sees the other's
value, and their form keeps their own. `require_unchanged` is for forms that are one decision.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import StringConstraints

from polling.core.base_models import Payload
from polling.core.db import Base
from polling.core.errors import Conflict
from polling.core.i18n import _

Values = Mapping[str, Any]
Mark = Annotated[str, StringConstraints(max_length=1000)]
SHOWN_CHARACTERS = 300


class Seen(Payload):
    """A form that depends on what it shows. `seen` is the mark of these values."""

    seen: Mark


class Edit(Seen):
    """A change to something that exists."""

    def values(self) -> dict[str, Any]:
        """Return the fields that the form sent, without disabled ones."""
        return self.model_dump(exclude={"seen"}, exclude_unset=True)


class EditConflict(Conflict):
    """Another person changed the same thing first. `seen` is the mark to overwrite it.

    `theirs` has a sentence about each current value.
    """

    code = "changed-meanwhile"

    def __init__(self, theirs: Mapping[str, str], seen: str, message: str = "") -> None:
        super().__init__(
            message
            or _(
                "Somebody else has saved a different version. Compare it with yours. To replace "
                "it, press the button again."
            ),
            problems=[{"place": name, "message": sentence} for name, sentence in theirs.items()],
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
        raise EditConflict(_sentences(theirs), _write(before | _read(mark(theirs))))
    return {**held, **mine}


def require_unchanged(
    held: Values, seen: str, message: str = "", *, words: Mapping[str, str] | None = None
) -> None:
    """Refuse a form whose author saw other values than `held`, whatever the form says.

    Args:
        held: the current values, under names that no other form on the page uses.
        seen: the form's mark.
        message: the sentence for the author, if the form has no text of theirs to save again.
        words: sentences about the current values, if they do not speak for themselves; may be
            empty if `message` says it all.

    Raises:
        EditConflict: with the values that the author has not seen.
    """
    before, present = _read(seen), _read(mark(held))
    theirs = {name: held[name] for name in held if present[name] != before.get(name)}
    if theirs:
        overwriting = _write(before | _read(mark(theirs)))
        raise EditConflict(_sentences(theirs) if words is None else words, overwriting, message)


def current_text(value: Any) -> str:
    """Return a sentence with the current value, shortened; a list is joined."""
    words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    shown = words if len(words) <= SHOWN_CHARACTERS else words[:SHOWN_CHARACTERS] + "…"
    return _("Current text: “%(text)s”", text=shown)


def _sentences(values: Values) -> dict[str, str]:
    return {name: current_text(value) for name, value in values.items()}


def _fingerprint(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:12]


def _read(seen: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in seen.split() if "=" in pair)


def _write(fingerprints: Mapping[str, str]) -> str:
    return " ".join(f"{name}={fingerprint}" for name, fingerprint in fingerprints.items())
