"""The payloads that a group's phones send while drafting."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from polling.core.base_models import NumberOrNone, Payload
from polling.core.text import clean_line

ActorName = Annotated[
    str, StringConstraints(max_length=120), AfterValidator(clean_line), Field(min_length=1)
]


class NewRecommendation(Payload):
    """The issue of a new recommendation."""

    issue_id: int


class NamedActor(Payload):
    """An actor to add or remove."""

    name: ActorName


class Direction(Payload):
    """Move one place up or down within the issue."""

    to: Literal["up", "down"]


class NextSibling(Payload):
    """The recommendation before which to put another one; None means the end."""

    before: NumberOrNone = None


class OtherIssue(Payload):
    """The issue to which a recommendation moves."""

    issue_id: int
