"""The published results: counts, outcomes, and ballots by hash, as report and file carry them."""

from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, Field, JsonValue

from polling.core.base_models import StrictModel
from polling.core.text import Key, Line, Name, Paragraphs, Tag

Moment = Annotated[AwareDatetime, Field(strict=False)]  # also as ISO 8601, as results store it
Count = Annotated[int, Field(ge=0, le=1_000_000)]


def _in_key_order(value: JsonValue) -> JsonValue:
    # Free JSON has no schema to order it by, and the file's bytes must not depend on chance.
    if isinstance(value, dict):
        return {key: _in_key_order(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [_in_key_order(item) for item in value]
    return value


Free = Annotated[JsonValue, AfterValidator(_in_key_order)]
FreeObject = Annotated[dict[str, JsonValue], AfterValidator(_in_key_order)]


class Crossed(StrictModel):
    """Who took part by two attributes at once; "" are the rest, null stays hidden."""

    rows: Key
    columns: Key
    people: dict[Line, dict[Line, Count | None]]


class Participation(StrictModel):
    """How many people took part and answered the survey, and how many said what of themselves.

    Answers of few people are not among `attributes`, by attribute key: they are in the rest, with
    those who did not say, and together they are not few. `surveyable` is how many could answer;
    more than are present, if somebody has answered and was removed since. 0: as many.
    """

    present: Count = 0
    surveyed: Count = 0
    surveyable: Count = 0
    attributes: dict[Key, dict[Name, Count]] = {}
    crossed: Annotated[list[Crossed], Field(max_length=100)] = []


class Registered(StrictModel):
    """The registration list in numbers: how many people, and how many of them said what.

    As in `Participation`, `answers` are large enough to name nobody; the rest did not say, or
    are few.
    """

    people: Count = 0
    answers: dict[Key, dict[Name, Count]] = {}


class CountedOption(StrictModel):
    """What could be voted for: its id on the ballots, and its headline or sentence."""

    id: int
    name: Paragraphs


class CountedBallot(StrictModel):
    """One ballot as published: its hash and its choices. Nothing of who or when."""

    hash: Name
    choices: Free


class CountedContest(StrictModel):
    """One revealed contest. `theme` is a title, or null where all themes were voted on.

    `result` is the tally and outcome as it was counted for the reveal, `decision` what an organizer
    decided by hand and why. `reopened` are the times at which the closed vote was opened again. A
    "rating" is on one issue, by a part of the room; its concerns are those that were admitted. Ids
    and choices are kept as they were hashed, so that anyone can check the list of ballots and count
    it again; `options` says what the ids stand for.
    """

    id: Name
    kind: Literal["ranking", "final", "rating", "finalists"]
    theme: Name | None = None
    rule: FreeObject = {}
    options: Annotated[list[CountedOption], Field(max_length=400)] = []
    present: Count
    voted: Count
    paper: Count = 0
    reopened: Annotated[list[Moment], Field(max_length=1_000)] = []
    result: FreeObject
    decision: FreeObject = {}
    ballots: Annotated[list[CountedBallot], Field(max_length=5_000)]


class SurveyAnswers(StrictModel):
    """The answers to one question: how many answered, how often each answer, and the texts.

    `asked` is of how many it was asked, if not of everybody. `tags` are those that organizers
    gave to a text, by the text itself. Of a ranking or a matrix `grid` says of each option how
    often it got which place or mark.
    """

    key: Key
    asked: Count = 0
    answered: Count = 0
    counts: dict[Line, Count] = {}
    grid: dict[Line, dict[Line, Count]] = {}
    texts: Annotated[list[Paragraphs], Field(max_length=5_000)] = []
    tags: dict[Paragraphs, list[Tag]] = {}


class Dissent(StrictModel):
    """What was objected to in a theme's result, or in where one recommendation stands.

    `notes` are those that organizers admitted, in an order that says nothing.
    """

    theme: Name
    recommendation: Paragraphs = ""
    notes: Annotated[list[Paragraphs], Field(max_length=5_000)] = []


class Results(StrictModel):
    """Everything counted. Empty before the first contest closes.

    `dissent_written` is how many dissent notes there were, with those that are not shown.
    """

    participation: Participation = Participation()
    contests: Annotated[list[CountedContest], Field(max_length=1_000)] = []
    survey: Annotated[list[SurveyAnswers], Field(max_length=100)] = []
    dissent: Annotated[list[Dissent], Field(max_length=1_000)] = []
    dissent_written: Count = 0
