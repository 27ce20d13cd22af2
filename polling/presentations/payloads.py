"""What is sent to turn the pages of the presentations."""

from typing import Annotated

from pydantic import Field, field_validator

from polling.people.payloads import Payload


class Turn(Payload):
    """The recommendation to show, counted from 0; none is the group's title."""

    at: Annotated[int, Field(ge=0, le=400)] | None = None

    @field_validator("at", mode="before")
    @classmethod
    def _title(cls, value: object) -> object:
        return None if value == "" else value


class Slide(Turn):
    """The same, of any group."""

    group: int
