"""What is sent to turn the pages of the presentations."""

from typing import Annotated

from pydantic import Field

from polling.people.payloads import Payload


class Chosen(Payload):
    """The group that presents now."""

    group: int


class Turn(Payload):
    """One page on (1) or back (-1)."""

    step: Annotated[int, Field(ge=-1, le=1)]
