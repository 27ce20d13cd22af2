"""The report as a document: its sections in their order. What there is not, is not mentioned."""

from polling.core.i18n import _
from polling.core.time_zones import moment_in_words
from polling.report.blocks import Block, Document, Prose, Section
from polling.report.figures.facts import Report
from polling.report.language import in_workshop_language
from polling.report.options import SectionKey
from polling.report.sections.actors import actors
from polling.report.sections.agenda import agenda
from polling.report.sections.annex import annex
from polling.report.sections.dissent import dissent
from polling.report.sections.feedback import feedback
from polling.report.sections.method import method
from polling.report.sections.overall import overall
from polling.report.sections.participation import participation
from polling.report.sections.print_edits import edited
from polling.report.sections.summary import figures, highlights
from polling.report.sections.themes import Telling, theme_section
from polling.report.writing import placeholders

AGENDA = "agenda"  # the anchor of its section


@in_workshop_language
def document(report: Report) -> Document:
    """Every section that has something in it."""
    prose, known = report.prose, placeholders.figures(report)

    def written(text: str) -> list[Block]:
        return [Prose(placeholders.resolve(text, known))] if text.strip() else []

    def chosen(key: SectionKey, blocks: list[Block]) -> list[Block]:
        return [] if key in report.choices.left_out else blocks

    sittings = chosen("agenda", agenda(report))
    told = Telling(known, report.finalists, AGENDA if sittings else "")
    themes = [theme_section(theme, told) for theme in report.themes]
    sections = [
        Section(_("Chairs’ note"), written(prose.chairs_note)),
        Section(_("Who took part"), chosen("participation", participation(report))),
        Section(_("Summary"), [*written(prose.summary), *figures(report), *highlights(report)]),
        Section(_("Agenda"), sittings, anchor=AGENDA),
        Section(
            _("Thematic areas"),
            [*method(report), *themes],
            is_listed=True,
        ),
        Section(_("What the room wants first"), overall(report)),
        Section(_("Dissent"), chosen("dissent", dissent(report))),
        Section(_("Public engagement"), written(prose.public_engagement)),
        Section(_("Feedback"), chosen("feedback", feedback(report))),
        Section(_("Next steps"), written(prose.next_steps)),
        Section(
            _("Annex: who is asked to do what"),
            chosen("actors", actors(report)),
            is_annex=True,
        ),
        Section(_("Annex: wording edited after the vote"), edited(report), is_annex=True),
        Section(_("Annex: the votes"), chosen("votes", annex(report)), is_annex=True),
    ]
    return Document(
        title=report.title,
        subtitle=report.subtitle,
        about=" · ".join(filter(None, [report.event, report.place, report.dates])),
        colophon=_colophon(report),
        language=report.language,
        accent=report.accent,
        logo=report.logo,
        blocks=[*written(prose.introduction), *(one for one in sections if one.blocks)],
    )


def _colophon(report: Report) -> str:
    if report.edition is None:
        return _("As of %(time)s", time=moment_in_words(report.made_at, report.time_zone))
    return _(
        "Version %(number)s, frozen %(time)s. SHA-256 of its data: %(digest)s",
        number=report.edition.number,
        time=moment_in_words(report.made_at, report.time_zone),
        digest=report.edition.digest,
    )
