"""Payloads of the organizers in the ranking stage."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from polling.core.base_models import Payload
from polling.core.edit_conflicts import Mark, Seen
from polling.core.text import clean_line


class Clock(Payload):
    """The minutes for a vote that opens with a timer; 0 for none."""

    minutes: Annotated[int, Field(ge=0, le=240)] = 0


class Decision(Seen):
    """The issues that make the cut, best first, and the reason for overriding the rule."""

    seen: Mark = ""
    winners: Annotated[list[int], Field(min_length=1, max_length=40)]
    reason: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=3, max_length=500),
        AfterValidator(clean_line),
    ]
