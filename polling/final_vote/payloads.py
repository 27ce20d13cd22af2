"""What is sent in the final vote: by organizers, and by phones once it is revealed."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from polling.contests.payloads import ContestId, Receipt
from polling.people.payloads import Payload
from polling.workshop_file.text import Line, clean_line

LONGEST_NOTE = 400  # characters

Title = Annotated[Line, StringConstraints(max_length=120)]


class Stages(Payload):
    """In how many stages the recommendations are voted on."""

    stages: Annotated[int, Field(ge=1, le=2)]


class Listed(Payload):
    """Which list goes on the screen: what all sectors want, or what divides the room."""

    listed: Literal["common", "disputed"]


class Confirmed(Payload):
    """The finalists, and under which short title each is voted on: `titles` are those of `ids`."""

    options: Annotated[list[int], Field(min_length=1, max_length=400)]
    ids: Annotated[list[int], Field(max_length=400)]
    titles: Annotated[list[Title], Field(max_length=400)]

    @property
    def titled(self) -> dict[int, str]:
        """{recommendation id: its title}."""
        return dict(zip(self.ids, self.titles, strict=False))


class Moderation(Payload):
    """Which concern of a contest's list, counted from 0, and whether it is shown."""

    number: Annotated[int, Field(ge=0, le=5_000)]
    shown: bool


Key = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Dissent(Payload):
    """A note on a theme's result or on where one recommendation stands; without words, none.

    The receipt is that of the phone's counted ballot in the contest.
    """

    contest: ContestId
    receipt: Receipt
    revision: Annotated[int, Field(ge=1, le=1_000_000)]
    theme: int | None = None
    recommendation: int | None = None
    text: Annotated[str, StringConstraints(max_length=LONGEST_NOTE), AfterValidator(clean_line)]

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if (self.theme is None) == (self.recommendation is None):
            raise ValueError("a note is about a theme or about a recommendation")
        return self


class Admission(Payload):
    """Which note, by its key, and whether it is shown."""

    key: Key
    shown: bool


class Shortening(Payload):
    """Which note, and the name to take out of it."""

    key: Key
    words: Annotated[
        str, StringConstraints(min_length=2, max_length=200), AfterValidator(clean_line)
    ]
