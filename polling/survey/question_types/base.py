"""The interface of a question type, and its values: options, views, tallies."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from polling.charts import AnswerBar, AnswerBars, Chart
from polling.core.default_texts import translate_default
from polling.core.i18n import LazyString, _
from polling.survey.questions import Kind, Question

Grid = dict[str, dict[str, int]]  # counts, by the option's name and the place or mark


@dataclass(frozen=True)
class AnswerOption:
    """An option: the value that a phone sends, its name in a file, and its label."""

    value: str
    name: str
    words: str


@dataclass(frozen=True)
class AnswerCount:
    """How many people chose an option, and their share of all who answered, in whole percent."""

    words: str
    count: int
    percent: int


@dataclass(frozen=True)
class GridRow:
    """One option of a ranking or matrix: the number of people for each place or mark, in order."""

    words: str
    name: str
    counts: list[int]

    @property
    def people(self) -> int:
        """The number of people who gave it any place or mark."""
        return sum(self.counts)

    @property
    def mean(self) -> float | None:
        """The average mark or place; None if nobody gave one."""
        if not self.people:
            return None
        return sum(step * count for step, count in enumerate(self.counts, start=1)) / self.people

    @property
    def points(self) -> int:
        """The points of a ranking: the first of n places counts n, the last counts 1."""
        return sum(count * (len(self.counts) - at) for at, count in enumerate(self.counts))


@dataclass(frozen=True)
class QuestionView:
    """A question with its options; a free-text question has none."""

    question: Question
    options: list[AnswerOption]

    @property
    def key(self) -> str:
        """The key under which answers are stored."""
        return self.question.key

    @property
    def kind(self) -> Kind:
        """The key of its type."""
        return self.question.type

    @property
    def type(self) -> "QuestionType":
        """Its type."""
        return type_of(self.question)

    @property
    def steps(self) -> list[str]:
        """The places of a ranking, or the marks of a scale or matrix, from 1."""
        return self.type.steps(self.question)

    @property
    def values(self) -> list[str]:
        """The values that a phone may send."""
        return [option.value for option in self.options]

    def is_for(self, answers: Mapping[str, Any]) -> bool:
        """Return whether a person with these answers to earlier questions is asked this one."""
        needed = self.question.only_if
        if needed is None:
            return True
        answer = answers.get(needed.question)
        return needed.answer in (answer if isinstance(answer, list) else [answer])


@dataclass(frozen=True)
class QuestionTally:
    """The counted answers to one question.

    Args:
        asked: the question.
        answered: how many people answered it.
        counts: how many people chose each option, by its name.
        texts: the written answers, sorted.
        tags: the tags of each text.
        asked_of: how many people were asked, if it depends on an earlier answer; otherwise 0.
        grid: the places of a ranking or the marks of a matrix.
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
        """The options in their order, or the tags of texts by frequency."""
        return self.asked.type.bars(self)

    @property
    def rows(self) -> list[GridRow]:
        """The options of a ranking by points, or those of a matrix in their order."""
        return self.asked.type.rows(self)

    @property
    def mean(self) -> float | None:
        """The average mark on a scale."""
        return self.asked.type.mean(self)

    @property
    def high(self) -> int | None:
        """The number of people who gave one of the two highest marks of a scale."""
        return self.asked.type.high(self)

    @property
    def untagged(self) -> int:
        """The number of texts without a tag."""
        return sum(not self.tags.get(text) for text in self.texts)

    @property
    def suppressed(self) -> int:
        """The number of options left out because too few people rated them."""
        hides = self.asked.type.suppresses_options
        return len(self.asked.options) - len(self.rows) if hides else 0

    def chart(self, title: str) -> Chart | None:
        """The chart; None if there is nothing to count, such as texts without tags."""
        return self.asked.type.chart(self, title)


class QuestionType(ABC):
    """A type of question: its form, validation, counting, chart and texts."""

    key: ClassVar[Kind]
    label: ClassVar[LazyString]
    template: ClassVar[str]  # templates/survey/question_types/<template>.html
    fields: ClassVar[frozenset[str]] = frozenset()  # fields of Question in the organizer's form
    collects_texts: ClassVar[bool] = False
    suppresses_options: ClassVar[bool] = False  # an option with few answers could identify people
    shares_table: ClassVar[bool] = False  # with neighbouring yes-or-no questions in the report

    @property
    def counted_as(self) -> str:
        """The `kind` of its counts in exported tables."""
        return self.key

    def options(self, question: Question) -> list[AnswerOption]:
        """Return the options, unless they are the sessions."""
        return [plain(option) for option in question.options]

    def steps(self, question: Question) -> list[str]:
        """Return the places or marks, from 1."""
        return []

    def conditions(self, question: Question) -> dict[str, str]:
        """Return the answers on which a later question can depend, with their labels."""
        return {}

    def facts(self, question: Question) -> list[str]:
        """Return what the list of questions shows in addition to the type's label."""
        return []

    def remarks(self, tally: QuestionTally) -> list[str]:
        """Return notes on how to read the figures."""
        return []

    @abstractmethod
    def seconds(self, view: QuestionView) -> int:
        """Estimate how many seconds an answer takes in a second language."""

    def from_form(self, view: QuestionView, fields: Mapping[str, Sequence[str]]) -> Any:
        """Return the answer of a plain HTML form, given the values of each field by its name."""
        return fields.get(view.key, [""])[0]

    @abstractmethod
    def check(self, answer: Any, view: QuestionView) -> Any:
        """Return the answer as stored, empty for none. Raises ValueError if it is invalid."""

    @abstractmethod
    def tally(self, view: QuestionView, answers: list[Any]) -> QuestionTally:
        """Count the answers. Answers whose options have all been deleted do not count."""

    def bars(self, tally: QuestionTally) -> list[AnswerCount]:
        """Return a count for each option or tag."""
        return []

    def bar_labels(self, tally: QuestionTally) -> list[str]:
        """Return the text of each bar, for readers."""
        return [translate_default(bar.words) for bar in tally.bars]

    def rows(self, tally: QuestionTally) -> list[GridRow]:
        """Return a row of counts for each option."""
        return []

    def row_mean(self, row: GridRow) -> float | None:
        """Return the average of a row; None if the row is described by its number of people."""
        return None

    def mean(self, tally: QuestionTally) -> float | None:
        """Return the average answer."""
        return None

    def high(self, tally: QuestionTally) -> int | None:
        """Return how many people gave one of the two highest marks."""
        return None

    @abstractmethod
    def chart(self, tally: QuestionTally, title: str) -> Chart | None:
        """Return the chart; None if there is nothing to count."""


QUESTION_TYPES: dict[str, QuestionType] = {}


def register(*types: QuestionType) -> None:
    """Add types to the registry, in the order of the console's list."""
    QUESTION_TYPES.update((added.key, added) for added in types)


def type_of(question: Question) -> QuestionType:
    """Return the question's type."""
    return QUESTION_TYPES[question.type]


def tally(view: QuestionView, responses: Iterable[Mapping[str, Any]]) -> QuestionTally:
    """Count the answers to one question; responses are answers by question key."""
    reached = [response for response in responses if view.is_for(response)]
    answers = [answer for response in reached if (answer := response.get(view.key))]
    counted = view.type.tally(view, answers)
    return replace(counted, asked_of=len(reached)) if view.question.only_if else counted


def plain(text: str) -> AnswerOption:
    """Return an option whose value and name are its label."""
    return AnswerOption(text, text, text)


def marks(question: Question) -> list[str]:
    """Return the marks of a scale, from 1."""
    return [str(mark) for mark in range(1, question.scale + 1)]


def mark_labels(question: Question) -> list[str]:
    """Return the marks of a scale; the lowest and the highest with their meaning."""
    steps = marks(question)
    ends = {
        steps[0]: translate_default(question.min_label),
        steps[-1]: translate_default(question.max_label),
    }
    return [f"{step} {ends.get(step, '')}".strip() for step in steps]


def scale_fact(question: Question) -> str:
    """Return the ends of a scale: "1 Nothing new – 5 A lot"."""
    low, high = translate_default(question.min_label), translate_default(question.max_label)
    return f"1 {low} – {question.scale} {high}"


def require_option(answer: Any, view: QuestionView) -> str:
    """Return the answer as an option's value. Raises ValueError if there is no such option."""
    if str(answer) not in view.values:
        raise ValueError
    return str(answer)


def bar_chart(
    tally: QuestionTally, title: str, heading: str, labels: list[str] | None = None
) -> AnswerBars | None:
    """Return a chart with a bar for each count, labelled with the option or the given label."""
    bars = tally.bars
    if not bars:
        return None
    labels = labels or [bar.words for bar in bars]
    return AnswerBars(
        key=f"survey-{tally.asked.key}",
        title=title,
        description=_("Bars show the number and share of people for each answer."),
        columns=[heading, _("People"), _("Share")],
        bars=[
            AnswerBar(label, bar.count, bar.percent)
            for label, bar in zip(labels, bars, strict=True)
        ],
    )
