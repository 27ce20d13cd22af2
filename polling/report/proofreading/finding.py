"""A finding of the proofreading."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A remark on one place of the report. An error prevents freezing the report.

    `about` is the name of the text that it concerns, if any.
    """

    place: str
    text: str
    is_error: bool = False
    about: str = ""
