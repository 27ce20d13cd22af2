"""Payloads of the presentations: turns, pages, comments."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from polling.core.base_models import NumberOrNone, Payload
from polling.core.text import clean_line

Kind = Literal["support", "question", "concern"]


class ChosenGroup(Payload):
    """The group that presents next."""

    group: int


class Minutes(Payload):
    """How long each group presents."""

    minutes: Annotated[int, Field(ge=1, le=60)]


class Turn(Payload):
    """One page forward (1) or back (-1)."""

    step: Annotated[int, Field(ge=-1, le=1)]


class Presenter(Payload):
    """The number of the presenting member; None is "nobody"."""

    number: NumberOrNone = None


class Volunteer(Payload):
    """Whether the sender presents for their group."""

    on: bool


class CommentText(Payload):
    """A comment on a recommendation; the text may be empty."""

    recommendation: int
    kind: Kind
    text: Annotated[str, StringConstraints(max_length=300), AfterValidator(clean_line)] = ""


class CommentRemoval(Payload):
    """A comment to withdraw."""

    recommendation: int
    kind: Kind
