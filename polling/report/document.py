"""The report as two documents: the publication, and the technical annex.

Sections without content are left out. To add a section, write it in `sections/` and add it here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from polling.core.i18n import _, day
from polling.core.time_zones import local, moment_in_words
from polling.report.data.report_data import Report
from polling.report.document_blocks import Block, Document, Paragraph, Prose, Section
from polling.report.figure_numbering import numbered
from polling.report.options import SectionKey
from polling.report.pictures import ReportPicture
from polling.report.report_language import in_workshop_language
from polling.report.sections import recommendations
from polling.report.sections.across_themes import broad_support, overall
from polling.report.sections.addressee_index import actors
from polling.report.sections.agenda import agenda
from polling.report.sections.dissent import dissent
from polling.report.sections.executive_summary import executive, priorities
from polling.report.sections.follow_up import follow_up
from polling.report.sections.method import method
from polling.report.sections.participation import crossings, participation
from polling.report.sections.print_edits import edited
from polling.report.sections.support_columns import voted_on
from polling.report.sections.survey import feedback
from polling.report.sections.themes import Telling, theme_section
from polling.report.sections.vote_annex import annex as votes
from polling.report.sections.vote_annex import lists
from polling.report.writing import placeholders

AGENDA = "agenda"  # the anchor of the agenda's section


@in_workshop_language
def publication(report: Report) -> Document:
    """Return the publication: a summary on one page, then all decisions."""
    known = placeholders.figures(report)
    prose = report.prose
    chosen = _Chosen(report, "publication")
    sittings = chosen("agenda", agenda(report))
    tell = Telling(report, known, AGENDA if sittings else "")
    summary = executive(report, known)
    sections = [
        Section(_("Introduction"), _written(prose.introduction, known)),
        Section(_("Chairs’ note"), _written(prose.chairs_note, known)),
        Section(_("Who took part"), chosen("participation", participation(report))),
        Section(_("Agenda"), sittings, anchor=AGENDA),
        Section(_("How priorities were set"), method(report, known), anchor="method"),
        Section(
            _("Recommendations by theme"),
            [*_preface(report), *(theme_section(theme, tell) for theme in report.themes)],
            is_listed=True,
        ),
        _across(overall(report)),
        Section(_("Public engagement"), _written(prose.public_engagement, known)),
        Section(
            _("Feedback"),
            [*_written(prose.feedback, known), *chosen("feedback", feedback(report))],
        ),
        Section(_("Next steps"), _written(prose.next_steps, known)),
        *_reference_sections(report, chosen),
        Section(_("Glossary"), _written(prose.glossary, known)),
        Section(_("Acknowledgements"), _written(prose.acknowledgements, known)),
        Section(_("Disclaimer"), _written(prose.disclaimer, known)),
    ]
    document = document_of(report, "publication", sections)
    opening: list[Block] = [summary] if summary else []
    return numbered(replace(document, opening=opening))


@in_workshop_language
def annex(report: Report) -> Document:
    """Return the technical annex: all numbers, and the data needed to check them."""
    chosen = _Chosen(report, "annex")
    sections = [
        Section(_("Overall priorities"), chosen("priorities", priorities(report))),
        Section(_("Recommendations in numbers"), recommendations.numbers(report)),
        _across(broad_support(report)),
        Section(_("Recommendations in detail"), recommendations.details(report), is_listed=True),
        Section(_("Edits after the vote"), edited(report)),
        Section(
            _("Who took part"),
            [*chosen("participation", participation(report)), *crossings(report)],
        ),
        Section(_("Agenda"), chosen("agenda", agenda(report)), anchor=AGENDA),
        Section(_("Feedback"), chosen("feedback", feedback(report))),
        *_reference_sections(report, chosen),
    ]
    document = document_of(report, "annex", sections)
    lines = filter(None, [_("Technical annex"), report.warning])
    return numbered(replace(document, subtitle=" · ".join(lines)), prefix="A")


def _across(found: list[Block]) -> Section:
    """Return the results over all themes; a single list needs no heading above its own."""
    first = found[0] if len(found) == 1 else None
    return first if isinstance(first, Section) else Section(_("Across the themes"), found)


DOCUMENTS: dict[str, Callable[[Report], Document]] = {"publication": publication, "annex": annex}


def _reference_sections(report: Report, chosen: "_Chosen") -> list[Section]:
    """Return reference sections, which organizers can put in either document."""
    return [
        Section(_("Recommendations by addressee"), chosen("actors", actors(report))),
        Section(_("Follow-up"), chosen("follow_up", follow_up(report))),
        Section(_("Dissent"), chosen("dissent", dissent(report))),
        Section(_("Vote results in detail"), chosen("votes", votes(report)), is_listed=True),
        Section(_("Ballot lists"), chosen("ballots", lists(report))),
    ]


class _Chosen:
    """Return the blocks of a section, if it belongs to this document."""

    def __init__(self, report: Report, key: str) -> None:
        self._choices, self._key = report.choices, key

    def __call__(self, key: SectionKey, blocks: list[Block]) -> list[Block]:
        return blocks if self._choices.place(key) == self._key else []


def _preface(report: Report) -> list[Block]:
    """Return whose statements follow, and where the columns of numbers are explained."""
    if not report.votes and not report.recommendations:
        return []
    said = _(
        "The texts on themes, issues and recommendations reflect what participants said and "
        "wrote. They have not been fact-checked."
    )
    blocks: list[Block] = [Paragraph(said, quiet=True)]
    if not voted_on(report):
        return blocks
    columns = _(
        "For the meaning of the columns, see “%(section)s”.", section=_("How priorities were set")
    )
    return [*blocks, Paragraph(columns, quiet=True, anchor="method")]


def _written(text: str, known: Mapping[str, str]) -> list[Block]:
    return [Prose(placeholders.resolve(text, known))] if text.strip() else []


def document_of(report: Report, key: str, blocks: Sequence[Block]) -> Document:
    """Return a document with the report's title, without empty sections."""
    return Document(
        key=key,
        title=report.heading,
        subtitle=report.deck,
        about=" · ".join(filter(None, [report.event, report.place, report.dates])),
        colophon=_colophon(report, with_time=key != "publication"),
        foot=_foot(report),
        language=report.language,
        accent=report.accent,
        logo=report.logo,
        blocks=[one for one in blocks if not isinstance(one, Section) or one.blocks],
        imprint=report.imprint,
        pictures=_pictures(report, key),
    )


def _pictures(report: Report, key: str) -> list[ReportPicture]:
    """The publication has all pictures, the annex has no cover, and a brief has none."""
    if key not in DOCUMENTS:
        return []
    return [one for one in report.pictures if key == "publication" or one.kind == "logo"]


def _colophon(report: Report, *, with_time: bool) -> str:
    moment = moment_in_words(report.made_at, report.time_zone)
    if report.edition is None:
        return _("As of %(time)s", time=moment) if with_time else _foot(report)
    return _(
        "Version %(number)s, frozen %(time)s. SHA-256 of the data: %(digest)s",
        number=report.edition.number,
        time=moment,
        digest=report.edition.digest,
    )


def _foot(report: Report) -> str:
    made = local(report.made_at, report.time_zone).date()
    as_of = _("As of %(time)s", time=day(made, "long"))
    if report.edition is None:
        return as_of
    return f"{_('Version %(number)s', number=report.edition.number)} · {as_of}"
