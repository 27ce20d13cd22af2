"""Questions answered by choosing options: a scale, yes or no, one of several, any of several."""

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
    """What the questions with options to choose have in common."""

    template = "choice"

    def seconds(self, view: QuestionView) -> int:
        """One tap."""
        return 10

    def check(self, answer: Any, view: QuestionView) -> Any:
        """The value of an option."""
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
        """The options in their order."""
        counts = [tally.counts.get(option.name, 0) for option in tally.asked.options]
        return [
            AnswerCount(option.words, count, percentage(count, tally.answered))
            for option, count in zip(tally.asked.options, counts, strict=True)
        ]

    def chart(self, tally: QuestionTally, title: str) -> Chart | None:
        """A bar for each option."""
        return bar_chart(tally, title, _("Answer"))


class Single(Choice):
    """One of several options."""

    key = "single"
    label = lazy("one choice")
    fields = frozenset({"options"})

    def conditions(self, question: Question) -> dict[str, str]:
        """Each option of its own."""
        return {option: option for option in question.options}


class Multiple(Choice):
    """Any of several options."""

    key = "multiple"
    label = lazy("several choices")
    template = "several"
    fields = frozenset({"options"})

    def conditions(self, question: Question) -> dict[str, str]:
        """Each option of its own."""
        return {option: option for option in question.options}

    def seconds(self, view: QuestionView) -> int:
        """A list to read."""
        return 20

    def remarks(self, tally: QuestionTally) -> list[str]:
        """The shares sum to more than 100."""
        return [_("Each person could give several answers.")]

    def from_form(self, view: QuestionView, fields: Mapping[str, Sequence[str]]) -> Any:
        """The boxes that are ticked."""
        return list(fields.get(view.key, ()))

    def check(self, answer: Any, view: QuestionView) -> Any:
        """The values of options, in the question's order."""
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
        """Yes, then no."""
        return [AnswerOption("yes", "yes", _("Yes")), AnswerOption("no", "no", _("No"))]

    def conditions(self, question: Question) -> dict[str, str]:
        """Both answers."""
        return {option.value: option.words for option in self.options(question)}


class Scale(Choice):
    """A mark from 1 to the question's `scale`."""

    key = "scale"
    label = lazy("a scale")
    template = "scale"
    fields = frozenset({"scale"})

    def options(self, question: Question) -> list[AnswerOption]:
        """The marks."""
        return [plain(mark) for mark in marks(question)]

    def steps(self, question: Question) -> list[str]:
        """The marks."""
        return marks(question)

    def conditions(self, question: Question) -> dict[str, str]:
        """Each mark."""
        return {mark: mark for mark in marks(question)}

    def facts(self, question: Question) -> list[str]:
        """The ends of the scale."""
        return [scale_fact(question)]

    def mean(self, tally: QuestionTally) -> float | None:
        """The average mark."""
        if not tally.answered:
            return None
        return sum(int(name) * count for name, count in tally.counts.items()) / tally.answered

    def high(self, tally: QuestionTally) -> int | None:
        """How many gave one of the two highest marks; None on a scale too short for a middle."""
        if tally.asked.question.scale < LONG_SCALE:
            return None
        return sum(tally.counts.get(mark, 0) for mark in tally.asked.steps[-2:])

    def chart(self, tally: QuestionTally, title: str) -> Chart | None:
        """A bar for each mark; the ends say what they mean."""
        return bar_chart(tally, title, _("Answer"), mark_labels(tally.asked.question))


def _values(answer: Any) -> list[Any]:
    return answer if isinstance(answer, list) else [answer]
