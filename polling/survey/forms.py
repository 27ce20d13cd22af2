"""What phones send as answers, and organizers as questions."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints

from polling.contests.forms import Receipt
from polling.core.base_models import Payload
from polling.core.text import Headline, Label, Name, Tag
from polling.setup.forms import Edit
from polling.setup.list_fields import lines_of
from polling.survey.questions import Kind, OnlyIf

MOST_QUESTIONS = 40


class Answers(Payload):
    """Answers by question key, with the receipt that the phone made and a revision from 1.

    A choice's answer is the option's value (on a scale, the mark), a multiple choice's the list
    of them, a ranking's the list in order, a matrix's the marks by value, and a text is itself.
    What is left out is not answered.
    """

    receipt: Receipt
    revision: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    answers: Annotated[dict[str, Any], Field(max_length=MOST_QUESTIONS)]


Options = Annotated[list[Name], Field(max_length=60), BeforeValidator(lines_of)]


def _condition_of(chosen: object) -> object:
    """`question=answer`, as the one value of a list's entry; "" for everybody."""
    if not isinstance(chosen, str):
        return chosen
    question, _equals, answer = chosen.partition("=")
    return {"question": question, "answer": answer} if chosen else None


Condition = Annotated[OnlyIf | None, BeforeValidator(_condition_of)]


class NewQuestion(Payload):
    """A question to add; the options of a choice one a line."""

    type: Kind
    text: Headline
    options: Options = []
    options_from: Literal["", "sessions"] = ""
    only_if: Condition = None


class QuestionText(Edit):
    """A question's words. A form sends those that its kind has."""

    model_config = ConfigDict(strict=False)

    text: Headline
    options: Options = []
    options_from: Literal["", "sessions"] = ""
    places: Annotated[int, Field(ge=1, le=10)] = 3
    scale: Annotated[int, Field(ge=2, le=10)] = 5
    min_label: Label = ""
    max_label: Label = ""
    only_if: Condition = None


Digest = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]


class NewTag(Payload):
    """A tag for some answers."""

    tag: Tag
    answers: Annotated[list[Digest], Field(max_length=5_000)] = []


class TagOfAnswer(Payload):
    """One tag of one answer. A button has one value, so it sends both: "digest tag"."""

    which: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64} .+$", max_length=200)]

    @property
    def digest(self) -> str:
        """Of the answer."""
        return self.which.partition(" ")[0]

    @property
    def tag(self) -> str:
        """As it is spelled."""
        return self.which.partition(" ")[2]


class TagName(Payload):
    """Another name for a tag."""

    tag: Tag
    name: Tag
