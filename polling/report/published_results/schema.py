"""The published results: counts, outcomes, and ballots by hash, in report and file."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    Field,
    JsonValue,
    PlainSerializer,
    TypeAdapter,
    ValidationError,
)

from polling.contests.forms import MOST_REOPENED
from polling.core.base_models import StrictModel
from polling.core.text import Key, Line, Name, Paragraphs, Tag
from polling.privacy.sector_pools import SMALLEST
from polling.privacy.turnout_table import turnout

TURNOUT_TABLES = frozenset({"presence", "sectors"})  # of a result

# ISO 8601, as stored in results: neither json nor a JSON column can write a datetime.
Moment = Annotated[AwareDatetime, Field(strict=False), PlainSerializer(datetime.isoformat)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]


def _in_key_order(value: JsonValue) -> JsonValue:
    # Free JSON is not ordered by a schema, but the file's bytes must be reproducible.
    if isinstance(value, dict):
        return {key: _in_key_order(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [_in_key_order(item) for item in value]
    return value


Free = Annotated[JsonValue, AfterValidator(_in_key_order)]
FreeObject = Annotated[dict[str, JsonValue], AfterValidator(_in_key_order)]


class TurnoutPart(StrictModel):
    """A row of a table of turnout."""

    sector: Line
    voted: Count
    present: Count


_TURNOUT = TypeAdapter(list[TurnoutPart])


def _large_parts(result: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Merge parts of the turnout that an earlier version published although few had voted."""
    merged: dict[str, JsonValue] = {}
    for table in TURNOUT_TABLES & result.keys():
        try:
            rows = _TURNOUT.validate_python(result[table])
        except ValidationError:  # numbers hidden by an earlier version, or an unreadable vote
            continue
        parts = turnout([row.model_dump() for row in rows], smallest=SMALLEST)
        merged[table] = [dict(sorted(part.items())) for part in parts]
    return result | merged


def _without_name(decision: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Leave out which organizer decided, which earlier versions stored."""
    return {key: value for key, value in decision.items() if key != "by"}


Result = Annotated[FreeObject, AfterValidator(_large_parts)]
Decision = Annotated[FreeObject, AfterValidator(_without_name)]


class Crossed(StrictModel):
    """Participation by two attributes; "" is the rest, null is suppressed."""

    rows: Key
    columns: Key
    people: dict[Line, dict[Line, Count | None]]


class Repeated(StrictModel):
    """The version whose tables are repeated, 0 for a published report, and its number of people."""

    version: Count
    people: Count


class Participation(StrictModel):
    """The numbers of people who took part and answered the survey, and of their answers.

    `attributes` are counts by attribute key. Rare and missing answers are in the rest, which is
    large enough. If few answers have changed since the last version, these tables and those of the
    registration list are `repeated` from it. `surveyable` is the number of people who could answer
    the survey, including people removed after they answered; 0 means the number present.
    """

    present: Count = 0
    surveyed: Count = 0
    surveyable: Count = 0
    attributes: dict[Key, dict[Name, Count]] = {}
    crossed: Annotated[list[Crossed], Field(max_length=100)] = []
    repeated: Repeated | None = None

    @property
    def counted(self) -> int:
        """The number of people whose answers the tables count."""
        return self.repeated.people if self.repeated else self.present


class Registered(StrictModel):
    """The counts of the registration list.

    As in `Participation`, `answers` only contains large enough counts; the rest are rare or missing
    answers.
    """

    people: Count = 0
    answers: dict[Key, dict[Name, Count]] = {}


class CountedOption(StrictModel):
    """An option of a vote: its id on the ballots, and its headline or sentence."""

    id: int
    name: Paragraphs


class CountedBallot(StrictModel):
    """One published ballot: its hash and choices, without voter or time."""

    hash: Name
    choices: Free


class CountedContest(StrictModel):
    """One revealed contest. `theme` is a title, or null for a vote on all themes.

    `result` is the tally and outcome as counted for the reveal; `decision` is an organizer's
    decision by hand, with its reason. `reopened` are the times at which the closed vote was
    reopened. `withdrawn` is the number of paper ballots that were entered and withdrawn, whose
    voters may belong to the electorates of other votes. `removed` is the number of people removed
    between the opening and the close. A "rating" is about one issue, by a part of
    the room, with its approved concerns. Ids and choices are those that were hashed, so that anyone
    can verify the list of ballots and recount them; `options` gives the meanings of the ids, as
    voted on.
    """

    id: Name
    kind: Literal["ranking", "final", "rating", "finalists"]
    theme: Name | None = None
    rule: FreeObject = {}
    options: Annotated[list[CountedOption], Field(max_length=400)] = []
    present: Count
    voted: Count
    paper: Count = 0
    withdrawn: Count = 0
    removed: Count = 0
    reopened: Annotated[list[Moment], Field(max_length=MOST_REOPENED)] = []
    result: Result
    decision: Decision = {}
    ballots: Annotated[list[CountedBallot], Field(max_length=5_000)]


class SurveyAnswers(StrictModel):
    """The answers to one question: the number of people, the counts of answers, and the texts.

    `asked` is how many people were asked, if not everybody. `tags` are the tags of each text. For a
    ranking or a matrix, `grid` has the counts of places or marks for each option.
    """

    key: Key
    asked: Count = 0
    answered: Count = 0
    counts: dict[Line, Count] = {}
    grid: dict[Line, dict[Line, Count]] = {}
    texts: Annotated[list[Paragraphs], Field(max_length=5_000)] = []
    tags: dict[Paragraphs, list[Tag]] = {}


class Dissent(StrictModel):
    """Objections to a theme's result, or to one recommendation's place.

    `notes` are the approved ones, in an order that does not disclose authors.
    """

    theme: Name
    recommendation: Paragraphs = ""
    notes: Annotated[list[Paragraphs], Field(max_length=5_000)] = []


class Results(StrictModel):
    """All published results. Empty before the first reveal.

    `dissent_written` is the number of dissent notes, including those not shown.
    """

    participation: Participation = Participation()
    contests: Annotated[list[CountedContest], Field(max_length=1_000)] = []
    survey: Annotated[list[SurveyAnswers], Field(max_length=100)] = []
    dissent: Annotated[list[Dissent], Field(max_length=1_000)] = []
    dissent_written: Count = 0
