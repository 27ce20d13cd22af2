"""Payloads for silent ideas."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from polling.core.base_models import NumberOrNone, Payload
from polling.core.text import clean_line


class IdeasStep(Payload):
    """The facilitator's next step."""

    to: Literal["begin", "extend", "next", "all", "end"]


class IdeaText(Payload):
    """One idea, on one line."""

    text: Annotated[
        str, StringConstraints(max_length=300), AfterValidator(clean_line), Field(min_length=1)
    ]


class IdeaTitle(Payload):
    """The title of a group of ideas, or ""."""

    title: Annotated[str, StringConstraints(max_length=80), AfterValidator(clean_line)] = ""


class IdeaPair(Payload):
    """The idea under which to group another one; None ungroups it."""

    other: NumberOrNone = None
