"""Payloads of the buttons that run the room."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, field_validator

from polling import stages
from polling.core.base_models import NumberOrNone, Payload
from polling.core.edit_conflicts import Mark, Seen
from polling.core.text import clean
from polling.workshop.settings import MinutesByStage


class Move(Payload):
    """The stage the organizer sees, and the one to go to."""

    seen: str
    to: str

    @field_validator("seen", "to")
    @classmethod
    def _known(cls, key: str) -> str:
        if key not in stages.BY_KEY:
            raise ValueError("there is no such stage")
        return key


SCOPE = r"^(all|stage|contest:[0-9a-f]+|group:\d{1,9})$"


class ClockChange(Payload):
    """A change to a timer; `minutes` and `seconds` to start with or to add."""

    scope: Annotated[str, StringConstraints(pattern=SCOPE)]
    action: Literal["start", "extend", "pause", "clear"]
    seconds: Annotated[int, Field(ge=-3600, le=4 * 3600)] = 0
    minutes: Annotated[int, Field(ge=0, le=4 * 60)] = 0


class PlannedMinutes(Seen):
    """The minutes of some stages; the others keep theirs."""

    minutes: MinutesByStage


class MessageText(Payload):
    """A message to everybody, or to the group with this id.

    `seen` is the mark of the message to everybody that it replaces.
    """

    seen: Mark = ""
    text: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=500),
        AfterValidator(clean),
    ]
    group: NumberOrNone = None


class Turning(Payload):
    """The direction in which to turn the screen's content."""

    go: Literal["next", "back", "start", "end"]
