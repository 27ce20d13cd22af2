"""Payloads of dissent notes, of phones and organizers."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from polling.contests.casting.idempotency import Revision
from polling.contests.forms import ContestId, Receipt
from polling.core.base_models import Payload
from polling.core.text import clean_line

LONGEST_NOTE = 400  # characters

Key = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Dissent(Payload):
    """A note on a theme's result or on a recommendation's place; an empty text withdraws it.

    The receipt belongs to the phone's counted ballot in the contest.
    """

    contest: ContestId
    receipt: Receipt
    revision: Revision
    theme: int | None = None
    recommendation: int | None = None
    text: Annotated[str, StringConstraints(max_length=LONGEST_NOTE), AfterValidator(clean_line)]

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if (self.theme is None) == (self.recommendation is None):
            raise ValueError("a note is about a theme or about a recommendation")
        return self


class Admission(Payload):
    """A note, by key, the revision that the organizer read, and whether it is shown."""

    key: Key
    revision: int
    shown: bool


class Shortening(Payload):
    """A note, by key, and the name to remove from it."""

    key: Key
    words: Annotated[
        str, StringConstraints(max_length=200), AfterValidator(clean_line), Field(min_length=2)
    ]
