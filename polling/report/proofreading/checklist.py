"""What the report still lacks. The report itself does not mention it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.contests.models import (
    CLOSED,
    COUNTED,
    FINAL,
    FINALISTS,
    OPEN,
    RANKING,
    RATING,
    Contest,
)
from polling.core.i18n import _, listed, ngettext
from polling.final_vote.dissent.queries import notes
from polling.report.figures.facts import Report
from polling.report.writing.texts import PROSE
from polling.workshop.models import Workshop


@dataclass(frozen=True)
class Gap:
    """One thing that is missing, and the stage in whose tab to add it, "" for the report’s own."""

    text: str
    stage: str = ""


def gaps(session: Session, workshop: Workshop, report: Report) -> list[Gap]:
    """Everything that is missing, in the order of the report."""
    return [
        *_prose(report),
        *_setup(report),
        *_votes(session, workshop),
        *_recommendations(report),
        *_dissent(session, workshop),
        *_survey(workshop, report),
    ]


def _prose(report: Report) -> Iterator[Gap]:
    for name, title in PROSE.items():
        if not getattr(report.prose, name).strip():
            yield Gap(_("“%(title)s” has no text yet.", title=title))


def _setup(report: Report) -> Iterator[Gap]:
    if not report.sittings:
        yield Gap(_("There is no agenda."), "setup")
    bare = [theme.title for theme in report.themes if not theme.description]
    if bare:
        yield Gap(_("No description: %(themes)s.", themes=listed(bare)))
    unexplored = [theme.title for theme in report.themes if not theme.exploration]
    if unexplored:
        yield Gap(
            _("Nothing on what the sessions explored: %(themes)s.", themes=listed(unexplored))
        )


def _votes(session: Session, workshop: Workshop) -> Iterator[Gap]:
    chosen = select(Contest.kind).where(
        Contest.workshop_id == workshop.id, Contest.state.in_([OPEN, CLOSED, COUNTED])
    )
    hidden = list(session.scalars(chosen))
    for kind, stage in (
        (RANKING, "ranking"),
        (FINAL, "final_vote"),
        (RATING, "final_vote"),
        (FINALISTS, "final_vote"),
    ):
        if count := hidden.count(kind):
            words = ngettext(
                "%(num)s result has not been revealed, so the report leaves it out.",
                "%(num)s results have not been revealed, so the report leaves them out.",
                count,
            )
            yield Gap(words, stage)


def _recommendations(report: Report) -> Iterator[Gap]:
    if report.themes and not report.priority_issues:
        yield Gap(_("No issue has priority yet, so all are listed as they are."), "ranking")
    for issue in report.priority_issues:
        if not issue.rationale:
            yield Gap(_("“%(issue)s” has no rationale.", issue=issue.headline), "setup")
        if not issue.recommendations:
            yield Gap(_("“%(issue)s” has no recommendation.", issue=issue.headline), "breakouts")


def _dissent(session: Session, workshop: Workshop) -> Iterator[Gap]:
    if waiting := notes(session, workshop.id).waiting:
        words = ngettext(
            "%(num)s dissent note waits to be read.",
            "%(num)s dissent notes wait to be read.",
            waiting,
        )
        yield Gap(words, "final_vote")


def _survey(workshop: Workshop, report: Report) -> Iterator[Gap]:
    if workshop.survey_open:
        yield Gap(_("The survey is still open."), "survey")
    if report.survey.hidden:
        words = ngettext(
            "%(num)s question of the survey has too few answers to be shown.",
            "%(num)s questions of the survey have too few answers to be shown.",
            report.survey.hidden,
        )
        yield Gap(words, "survey")
