"""Questions that give each option a place or a mark: rankings and matrices."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from polling.charts import AnswerStacks, Chart, Stack
from polling.core.i18n import _, average, lazy, ngettext
from polling.survey.question_types.base import (
    Grid,
    GridRow,
    QuestionTally,
    QuestionType,
    QuestionView,
    mark_labels,
    marks,
    require_option,
    scale_fact,
)
from polling.survey.questions import Question


class Ranking(QuestionType):
    """The best options in order."""

    key = "ranking"
    label = lazy("top choices in order")
    template = "ranking"
    fields = frozenset({"options", "places"})

    def steps(self, question: Question) -> list[str]:
        """Return the places."""
        return [str(place) for place in range(1, question.places + 1)]

    def facts(self, question: Question) -> list[str]:
        """Return the number of places."""
        return [ngettext("%(num)s rank", "%(num)s ranks", question.places)]

    def remarks(self, tally: QuestionTally) -> list[str]:
        """Return how many options each person could name."""
        places = tally.asked.question.places
        return [
            ngettext(
                "Each person chose one answer.", "Each person ranked up to %(num)s answers.", places
            )
        ]

    def seconds(self, view: QuestionView) -> int:
        """Return the time to read a list."""
        return 20

    def from_form(self, view: QuestionView, fields: Mapping[str, Sequence[str]]) -> Any:
        """Return the option for each place; an option chosen twice gets the better place."""
        chosen = [fields.get(f"{view.key}.{place}", [""])[0] for place in view.steps]
        return list(dict.fromkeys(filter(None, chosen)))

    def check(self, answer: Any, view: QuestionView) -> Any:
        """Return the values of different options, at most as many as there are places."""
        if not isinstance(answer, list) or len(answer) > view.question.places:
            raise ValueError
        ranked = [require_option(value, view) for value in answer]
        if len(set(ranked)) < len(ranked):
            raise ValueError
        return ranked

    def tally(self, view: QuestionView, answers: list[Any]) -> QuestionTally:
        """Count the places of each option."""
        return _tally(
            view,
            [{value: str(place) for place, value in enumerate(one, start=1)} for one in answers],
        )

    def rows(self, tally: QuestionTally) -> list[GridRow]:
        """Return the options by points."""
        return sorted(_rows(tally), key=lambda row: -row.points)

    def chart(self, tally: QuestionTally, title: str) -> Chart | None:
        """Return a stack of places for each option; the last place comes first, as the palest."""
        places = [_("rank %(place)s", place=step) for step in reversed(tally.asked.steps)]
        return _stacks(
            tally,
            title,
            description=_(
                "Darker bars mean higher ranks. The first of %(places)s ranks gets %(places)s "
                "points, and the last gets 1 point.",
                places=tally.asked.question.places,
            ),
            columns=[_heading(tally), *places, _("People"), _("Points")],
            steps=places,
            stacks=[
                Stack(row.words, row.counts[::-1], f"{row.points} · {row.people}", str(row.points))
                for row in tally.rows
            ],
        )


class Matrix(QuestionType):
    """A mark for each option."""

    key = "matrix"
    label = lazy("a rating for each item")
    template = "matrix"
    fields = frozenset({"options", "scale"})
    suppresses_options = True

    def steps(self, question: Question) -> list[str]:
        """Return the marks."""
        return marks(question)

    def facts(self, question: Question) -> list[str]:
        """Return the ends of the scale."""
        return [scale_fact(question)]

    def seconds(self, view: QuestionView) -> int:
        """Return the time of a tap for each option."""
        return 10 + 8 * len(view.options)

    def from_form(self, view: QuestionView, fields: Mapping[str, Sequence[str]]) -> Any:
        """Return the mark of each rated option."""
        marks = {value: fields.get(f"{view.key}.{value}", [""])[0] for value in view.values}
        return {value: mark for value, mark in marks.items() if mark}

    def check(self, answer: Any, view: QuestionView) -> Any:
        """Return the marks by option value, in the question's order, without empty ones."""
        if not isinstance(answer, dict) or len(answer) > len(view.values):
            raise ValueError
        given = {require_option(value, view): str(mark) for value, mark in answer.items() if mark}
        if not set(given.values()) <= set(view.steps):
            raise ValueError
        return {value: given[value] for value in view.values if value in given}

    def tally(self, view: QuestionView, answers: list[Any]) -> QuestionTally:
        """Count the marks of each option."""
        return _tally(view, answers)

    def rows(self, tally: QuestionTally) -> list[GridRow]:
        """Return the rated options, in their order."""
        return [row for row in _rows(tally) if row.people]

    def row_mean(self, row: GridRow) -> float | None:
        """Return the average mark."""
        return row.mean

    def chart(self, tally: QuestionTally, title: str) -> Chart | None:
        """Return a stack of marks for each option."""
        return _stacks(
            tally,
            title,
            description=_("Darker bars mean higher ratings."),
            columns=[_heading(tally), *tally.asked.steps, _("People"), _("Average")],
            steps=mark_labels(tally.asked.question),
            stacks=[
                Stack(row.words, row.counts, f"{_mean(row)} · {row.people}", _mean(row))
                for row in tally.rows
            ],
        )


def large_enough(grid: Grid, smallest: int) -> Grid:
    """Return the options that at least `smallest` people rated."""
    return {name: steps for name, steps in grid.items() if sum(steps.values()) >= smallest}


def _tally(view: QuestionView, answers: Iterable[dict[str, str]]) -> QuestionTally:
    """Count how often each option got each step; `answers` are steps by the option's value."""
    names = {option.value: option.name for option in view.options}
    kept = [answer for answer in answers if set(answer) & set(names)]
    cells = Counter(
        (names[value], step) for answer in kept for value, step in answer.items() if value in names
    )
    grid: Grid = {}
    for (name, step), count in sorted(cells.items()):
        grid.setdefault(name, {})[step] = count
    return QuestionTally(view, len(kept), grid=grid)


def _rows(tally: QuestionTally) -> list[GridRow]:
    rows = []
    for option in tally.asked.options:
        counts = tally.grid.get(option.name, {})
        steps = [counts.get(step, 0) for step in tally.asked.steps]
        rows.append(GridRow(option.words, option.name, steps))
    return rows


def _stacks(tally: QuestionTally, title: str, **parts: Any) -> Chart | None:
    if not tally.rows:
        return None
    return AnswerStacks(key=f"survey-{tally.asked.key}", title=title, **parts)


def _heading(tally: QuestionTally) -> str:
    return _("Session") if tally.asked.question.options_from else _("Answer")


def _mean(row: GridRow) -> str:
    return "" if row.mean is None else average(row.mean)
