"""The notes of note-takers, in a workshop file."""

from typing import Annotated

from pydantic import StringConstraints

from polling.workshop_file.part import Part
from polling.workshop_file.text import Headline, Line, Name, Paragraphs

LONGEST_DETAIL = 2000  # characters
MOST_NOTES = 1000  # in a workshop

Detail = Annotated[Paragraphs, StringConstraints(max_length=LONGEST_DETAIL)]


class Note(Part):
    """What was heard in a session. `source` is the session, as an issue names it."""

    headline: Headline
    detail: Detail = ""
    source: Line = ""


class UnsortedNote(Note):
    """A note that belongs to no issue: it waits, or was set `aside`. `theme` is a theme's title."""

    theme: Name | None = None
    aside: bool = False
    reason: Line = ""
