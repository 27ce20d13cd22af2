"""A theme: its description, priority issues with rationale, and recommendations."""

from collections.abc import Mapping
from dataclasses import dataclass

from polling.contests.results.option_labels import score_words
from polling.core.i18n import _, listed, ngettext
from polling.report.data.report_data import Issue, Report, Theme
from polling.report.document_blocks import Block, Entries, Entry, Paragraph, Prose, Section
from polling.report.sections import support_columns
from polling.report.sections.vote_phrases import removed, reopened, returned, turnout
from polling.report.writing.placeholders import resolve
from polling.voting.rules import DESCRIPTIONS
from polling.voting.voting_rule import Unit


@dataclass(frozen=True)
class Telling:
    """The context of themes: the figures for texts, and the anchor of the agenda or ""."""

    report: Report
    known: Mapping[str, str]
    agenda: str


def theme_section(theme: Theme, tell: Telling) -> Section:
    """Return the section of one theme, with subsections for its issues in the report."""
    words = [theme.description, theme.exploration]
    blocks: list[Block] = [Prose(resolve(text, tell.known)) for text in words if text]
    said = " ".join(_votes(theme))
    blocks += [Paragraph(said, quiet=True)] if said else []
    rule = theme.ranking.rule if theme.ranking else ""
    blocks += [_issue(issue, rule, tell) for issue in theme.told]
    return Section(theme.title, blocks, reference=theme.reference)


def _votes(theme: Theme) -> list[str]:
    """Return turnout, stability of the cut, and overrides."""
    said = []
    if ranking := theme.ranking:
        said += [returned(ranking), *removed(ranking), *reopened(ranking), *ranking.said]
    if final := theme.final_vote:
        said.append(_("%(part)s voted on the recommendations.", part=turnout(final)))
        said += [*removed(final), *reopened(final), *(final.said if final.decision else [])]
    return said


def _issue(issue: Issue, rule: str, tell: Telling) -> Section:
    blocks: list[Block] = [Paragraph(issue.rationale)] if issue.rationale else []
    said = " ".join(filter(None, [_ranked(issue, rule), _noted(issue, tell.report)]))
    blocks += [Paragraph(said, quiet=True, anchor=tell.agenda if issue.sources else "")] * bool(
        said
    )
    if issue.recommendations:
        blocks.append(_recommendations(issue, tell.report))
    return Section(issue.headline, blocks, reference=issue.reference)


def _ranked(issue: Issue, rule: str) -> str:
    """Return the number of ballots that name it, and its score if that is another number."""
    if not issue.standing:
        return ""
    support = issue.standing.support
    chosen = _(
        "Chosen on %(count)s of %(of)s ballots (%(percent)s%%)",
        count=support.count,
        of=support.of,
        percent=support.percent,
    )
    if DESCRIPTIONS[rule].unit in {Unit.APPROVALS, Unit.SHARE}:
        return f"{chosen}."
    return f"{chosen}: {score_words(rule, str(issue.standing.score))}."


def _noted(issue: Issue, report: Report) -> str:
    """Return the codes of the sessions in which it was noted, in the order of the agenda."""
    if not issue.sources:
        return ""
    places = {sitting.code: place for place, sitting in enumerate(report.sittings)}
    sources = sorted(issue.sources, key=lambda code: places.get(code, len(places)))
    return ngettext(
        "Raised in session %(sessions)s.",
        "Raised in sessions %(sessions)s.",
        len(sources),
        sessions=listed(sources),
    )


def _recommendations(issue: Issue, report: Report) -> Entries:
    """Return the recommendations with the numbers that order them."""
    columns = [_("Ref."), _("Recommendation"), *support_columns.columns(report, issue)]
    entries = [
        Entry(one.reference, one.text, support_columns.values(report, issue, one))
        for one in issue.recommendations
    ]
    return Entries(columns, entries, is_home=True)
