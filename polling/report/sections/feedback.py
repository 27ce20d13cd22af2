"""What the survey says: each question with how many answered it, and its answers."""

from polling.i18n import _, average, ngettext
from polling.report.blocks import Block, Figure, Item, Paragraph, Points, Section
from polling.report.figures.facts import Report, Survey
from polling.report.figures.vote_facts import Part
from polling.report.sections.words import part
from polling.survey.charts import chart
from polling.survey.tally import Tally


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
    drawn = chart(tally, f"{text} {_answered(tally)}")
    return [Figure(drawn)] if drawn else []


def _tagged(tally: Tally) -> list[Block]:
    """How often the answers were about what, as the organizers read them."""
    caption = _("What the answers are about, as the organizers read them. Several tags each.")
    drawn = chart(tally, caption)
    return [Figure(drawn)] if drawn else []


def _answered(tally: Tally) -> str:
    remarks = [
        _of_whom(tally),
        ngettext("%(num)s answered.", "%(num)s answered.", tally.answered),
        _("Several answers each.") if tally.asked.kind == "multiple" else "",
        _up_to(tally) if tally.asked.kind == "ranking" else "",
        "" if tally.mean is None else _("Average: %(mean)s.", mean=average(tally.mean)),
        _high(tally),
    ]
    return " ".join(filter(None, remarks))


def _up_to(tally: Tally) -> str:
    return ngettext(
        "Each named the best.",
        "Each put up to %(num)s in order.",
        tally.asked.question.places,
    )


def _high(tally: Tally) -> str:
    if tally.high is None:
        return ""
    return _("One of the two highest marks: %(part)s.", part=part(Part(tally.high, tally.answered)))


def _of_whom(tally: Tally) -> str:
    if not tally.asked_of:
        return ""
    return ngettext(
        "Asked of the %(num)s person whose earlier answer led to it.",
        "Asked of the %(num)s people whose earlier answer led to it.",
        tally.asked_of,
    )


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
