"""The answers to one question on the screen, once the survey is closed."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from polling.core.default_texts import is_default, translate_default
from polling.core.i18n import _, average
from polling.screen import reveal, state
from polling.screen.reveal import Listed, Row
from polling.survey import queries
from polling.survey.question_types.base import QuestionTally
from polling.workshop.models import Workshop
from polling.workshop.settings import Settings


def showable(session: Session, workshop: Workshop) -> list[QuestionTally]:
    """Return the questions that the screen may show: enough people answered them.

    Of free-text questions, only the tags are shown.
    """
    if workshop.survey_open:
        return []
    smallest = Settings.model_validate(workshop.settings).smallest_cell
    return [
        tally
        for tally in queries.tallies(session, workshop)
        if tally.answered >= smallest and _rows(tally)
    ]


def question(session: Session, workshop: Workshop) -> QuestionTally | None:
    """Return the question on the screen, if any."""
    if not state.shows(workshop, "survey"):
        return None
    wanted = workshop.screen_state.get("question")
    return next((one for one in showable(session, workshop) if one.asked.key == wanted), None)


def on_screen(session: Session, workshop: Workshop) -> Listed | None:
    """Return its answers as a list with pages."""
    tally = question(session, workshop)
    if tally is None:
        return None
    rows = _rows(tally)
    return Listed(rows, reveal.page_by_page(rows))


def _rows(tally: QuestionTally) -> Sequence[Row]:
    if tally.rows:
        return _of_grid(tally)
    labels = tally.asked.type.bar_labels(tally)
    return [
        Row(
            key=number,
            place=None,
            text=label,
            percent=bar.percent,
            score=_("%(percent)s%%", percent=bar.percent),
            note=str(bar.count),
            by=_writer(tally, bar.words),
        )
        for number, (bar, label) in enumerate(zip(tally.bars, labels, strict=True), start=1)
    ]


def _of_grid(tally: QuestionTally) -> Sequence[Row]:
    """Return the rows of a ranking by points, or those of a matrix by average."""
    figures = [tally.asked.type.row_mean(row) for row in tally.rows]
    most = max([row.points for row in tally.rows], default=0) or 1
    return [
        Row(
            key=number,
            place=None,
            text=translate_default(row.words),
            percent=round(100 * (row.points / most if mean is None else mean / len(row.counts)), 1),
            score=str(row.points) if mean is None else average(mean),
            note=str(row.people),
            by=_writer(tally, row.words),
        )
        for number, (row, mean) in enumerate(zip(tally.rows, figures, strict=True), start=1)
    ]


def _writer(tally: QuestionTally, words: str) -> tuple[()] | None:
    """Return who wrote the text of a row, as in `Row.by`: ends of scales may be organizers'."""
    asked = tally.asked.question
    ends = asked.min_label or asked.max_label
    is_theirs = asked.options or asked.options_from or ends or tally.asked.type.collects_texts
    return () if is_theirs and not is_default(ends or words) else None
