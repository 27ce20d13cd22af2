"""What is read, and what is found in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A remark on one place of the report. An error keeps the report from being frozen."""

    place: str
    text: str
    is_error: bool = False


@dataclass(frozen=True)
class Text:
    """What organizers wrote under a title."""

    title: str
    markdown: str

    @property
    def sentences(self) -> Iterator[str]:
        """Its sentences, roughly; a list item is one as well."""
        parts = re.split(r"(?<=[.!?])\s+|\n\s*\n|\n\s*[-*\d]", self.markdown)
        return (part.strip() for part in parts if part.strip())
