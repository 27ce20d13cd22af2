"""The answers to a question as a chart, with its words: for the console, and for the report."""

from polling.charts import AnswerBar, AnswerBars, AnswerStacks, Chart, Stack
from polling.core.default_texts import translate_default
from polling.core.i18n import _, average
from polling.survey.grid import GridRow
from polling.survey.tally import AnswerCount, QuestionTally


def chart(tally: QuestionTally, title: str) -> Chart | None:
    """The chart of a question; none if there is nothing to count, as of texts without tags."""
    if tally.asked.kind in {"ranking", "matrix"}:
        return _stacks(tally, title) if tally.rows else None
    return _bars(tally, title) if tally.bars else None


def _bars(tally: QuestionTally, title: str) -> AnswerBars:
    return AnswerBars(
        key=f"survey-{tally.asked.key}",
        title=title,
        description=_("A bar for each answer, with how many gave it and their part of all."),
        columns=[_("Tag") if tally.asked.kind == "text" else _("Answer"), _("People"), _("Share")],
        bars=[AnswerBar(words, bar.count, bar.percent) for words, bar in in_words(tally)],
    )


def in_words(tally: QuestionTally) -> list[tuple[str, AnswerCount]]:
    """The bars; the ends of a scale with what they mean."""
    bars = tally.bars
    if tally.asked.kind != "scale":
        return [(bar.words, bar) for bar in bars]
    return list(zip(_marks(tally), bars, strict=True))


def _marks(tally: QuestionTally) -> list[str]:
    question, steps = tally.asked.question, tally.asked.steps
    ends = {
        steps[0]: translate_default(question.min_label),
        steps[-1]: translate_default(question.max_label),
    }
    return [f"{step} {ends.get(step, '')}".strip() for step in steps]


def _stacks(tally: QuestionTally, title: str) -> AnswerStacks:
    return _ranked(tally, title) if tally.asked.kind == "ranking" else _rated(tally, title)


def _rated(tally: QuestionTally, title: str) -> AnswerStacks:
    marks = _marks(tally)
    return AnswerStacks(
        key=f"survey-{tally.asked.key}",
        title=title,
        description=_(
            "A bar for each, of the marks that it was given: the darker, the higher. Beside it "
            "the average and how many gave a mark."
        ),
        columns=[_of_what(tally), *tally.asked.steps, _("People"), _("Average")],
        steps=marks,
        stacks=[
            Stack(row.words, row.counts, f"{_mean(row)} · {row.people}", _mean(row))
            for row in tally.rows
        ],
    )


def _ranked(tally: QuestionTally, title: str) -> AnswerStacks:
    """The last place is the palest, so the places stand backwards."""
    places = [_("place %(place)s", place=step) for step in reversed(tally.asked.steps)]
    return AnswerStacks(
        key=f"survey-{tally.asked.key}",
        title=title,
        description=_(
            "A bar for each, of the places that it was put in: the darker, the better. Beside it "
            "its points and how many named it. The first of %(places)s places counts %(places)s "
            "points, the last 1.",
            places=tally.asked.question.places,
        ),
        columns=[_of_what(tally), *places, _("People"), _("Points")],
        steps=places,
        stacks=[
            Stack(row.words, row.counts[::-1], f"{row.points} · {row.people}", str(row.points))
            for row in tally.rows
        ],
    )


def _mean(row: GridRow) -> str:
    return "" if row.mean is None else average(row.mean)


def _of_what(tally: QuestionTally) -> str:
    return _("Session") if tally.asked.question.options_from else _("Answer")
