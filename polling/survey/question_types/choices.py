"""Questions with options to choose from: scale, yes or no, single and multiple choice."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from polling.charts import Chart
from polling.core.i18n import _, lazy
from polling.core.percentages import percentage
from polling.survey.question_types.base import (
    AnswerCount,
    AnswerOption,
    QuestionTally,
    QuestionType,
    QuestionView,
    bar_chart,
    mark_labels,
    marks,
    plain,
    require_option,
    scale_fact,
)
from polling.survey.questions import Question

LONG_SCALE = 4  # marks


class Choice(QuestionType):
    """The base of all questions with options to choose from."""

    template = "choice"

    def seconds(self, view: QuestionView) -> int:
        """Return the time of one tap."""
        return 10

    def check(self, answer: Any, view: QuestionView) -> Any:
        """Return the value of an option."""
        return require_option(answer, view)

    def tally(self, view: QuestionView, answers: list[Any]) -> QuestionTally:
        """Count each option."""
        names = {option.value: option.name for option in view.options}
        chosen = [
            [names[value] for value in _values(answer) if value in names] for answer in answers
        ]
        counts = Counter(name for named in chosen for name in named)
        return QuestionTally(view, sum(map(bool, chosen)), counts=dict(counts))

    def bars(self, tally: QuestionTally) -> list[AnswerCount]:
        """Return the options in their order."""
        counts = [tally.counts.get(option.name, 0) for option in tally.asked.options]
        return [
            AnswerCount(option.words, count, percentage(count, tally.answered))
            for option, count in zip(tally.asked.options, counts, strict=True)
        ]

    def chart(self, tally: QuestionTally, title: str) -> Chart | None:
        """Return a bar for each option."""
        return bar_chart(tally, title, _("Answer"))


class Single(Choice):
    """One of several options."""

    key = "single"
    label = lazy("one choice")
    fields = frozenset({"options"})

    def conditions(self, question: Question) -> dict[str, str]:
        """Return each of its own options."""
        return {option: option for option in question.options}


class Multiple(Choice):
    """Any of several options."""

    key = "multiple"
    label = lazy("several choices")
    template = "several"
    fields = frozenset({"options"})

    def conditions(self, question: Question) -> dict[str, str]:
        """Return each of its own options."""
        return {option: option for option in question.options}

    def seconds(self, view: QuestionView) -> int:
        """Return the time to read a list."""
        return 20

    def remarks(self, tally: QuestionTally) -> list[str]:
        """Say that the shares add up to more than 100%."""
        return [_("Each person could give several answers.")]

    def from_form(self, view: QuestionView, fields: Mapping[str, Sequence[str]]) -> Any:
        """Return the ticked boxes."""
        return list(fields.get(view.key, ()))

    def check(self, answer: Any, view: QuestionView) -> Any:
        """Return the values of options, in the question's order."""
        if not isinstance(answer, list) or len(answer) > len(view.values):
            raise ValueError
        values = {require_option(value, view) for value in answer}
        return [value for value in view.values if value in values]


class YesNo(Choice):
    """Yes or no."""

    key = "yes_no"
    label = lazy("Yes or no")
    shares_table = True

    def options(self, question: Question) -> list[AnswerOption]:
        """Return yes, then no."""
        return [AnswerOption("yes", "yes", _("Yes")), AnswerOption("no", "no", _("No"))]

    def conditions(self, question: Question) -> dict[str, str]:
        """Return both answers."""
        return {option.value: option.words for option in self.options(question)}


class Scale(Choice):
    """A mark from 1 to the question's `scale`."""

    key = "scale"
    label = lazy("a scale")
    template = "scale"
    fields = frozenset({"scale"})

    def options(self, question: Question) -> list[AnswerOption]:
        """Return the marks."""
        return [plain(mark) for mark in marks(question)]

    def steps(self, question: Question) -> list[str]:
        """Return the marks."""
        return marks(question)

    def conditions(self, question: Question) -> dict[str, str]:
        """Return each mark."""
        return {mark: mark for mark in marks(question)}

    def facts(self, question: Question) -> list[str]:
        """Return the ends of the scale."""
        return [scale_fact(question)]

    def mean(self, tally: QuestionTally) -> float | None:
        """Return the average mark."""
        if not tally.answered:
            return None
        return sum(int(name) * count for name, count in tally.counts.items()) / tally.answered

    def high(self, tally: QuestionTally) -> int | None:
        """Return how many gave one of the two highest marks; None if the scale is too short."""
        if tally.asked.question.scale < LONG_SCALE:
            return None
        return sum(tally.counts.get(mark, 0) for mark in tally.asked.steps[-2:])

    def bar_labels(self, tally: QuestionTally) -> list[str]:
        """Return the marks; the labels explain the ends."""
        return mark_labels(tally.asked.question)

    def chart(self, tally: QuestionTally, title: str) -> Chart | None:
        """Return a bar for each mark."""
        return bar_chart(tally, title, _("Answer"), self.bar_labels(tally))


def _values(answer: Any) -> list[Any]:
    return answer if isinstance(answer, list) else [answer]
