"""Payloads of the setup. Limits are those of the workshop file."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from polling.core.base_models import Payload, none_if_empty
from polling.core.edit_conflicts import Edit, Mark
from polling.core.i18n import _
from polling.core.text import Colour, Headline, Label, Language, Line, Name, Paragraphs, Time
from polling.core.time_zones import TimeZone, known
from polling.setup.list_fields import headlines_of, lines_of, parts_of
from polling.workshop.meeting_links import MeetingLink
from polling.workshop.settings import Places, Quorum, RankPlaces, Rule, Settings, TiePolicy

SHORTEST_WIFI_PASSWORD = 8  # required by the standard

Parts = Annotated[list[Name], Field(max_length=40), BeforeValidator(parts_of)]


class EventText(Edit):
    """The event's name and look."""

    title: Name
    subtitle: Line = ""
    event: Line = ""
    place: Line = ""
    dates: Line = ""
    time_zone: TimeZone = ""
    languages: Annotated[list[Language], Field(min_length=1, max_length=12)]
    accent: Colour


def _possible(password: str) -> str:
    if 0 < len(password) < SHORTEST_WIFI_PASSWORD:
        sentence = _(
            "A Wi-Fi password has at least 8 characters. Leave it empty for an open network."
        )
        raise PydanticCustomError("wifi_password", sentence)
    return password


class WifiText(Edit):
    """The room's Wi-Fi: its name, and its password if it has one."""

    wifi_name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=32)] = ""
    wifi_password: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=63), AfterValidator(_possible)
    ] = ""


class Rules(Settings):
    """Any of the workshop's settings, as a form sends them."""

    model_config = ConfigDict(strict=False)

    seen: Mark

    def values(self) -> dict[str, Any]:
        """Return the settings that the form sent."""
        return self.model_dump(exclude={"seen"}, exclude_unset=True)


OR_NONE = BeforeValidator(none_if_empty)


class ThemeText(Edit):
    """A theme's texts, and its own rules, which override the workshop's."""

    title: Name
    short: Label = ""
    description: Paragraphs = ""
    exploration: Paragraphs = ""
    cut_places: Annotated[Places | None, OR_NONE] = None
    rank_places: Annotated[RankPlaces | None, OR_NONE] = None
    rule: Annotated[Rule | None, OR_NONE] = None
    tie_policy: Annotated[TiePolicy | None, OR_NONE] = None
    quorum: Annotated[Quorum | None, OR_NONE] = None


class IssueText(Edit):
    """An issue's texts; sources are separated by commas, or by semicolons."""

    headline: Headline
    short: Label = ""
    rationale: Paragraphs = ""
    sources: Parts = []


class SessionText(Edit):
    """A session of the agenda; speakers are separated by commas, or by semicolons."""

    code: Label = ""
    title: Name
    day: Label = ""
    starts: Time = ""
    ends: Time = ""
    room: Label = ""
    speakers: Parts = []
    moderator: Line = ""


class GroupText(Edit):
    """A breakout group."""

    number: Annotated[int, Field(ge=1, le=999)]
    theme_id: int
    place: Line = ""
    facilitator: Line = ""
    meeting_link: MeetingLink = ""
    language: Language | Literal[""] = ""


class AttributeText(Edit):
    """A question asked at joining; its options are one per line."""

    label: Name
    options: Annotated[list[Name], Field(max_length=300), BeforeValidator(lines_of)] = []
    segment: bool = False


class ActorList(Edit):
    """The actors that recommendations can name, one per line."""

    actors: Annotated[list[Name], Field(max_length=500), BeforeValidator(lines_of)]


BrowserZone = Annotated[str, StringConstraints(max_length=64), AfterValidator(known)]


class OwnZone(Payload):
    """The time zone of the creator's browser, or ""."""

    model_config = ConfigDict(extra="ignore")

    time_zone: BrowserZone = ""


class Titled(Payload):
    """The title of a new workshop, theme or session."""

    title: Name


class NewWorkshop(Titled):
    """A workshop from scratch, and the browser's time zone."""

    time_zone: BrowserZone = ""


class JoiningQuestion(Payload):
    """A new question asked at joining."""

    label: Name


class Pasted(Payload):
    """New issues, one per line."""

    headlines: Annotated[
        list[Headline], Field(min_length=1, max_length=40), BeforeValidator(headlines_of)
    ]


class Outline(Payload):
    """New themes with their issues, in the format of `polling.setup.list_fields`."""

    text: Annotated[
        str, StringConstraints(strip_whitespace=False, min_length=1, max_length=200_000)
    ]


class Step(Payload):
    """One place up or down."""

    direction: Literal["up", "down"]


class ToTheme(Payload):
    """The id of the theme to which an issue moves."""

    theme: int


class Merge(Payload):
    """Issues to merge. `keep` is the id of the one whose headline is kept."""

    issues: Annotated[list[int], Field(min_length=2, max_length=40)]
    keep: int


class Split(Edit):
    """An issue to split: the headline and rationale of each part."""

    headline: Headline
    rationale: Paragraphs = ""
    second_headline: Headline
    second_rationale: Paragraphs = ""


class NewGroups(Payload):
    """The number of new groups for one theme."""

    theme: int
    count: Annotated[int, Field(ge=1, le=20)] = 1


class Invited(Payload):
    """The e-mail address of a person invited to run the workshop."""

    email: Annotated[str, StringConstraints(strip_whitespace=True, max_length=254)]


class Confirmation(Payload):
    """The workshop's code, typed as a confirmation."""

    confirm: Annotated[str, StringConstraints(max_length=40)]


class OneIssue(Payload):
    """Two issues to merge: the id of the issue whose headline is kept, and of the other one."""

    keep: int
    gone: int


class TwoIssues(Payload):
    """The ids of two issues that are different."""

    first: int
    second: int


class NewIssue(Payload):
    """A new issue in the theme with this id, with these texts."""

    theme: int
    headline: Headline
    rationale: Paragraphs = ""


class ToIssue(Payload):
    """The id of the issue to which a note is added."""

    issue: int


class SetAside(Payload):
    """The reason for dismissing a note, or ""."""

    reason: Line = ""
