"""What organizers send in a final vote, in one stage or in two."""

from typing import Annotated

from pydantic import Field

from polling.people.payloads import Payload


class Page(Payload):
    """Which page of a result the screen shows, counted from 0."""

    page: Annotated[int, Field(ge=0, le=400)]
