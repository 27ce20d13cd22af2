"""Questions that people answer in their own words; organizers tag the answers."""

from collections import Counter
from typing import Any

from polling.charts import Chart
from polling.core.i18n import _, lazy
from polling.core.percentages import percentage
from polling.core.text import clean
from polling.survey.question_types.base import (
    AnswerCount,
    AnswerOption,
    QuestionTally,
    QuestionType,
    QuestionView,
    bar_chart,
)
from polling.survey.questions import Question

LONGEST_TEXT = 2_000  # characters of one answer


class Text(QuestionType):
    """A text."""

    key = "text"
    label = lazy("free text")
    template = "text"
    collects_texts = True

    @property
    def counted_as(self) -> str:
        """The tags are counted, not the texts."""
        return "tag"

    def options(self, question: Question) -> list[AnswerOption]:
        """None."""
        return []

    def seconds(self, view: QuestionView) -> int:
        """Two lines to write."""
        return 45

    def check(self, answer: Any, view: QuestionView) -> Any:
        """The text, cleaned."""
        if not isinstance(answer, str) or len(answer) > LONGEST_TEXT:
            raise ValueError
        return clean(answer)

    def tally(self, view: QuestionView, answers: list[Any]) -> QuestionTally:
        """Sort the texts, so that their order does not show who answered when."""
        return QuestionTally(view, len(answers), texts=sorted(answers))

    def bars(self, tally: QuestionTally) -> list[AnswerCount]:
        """The tags, the most frequent first."""
        found = Counter(tag for text in tally.texts for tag in tally.tags.get(text, []))
        most_first = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        return [
            AnswerCount(tag, count, percentage(count, tally.answered)) for tag, count in most_first
        ]

    def chart(self, tally: QuestionTally, title: str) -> Chart | None:
        """A bar for each tag."""
        return bar_chart(tally, title, _("Tag"))
