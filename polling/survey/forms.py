"""Payloads: answers from phones, and questions from organizers."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints

from polling.contests.casting.idempotency import Revision
from polling.contests.forms import Padding, Receipt
from polling.core.base_models import Payload
from polling.core.edit_conflicts import Edit
from polling.core.text import Headline, Label, Name, Tag
from polling.setup.list_fields import lines_of
from polling.survey.questions import Kind, OnlyIf

MOST_QUESTIONS = 40


class Answers(Payload):
    """Answers by question key, with the phone's receipt and a revision from 1.

    The answer to a choice is the option's value (on a scale, the mark); to a multiple choice, a
    list of values; to a ranking, the list in order; to a matrix, the marks by value; to a text, the
    text. Missing keys are unanswered.
    """

    receipt: Receipt
    revision: Revision = 1
    answers: Annotated[dict[str, Any], Field(max_length=MOST_QUESTIONS)]
    padding: Padding = ""


Options = Annotated[list[Name], Field(max_length=60), BeforeValidator(lines_of)]


def _condition_of(chosen: object) -> object:
    """Parse `question=answer`, the value of an entry in a list; "" means everybody."""
    if not isinstance(chosen, str):
        return chosen
    question, _equals, answer = chosen.partition("=")
    return {"question": question, "answer": answer} if chosen else None


Condition = Annotated[OnlyIf | None, BeforeValidator(_condition_of)]


class NewQuestion(Payload):
    """A question to add; the options of a choice are one per line."""

    type: Kind
    text: Headline
    options: Options = []
    options_from: Literal["", "sessions"] = ""
    only_if: Condition = None


class QuestionText(Edit):
    """A question's texts. A form sends the fields of its type."""

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
    """One tag of one answer. A button has only one value, so it sends both: "digest tag"."""

    which: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64} .+$", max_length=200)]

    @property
    def digest(self) -> str:
        """The digest of the answer."""
        return self.which.partition(" ")[0]

    @property
    def tag(self) -> str:
        """The tag's spelling."""
        return self.which.partition(" ")[2]


class TagName(Payload):
    """A new name for a tag."""

    tag: Tag
    name: Tag
