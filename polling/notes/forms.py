"""Forms about notes, and about note-takers' links."""

from typing import Annotated

from pydantic import Field, StringConstraints

from polling.contests.casting.idempotency import Revision
from polling.core.base_models import NumberOrNone, Payload
from polling.core.edit_conflicts import Mark, Seen
from polling.core.text import Headline, Label, Line
from polling.notes.schema import Detail

Key = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class Words(Payload):
    """The text of a note; `theme` is a theme's id or None."""

    headline: Headline
    detail: Detail = ""
    source: Line = ""
    theme: NumberOrNone = None


class NoteText(Words):
    """A new or changed note: `key` identifies it, and `revision` increases with each change.

    `seen` is the mark of the text to change, or "" for a new note. `unanswered` are the author's
    earlier changes of this text, which may have arrived. `link` is the number of the link on whose
    page it was written.
    """

    seen: Mark = ""
    unanswered: Annotated[list[Words], Field(max_length=5)] = []
    link: int
    key: Key
    revision: Revision = 1


class Which(Seen):
    """One note of the link, by its key."""

    key: Key


class NewLink(Payload):
    """A link for the session with this id, or for all. `label` is for the organizers."""

    label: Label = ""
    session: NumberOrNone = None
