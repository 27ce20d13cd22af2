"""The answers counted, question by question."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from polling.core.percentages import percentage, percentages
from polling.survey.grid import Grid, GridRow, counted
from polling.survey.question_view import QuestionView

LONG_SCALE = 4  # marks


@dataclass(frozen=True)
class AnswerCount:
    """One option's count and its part of those who answered, in whole percent."""

    words: str
    count: int
    percent: int


@dataclass(frozen=True)
class QuestionTally:
    """What was answered to one question: by so many, each option so often, by name; the texts.

    `tags` are what organizers found in a text, by the text itself. `asked_of` is of how many it
    was asked, 0 if of everybody. A ranking or a matrix has a `grid` of places or marks.
    """

    asked: QuestionView
    answered: int
    counts: dict[str, int] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    tags: dict[str, list[str]] = field(default_factory=dict)
    asked_of: int = 0
    grid: Grid = field(default_factory=dict)

    @property
    def bars(self) -> list[AnswerCount]:
        """Every option in its order, or the tags of texts, the most frequent first.

        Where people chose one option, the parts sum to 100.
        """
        if self.asked.kind == "text":
            return self._tagged()
        if self.asked.kind in {"ranking", "matrix"}:
            return []
        counts = [(option, self.counts.get(option.name, 0)) for option in self.asked.options]
        if self.asked.kind == "multiple":
            parts = [percentage(count, self.answered) for _, count in counts]
        else:
            parts = percentages([count for _, count in counts])
        return [
            AnswerCount(option.words, count, part)
            for (option, count), part in zip(counts, parts, strict=True)
        ]

    @property
    def rows(self) -> list[GridRow]:
        """The options of a grid: as they were asked, or those of a ranking by their points.

        Of a matrix only those that enough people gave a mark, see `queries.tallies`.
        """
        rows = [
            GridRow(option.words, option.name, self._counts(self.grid.get(option.name, {})))
            for option in self.asked.options
        ]
        if self.asked.kind == "ranking":
            return sorted(rows, key=lambda row: -row.points)
        return [row for row in rows if row.people]

    def _counts(self, steps: dict[str, int]) -> list[int]:
        return [steps.get(step, 0) for step in self.asked.steps]

    def _tagged(self) -> list[AnswerCount]:
        found = Counter(tag for text in self.texts for tag in self.tags.get(text, []))
        most_first = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        return [
            AnswerCount(tag, count, percentage(count, self.answered)) for tag, count in most_first
        ]

    @property
    def untagged(self) -> int:
        """How many texts have no tag."""
        return sum(not self.tags.get(text) for text in self.texts)

    @property
    def high(self) -> int | None:
        """How many gave one of the two highest marks, on a scale with a middle below them."""
        if self.asked.kind != "scale" or self.asked.question.scale < LONG_SCALE:
            return None
        return sum(self.counts.get(mark, 0) for mark in self.asked.steps[-2:])

    @property
    def mean(self) -> float | None:
        """The average mark on a scale."""
        if self.asked.kind != "scale" or not self.answered:
            return None
        return sum(int(name) * count for name, count in self.counts.items()) / self.answered


def tally(question: QuestionView, responses: Iterable[dict[str, Any]]) -> QuestionTally:
    """Count the answers to one question; what is no longer an option counts as no answer."""
    reached = [response for response in responses if question.is_for(response)]
    given = [answer for response in reached if (answer := response.get(question.key))]
    asked_of = len(reached) if question.question.only_if else 0
    if question.kind == "text":
        return QuestionTally(question, len(given), texts=sorted(given), asked_of=asked_of)
    names = {option.value: option.name for option in question.options}
    if question.kind in {"ranking", "matrix"}:
        kept = [answer for answer in given if set(answer) & set(names)]
        return QuestionTally(question, len(kept), grid=counted(kept, names), asked_of=asked_of)
    chosen = [named for answer in given if (named := list(_names(answer, names)))]
    counts = Counter(name for named in chosen for name in named)
    return QuestionTally(question, len(chosen), counts=dict(counts), asked_of=asked_of)


def _names(answer: Any, names: dict[str, str]) -> Iterator[str]:
    for value in answer if isinstance(answer, list) else [answer]:
        if value in names:
            yield names[value]
