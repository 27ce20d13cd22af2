"""Payloads of participants, facilitators and organizers in the breakouts."""

from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    model_validator,
)

from polling.core.base_models import NumberOrNone, Payload
from polling.core.edit_conflicts import Seen
from polling.core.text import clean_line
from polling.workshop.meeting_links import MeetingLink

MOST_WISHES = 3

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
FewIds = Annotated[list[int], Field(max_length=40)]
Seconds = Annotated[int, Field(ge=-3600, le=4 * 3600)]


def _apart(value: object) -> object:
    return [part for part in value.split(",") if part] if isinstance(value, str) else value


ListedIds = Annotated[list[int], Field(max_length=600), BeforeValidator(_apart)]


class Wishes(Payload):
    """Theme ids, best first, as "3,1"; "" for no preference."""

    themes: Annotated[FewIds, BeforeValidator(_apart)] = []


class Formation(Seen):
    """The number of groups for each theme, and the attributes to mix groups by."""

    themes: FewIds
    counts: Annotated[list[Annotated[int, Field(ge=0, le=20)]], Field(max_length=40)]
    mix: Annotated[list[Line], Field(max_length=12)] = []

    @model_validator(mode="after")
    def _paired(self) -> Self:
        if len(self.themes) != len(self.counts):
            raise ValueError("each theme needs its number of groups")
        return self

    @property
    def wanted(self) -> dict[int, int]:
        """Return the number of groups by theme id."""
        return dict(zip(self.themes, self.counts, strict=True))


class Meeting(Payload):
    """The meeting link for remote members, or ""."""

    link: MeetingLink = ""


class Place(Payload):
    """A participant, and their group; None is "no group"."""

    person: int
    group: NumberOrNone = None


class NoShows(Payload):
    """The numbers of people who did not come, and whether to repair the groups."""

    numbers: Annotated[list[int], Field(max_length=500)] = []
    repair: bool = False


class PairRule(Payload):
    """Two people, by number, who should sit apart or together."""

    kind: Literal["apart", "together"]
    one: int
    other: int


class Pin(Payload):
    """A person, by number, and their fixed group."""

    one: int
    group: int


class Extension(Payload):
    """More time for one group, or for all."""

    seconds: Seconds
    group: int | None = None


class Switch(Payload):
    """A switch: help is wanted, or the group is ready."""

    on: bool


class Choice(Payload):
    """The issue to work on."""

    issue: int


class IssueClock(Payload):
    """A change to an issue's timer; `seconds` to start with or to add."""

    issue: int
    action: Literal["start", "extend", "pause", "clear"]
    seconds: Seconds = 0


class ReadBackStep(Payload):
    """A step in the read-back."""

    to: Literal["begin", "next", "back", "end"]


class StanceOnDraft(Payload):
    """A member's agreement; `meant` is the wording that their page showed, "" for any."""

    stance: Literal["agree", "reservations", "cannot"]
    reason: Annotated[Line, AfterValidator(clean_line)] = ""
    meant: Annotated[str, StringConstraints(max_length=32)] = ""
