"""What is found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A remark on one place of the report. An error keeps the report from being frozen.

    `about` is the name of the text that it is on, if it is on one.
    """

    place: str
    text: str
    is_error: bool = False
    about: str = ""
