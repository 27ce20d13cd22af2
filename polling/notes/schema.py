"""The sources of issues: notes, and other issues merged into them."""

from typing import Annotated

from pydantic import Field, StringConstraints

from polling.core.base_models import StrictModel
from polling.core.text import Headline, Label, Line, Name, Paragraphs

LONGEST_DETAIL = 2000  # characters
MOST_NOTES = 1000  # in a workshop
MOST_MERGED = 200  # in one issue
MOST_MERGED_IN_ALL = 1000  # in a workshop

Detail = Annotated[Paragraphs, StringConstraints(max_length=LONGEST_DETAIL)]
Sources = Annotated[list[Name], Field(max_length=40)]
CameWith = Annotated[int, Field(ge=1, le=MOST_MERGED)] | None


class Gained(StrictModel):
    """What an issue gained from a merged part: new sources, and the rationale."""

    sources: Sources = []
    rationale: bool = False


class UnsortedNote(StrictModel):
    """A note without an issue: unsorted, or dismissed (`aside`).

    `source` is the session, as named in issues; `theme` is a theme's title, if known.
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
    """An issue that was merged into this one, unchanged, with the title of its theme.

    `came_with` is the position (from 1) of the merged issue to which it belonged before.
    """

    headline: Headline
    short: Label = ""
    rationale: Paragraphs = ""
    sources: Sources = []
    theme: Name | None = None
    gained: Gained = Gained()
    came_with: CameWith = None
