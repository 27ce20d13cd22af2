"""Forms of the final vote in two stages."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from polling.core.base_models import Payload
from polling.core.edit_conflicts import Mark, Seen
from polling.core.text import Line
from polling.final_vote.two_stages import short_titles as titles

Title = Annotated[Line, StringConstraints(max_length=titles.LONGEST)]


class Shown(Payload):
    """The number of issues that the phone shows."""

    issues: Annotated[int, Field(ge=0, le=400)]


class Stages(Payload):
    """The number of stages in which the recommendations are voted on."""

    stages: Annotated[int, Field(ge=1, le=2)]


class Listed(Payload):
    """The list to show on the screen: broad support, or split on timing."""

    listed: Literal["broad", "split"]


class Confirmed(Seen):
    """The finalists, and the short title of each: `titles` correspond to `ids`."""

    seen: Mark = ""
    options: Annotated[list[int], Field(max_length=400)] = []
    ids: Annotated[list[int], Field(max_length=400)]
    titles: Annotated[list[Title], Field(max_length=400)]

    @property
    def titled(self) -> dict[int, str]:
        """Return {recommendation id: its title}."""
        return dict(zip(self.ids, self.titles, strict=False))


class Moderation(Payload):
    """A concern of a contest (`contests.concerns.key_of`), and whether it is shown."""

    key: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
    shown: bool
