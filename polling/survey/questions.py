"""The questions of the survey, and the default set for files without questions."""

from typing import Annotated, Literal

from pydantic import Field

from polling.core.base_models import StrictModel
from polling.core.default_texts import declare
from polling.core.i18n import N_
from polling.core.text import Headline, Key, Label, Name

Kind = Literal["scale", "yes_no", "single", "multiple", "ranking", "matrix", "text"]


class OnlyIf(StrictModel):
    """The answer to an earlier question on which a question depends."""

    question: Key
    answer: Name


class Question(StrictModel):
    """A question. A scale runs from 1 to `scale`; "sessions" uses the agenda as options.

    A ranking puts up to `places` options in order; a matrix gives each option a mark of the scale.
    """

    key: Key
    type: Kind
    text: Headline
    options: Annotated[list[Name], Field(max_length=60)] = []
    options_from: Literal["", "sessions"] = ""
    places: Annotated[int, Field(ge=1, le=10)] = 3
    scale: Annotated[int, Field(ge=2, le=10)] = 5
    min_label: Label = ""
    max_label: Label = ""
    only_if: OnlyIf | None = None


DEFAULT_SURVEY = [
    Question(
        key="learned",
        type="scale",
        text=N_("How much did you learn?"),
        min_label=N_("Nothing new"),
        max_label=N_("A lot"),
    ),
    Question(
        key="use",
        type="scale",
        text=N_("How likely are you to use what you learned in your work?"),
        min_label=N_("Not at all likely"),
        max_label=N_("Very likely"),
    ),
    Question(key="recommend", type="yes_no", text=N_("Would you recommend this event to others?")),
    Question(key="insight", type="yes_no", text=N_("Did you gain new insight into the themes?")),
    Question(key="met_local", type="yes_no", text=N_("Did you meet relevant local stakeholders?")),
    Question(
        key="met_partners", type="yes_no", text=N_("Did you meet people you could work with?")
    ),
    Question(
        key="best_sessions",
        type="multiple",
        text=N_("Which sessions were the best for you?"),
        options_from="sessions",
    ),
    Question(
        key="right_people",
        type="scale",
        text=N_("Were the right people in the room?"),
        min_label=N_("Many were missing"),
        max_label=N_("Everyone was there"),
    ),
    Question(key="missing_people", type="text", text=N_("Who was missing?")),
    Question(key="valuable", type="text", text=N_("What was most valuable to you?")),
    Question(key="improve", type="text", text=N_("What should we do better next time?")),
]

declare(text for one in DEFAULT_SURVEY for text in (one.text, one.min_label, one.max_label) if text)
