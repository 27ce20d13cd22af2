"""What issues came from: notes of note-takers, and other issues that became part of them."""

from typing import Annotated

from pydantic import Field, StringConstraints

from polling.core.base_models import StrictModel
from polling.core.text import Headline, Label, Line, Name, Paragraphs

LONGEST_DETAIL = 2000  # characters
MOST_NOTES = 1000  # in a workshop
MOST_MERGED = 200  # in one issue

Detail = Annotated[Paragraphs, StringConstraints(max_length=LONGEST_DETAIL)]
Sources = Annotated[list[Name], Field(max_length=40)]
CameWith = Annotated[int, Field(ge=1, le=MOST_MERGED)] | None


class Gained(StrictModel):
    """What an issue got from a part of it: sources that it had not, and the rationale."""

    sources: Sources = []
    rationale: bool = False


class UnsortedNote(StrictModel):
    """A note without an issue: unsorted, or set `aside`.

    `source` is the session, as an issue names it; `theme` a theme's title, if it is known.
    """

    headline: Headline
    detail: Detail = ""
    source: Line = ""
    theme: Name | None = None
    aside: bool = False
    reason: Line = ""


class Note(StrictModel):
    """A note that became part of its issue. `came_with` is as in a merged issue."""

    headline: Headline
    detail: Detail = ""
    source: Line = ""
    theme: Name | None = None
    gained: Gained = Gained()
    came_with: CameWith = None


class MergedIssue(StrictModel):
    """An issue that became part of this one, as it was, and the title of its theme.

    `came_with` is the place (from 1) among the merged ones of that with which it came here.
    """

    headline: Headline
    short: Label = ""
    rationale: Paragraphs = ""
    sources: Sources = []
    theme: Name | None = None
    gained: Gained = Gained()
    came_with: CameWith = None
