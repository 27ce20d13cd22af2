"""What is sent around silent ideas."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, field_validator

from polling.core.base_models import Payload
from polling.core.text import clean_line


class IdeasStep(Payload):
    """What the facilitator does next."""

    to: Literal["begin", "extend", "next", "all", "end"]


class IdeaText(Payload):
    """One idea, in one line."""

    text: Annotated[
        str, StringConstraints(max_length=300), AfterValidator(clean_line), Field(min_length=1)
    ]


class IdeaTitle(Payload):
    """The title of a group of ideas; empty for none."""

    title: Annotated[str, StringConstraints(max_length=80), AfterValidator(clean_line)] = ""


class IdeaPair(Payload):
    """The idea to group with; empty takes it out of its group."""

    other: int | None = None

    @field_validator("other", mode="before")
    @classmethod
    def _nowhere(cls, value: object) -> object:
        return value or None
