"""What the survey says: each question with how many answered it, and its answers."""

from polling.i18n import _, ngettext
from polling.report.blocks import Block, CellValue, Item, Paragraph, Percent, Points, Section, Table
from polling.report.facts import Report, Survey
from polling.report.sections.words import part
from polling.survey.tally import Bar, Tally


def feedback(report: Report) -> list[Block]:
    """The survey, as far as enough people have answered it."""
    survey = report.survey
    if not survey.tallies:
        return []
    many = _("%(part)s of those who took part answered the survey.", part=part(survey.responses))
    blocks: list[Block] = [Paragraph(many)] if survey.responses.count else []
    blocks += [block for tally in survey.tallies for block in _question(tally)]
    return [*blocks, *_hidden(survey, report.smallest)]


def _question(tally: Tally) -> list[Block]:
    text = tally.asked.question.text
    if tally.asked.kind == "text":
        voices = Points([Item(text=voice) for voice in tally.texts])
        return [Section(text, [Paragraph(_answered(tally), quiet=True), *_tagged(tally), voices])]
    rows = [_row(words, bar) for words, bar in _in_words(tally)]
    return [Table(f"{text} {_answered(tally)}", [_("Answer"), _("People"), _("Share")], rows)]


def _tagged(tally: Tally) -> list[Block]:
    """How often the answers were about what, as the organizers read them."""
    if not tally.bars:
        return []
    caption = _("What the answers are about, as the organizers read them. Several tags each.")
    rows = [_row(bar.words, bar) for bar in tally.bars]
    return [Table(caption, [_("Tag"), _("People"), _("Share")], rows)]


def _row(words: str, bar: Bar) -> list[CellValue]:
    return [words, bar.count, Percent(bar.percent)]


def _answered(tally: Tally) -> str:
    remarks = [
        _of_whom(tally),
        ngettext("%(num)s answered.", "%(num)s answered.", tally.answered),
        _("Several answers each.") if tally.asked.kind == "multiple" else "",
        "" if tally.mean is None else _("Average: %(mean)s.", mean=f"{tally.mean:.1f}"),
    ]
    return " ".join(filter(None, remarks))


def _of_whom(tally: Tally) -> str:
    if not tally.asked_of:
        return ""
    return ngettext(
        "Asked of the %(num)s person whose earlier answer led to it.",
        "Asked of the %(num)s people whose earlier answer led to it.",
        tally.asked_of,
    )


def _in_words(tally: Tally) -> list[tuple[str, Bar]]:
    """The bars; the ends of a scale with what they mean."""
    question, bars = tally.asked.question, tally.bars
    ends = {0: question.min_label, len(bars) - 1: question.max_label}
    return [
        (f"{bar.words} {ends.get(at, '')}".strip() if question.type == "scale" else bar.words, bar)
        for at, bar in enumerate(bars)
    ]


def _hidden(survey: Survey, smallest: int) -> list[Block]:
    if not survey.hidden:
        return []
    left_out = ngettext(
        "%(num)s question that fewer than %(smallest)s people answered is left out.",
        "%(num)s questions that fewer than %(smallest)s people answered are left out.",
        survey.hidden,
        smallest=smallest,
    )
    return [Paragraph(left_out, quiet=True)]
