"""What the report's editor and the screen show of organizers' texts: previews, findings, slides.

All of it is made from the report alone, in a worker process, because the texts may take long.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from polling.core.i18n import _, speaking
from polling.report.data.report_data import Report
from polling.report.document import publication
from polling.report.document_blocks import Prose
from polling.report.formats.html import drawn
from polling.report.proofreading import proofread
from polling.report.proofreading.finding import Finding
from polling.report.sections.executive_summary import suggested
from polling.report.slides import slides
from polling.report.writing.editable_texts import Text, texts
from polling.report.writing.placeholders import Offered, by_kind, figures, names, resolve


@dataclass(frozen=True)
class EditedText:
    """A text with its preview and proofreading."""

    text: Text
    preview: Markup
    findings: list[Finding]


@dataclass(frozen=True)
class SuggestedPoint:
    """A suggested point that the summary does not contain yet."""

    markdown: str
    preview: Markup


@dataclass(frozen=True)
class Edited:
    """All texts, the figures to insert, suggestions, findings, and the titles of the slides.

    `sum` is an example of a sum of figures.
    """

    texts: list[EditedText]
    figures: dict[str, list[Offered]]
    sum: str
    suggested: list[SuggestedPoint]
    findings: list[Finding]
    slides: list[str]


@dataclass(frozen=True)
class DrawnSlide:
    """A slide as HTML, and its place among `all` slides, from 1."""

    title: str
    drawn: Markup
    place: int
    all: int


def slide(report: Report, wanted: int, language: str) -> DrawnSlide | None:
    """Return the slide with this number from 0, or the last one; None if there are none."""
    with speaking(language):
        deck = slides(publication(report))
        if not deck:
            return None
        place = min(wanted + 1, len(deck))
        shown = deck[place - 1]
        return DrawnSlide(shown.title, drawn(shown.blocks), place, len(deck))


def edited(report: Report, people: Collection[str], language: str) -> Edited:
    """Return what the editor shows in this language; `people` are names not to be quoted."""
    with speaking(language):
        findings = proofread(report, people)
        known = figures(report)
        return Edited(
            texts=[_text(one, known, findings) for one in texts(report)],
            figures=by_kind(known),
            sum=known.example_of_sum,
            suggested=_suggested(report, known),
            findings=findings,
            slides=[slide.title for slide in slides(publication(report))],
        )


def unchecked(report: Report) -> Edited:
    """Return the texts without anything that takes time."""
    words = _("The texts could not be checked or previewed. You can still edit and freeze them.")
    return Edited(
        texts=[EditedText(one, Markup(), []) for one in texts(report)],
        figures={},
        sum="",
        suggested=[],
        findings=[Finding(_("Proofreading"), words)],
        slides=[],
    )


def _text(one: Text, known: Mapping[str, str], findings: list[Finding]) -> EditedText:
    return EditedText(
        text=one,
        preview=drawn([Prose(resolve(one.markdown, known))]),
        findings=[finding for finding in findings if finding.about == one.name],
    )


def _suggested(report: Report, known: Mapping[str, str]) -> list[SuggestedPoint]:
    used = set(names(report.prose.summary))
    return [
        SuggestedPoint(one, drawn([Prose(resolve(one, known))]))
        for one in suggested(report)
        if not used.issuperset(names(one))
    ]
