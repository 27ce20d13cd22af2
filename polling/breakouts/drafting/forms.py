"""What a group's phones send while they draft."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from polling.core.base_models import Payload
from polling.core.text import clean_line

ActorName = Annotated[
    str, StringConstraints(max_length=120), AfterValidator(clean_line), Field(min_length=1)
]


class NewRecommendation(Payload):
    """The issue to write one on."""

    issue_id: int


class NamedActor(Payload):
    """An actor to add or to take away."""

    name: ActorName


class Direction(Payload):
    """One place up or down within the issue."""

    to: Literal["up", "down"]


class NextSibling(Payload):
    """The recommendation to put one before; none is "at the end"."""

    before: Annotated[int | None, BeforeValidator(lambda given: given or None)] = None


class OtherIssue(Payload):
    """The issue that a recommendation goes to."""

    issue_id: int
