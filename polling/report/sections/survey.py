"""The survey: each question with its number of answers, and the answers."""

from collections import Counter
from itertools import chain, groupby

from polling.core.default_texts import translate_default
from polling.core.i18n import _, average, ngettext
from polling.report.data.report_data import Report, Survey
from polling.report.data.vote_data import Share
from polling.report.document_blocks import (
    Block,
    CellValue,
    Figure,
    Item,
    Paragraph,
    Percent,
    Points,
    Section,
    Table,
)
from polling.report.sections.vote_phrases import part, see
from polling.survey.question_types.base import QuestionTally


def feedback(report: Report) -> list[Block]:
    """Return the questions that enough people have answered."""
    survey = report.survey
    if not survey.tallies:
        return []
    many = _(
        "%(part)s answered the survey. Percentages are based on the people who answered each "
        "question.",
        part=part(survey.responses),
    )
    blocks: list[Block] = []
    for is_yes_no, group in groupby(survey.tallies, _is_asked_of_all_with_yes_or_no):
        tallies = list(group)
        blocks += [_yes_or_no(tallies)] if is_yes_no else chain(*map(_question, tallies))
    answered = survey.responses
    others = [_("Their views may differ from those of the other participants.")]
    limits = others if answered.count < answered.of else []
    said = " ".join([*([many, *limits] if answered.count else []), *see(blocks)])
    return [Paragraph(said), *blocks, *_hidden(survey, report.smallest)]


def _question(tally: QuestionTally) -> list[Block]:
    text = translate_default(tally.asked.question.text)
    if tally.asked.type.collects_texts:
        tagged = _tagged(tally)
        said = Paragraph(" ".join([_answered(tally), *see(tagged)]), quiet=True)
        return [Section(text, [said, *tagged, _voices(tally)])]
    drawn = tally.chart(text)
    return [Figure(drawn, note=_answered(tally))] if drawn else []


def _voices(tally: QuestionTally) -> Points:
    """Return each text once, most frequent first; numbers of authors, if any has several."""
    texts = Counter(tally.texts).most_common()
    is_counted = any(people > 1 for _text, people in texts)
    return Points([Item(text=_voice(*said) if is_counted else said[0]) for said in texts])


def _voice(text: str, people: int) -> str:
    """Return "More time (2 people)", without the full stop behind a single sentence."""
    bare = text.removesuffix(".")
    said = text if ". " in bare or bare.endswith(".") else bare
    return f"{said} ({ngettext('%(num)s person', '%(num)s people', people)})"


def _is_asked_of_all_with_yes_or_no(tally: QuestionTally) -> bool:
    return tally.asked.type.shares_table and not tally.asked_of


def _yes_or_no(tallies: list[QuestionTally]) -> Table:
    """Return one table for consecutive yes-or-no questions."""
    rows: list[list[CellValue]] = []
    for tally in tallies:
        yes, no = tally.bars
        rows.append(
            [
                translate_default(tally.asked.question.text),
                yes.count,
                no.count,
                Percent(yes.percent),
            ]
        )
    columns = [_("Question"), _("Yes"), _("No"), _("Share of “yes” answers")]
    return Table(_("Yes-or-no questions"), columns, rows, key=f"yes-no-{tallies[0].asked.key}")


def _tagged(tally: QuestionTally) -> list[Block]:
    """Return how often each tag was assigned."""
    caption = _(
        "Topics that the organizers found in the answers (an answer can cover several topics)"
    )
    drawn = tally.chart(caption)
    return [Figure(drawn)] if drawn else []


def _answered(tally: QuestionTally) -> str:
    remarks = [
        _of_whom(tally),
        ngettext("%(num)s person answered.", "%(num)s people answered.", tally.answered),
        *tally.asked.type.remarks(tally),
        _of_sessions(tally),
        "" if tally.mean is None else _("Average: %(mean)s.", mean=average(tally.mean)),
        _high(tally),
    ]
    return " ".join(filter(None, remarks))


def _of_sessions(tally: QuestionTally) -> str:
    if tally.asked.question.options_from != "sessions":
        return ""
    return _(
        "The counts depend on how many people attended each session, so they do not show which "
        "session was better."
    )


def _high(tally: QuestionTally) -> str:
    if tally.high is None:
        return ""
    low, high = tally.asked.steps[-2:]
    given = part(Share(tally.high, tally.answered))
    return _("%(part)s chose %(low)s or %(high)s.", low=low, high=high, part=given)


def _of_whom(tally: QuestionTally) -> str:
    if not tally.asked_of:
        return ""
    return ngettext(
        "Follow-up question, asked of %(num)s person.",
        "Follow-up question, asked of %(num)s people.",
        tally.asked_of,
    )


def _hidden(survey: Survey, smallest: int) -> list[Block]:
    if not survey.hidden:
        return []
    left_out = ngettext(
        "Not shown: %(num)s question with fewer than %(smallest)s answers.",
        "Not shown: %(num)s questions with fewer than %(smallest)s answers.",
        survey.hidden,
        smallest=smallest,
    )
    return [Paragraph(left_out, quiet=True)]
