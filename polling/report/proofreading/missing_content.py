"""Missing content of the report, which the report itself does not mention."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from polling.contests.kinds import FINAL, FINALISTS, RANKING, RATING
from polling.contests.models import CLOSED, COUNTED, OPEN
from polling.contests.queries import states
from polling.core.i18n import _, listed, ngettext
from polling.final_vote.dissent.queries import notes
from polling.final_vote.two_stages.queries import concerns_to_review
from polling.report.data.report_data import Report
from polling.report.writing.editable_texts import PROSE
from polling.workshop.models import Workshop

# A report is complete without these texts.
OPTIONAL = {"feedback", "method", "glossary", "acknowledgements", "disclaimer"}


@dataclass(frozen=True)
class Gap:
    """Something missing, and the stage in whose tab to add it; "" for the report's own tab."""

    text: str
    stage: str = ""


def gaps(session: Session, workshop: Workshop, report: Report) -> list[Gap]:
    """Return everything that is missing, in the order of the report."""
    return [
        *_prose(report),
        *_setup(report),
        *_votes(session, workshop),
        *_recommendations(report),
        *_concerns(session, workshop),
        *_dissent(session, workshop),
        *_survey(workshop, report),
    ]


def _prose(report: Report) -> Iterator[Gap]:
    for name, title in PROSE.items():
        if name not in OPTIONAL and not getattr(report.prose, name).strip():
            yield Gap(_("This section has no text: %(title)s.", title=title))


def _setup(report: Report) -> Iterator[Gap]:
    if not report.sittings:
        yield Gap(_("There is no agenda."), "setup")
    bare = [theme.title for theme in report.themes if not theme.description]
    if bare:
        yield Gap(_("Themes without a description: %(themes)s.", themes=listed(bare)))
    unexplored = [theme.title for theme in report.themes if not theme.exploration]
    if unexplored:
        yield Gap(
            _(
                "Themes without a description of their sessions: %(themes)s.",
                themes=listed(unexplored),
            )
        )


def _votes(session: Session, workshop: Workshop) -> Iterator[Gap]:
    votes = states(session, workshop.id)
    unrevealed = [one.kind for one in votes if one.state in {OPEN, CLOSED, COUNTED}]
    for kind, stage in (
        (RANKING, "ranking"),
        (FINAL, "final_vote"),
        (RATING, "final_vote"),
        (FINALISTS, "final_vote"),
    ):
        if count := unrevealed.count(kind):
            words = ngettext(
                "%(num)s result is not in the report because it has not been revealed.",
                "%(num)s results are not in the report because they have not been revealed.",
                count,
            )
            yield Gap(words, stage)


def _recommendations(report: Report) -> Iterator[Gap]:
    if report.themes and not report.priority_issues:
        yield Gap(_("No priority issues yet: the report lists all issues."), "ranking")
    for issue in report.priority_issues:
        if not issue.rationale:
            yield Gap(
                _("The issue “%(issue)s” has no rationale.", issue=issue.headline),
                "setup",
            )
        if not issue.recommendations:
            yield Gap(
                _("The issue “%(issue)s” has no recommendation.", issue=issue.headline), "breakouts"
            )


def _concerns(session: Session, workshop: Workshop) -> Iterator[Gap]:
    if waiting := concerns_to_review(session, workshop.id):
        words = ngettext(
            "%(num)s concern is not in the report because it has not been reviewed.",
            "%(num)s concerns are not in the report because they have not been reviewed.",
            waiting,
        )
        yield Gap(words, "final_vote")


def _dissent(session: Session, workshop: Workshop) -> Iterator[Gap]:
    if waiting := notes(session, workshop.id).waiting:
        words = ngettext(
            "Review %(num)s dissent note.",
            "Review %(num)s dissent notes.",
            waiting,
        )
        yield Gap(words, "final_vote")


def _survey(workshop: Workshop, report: Report) -> Iterator[Gap]:
    if workshop.survey_open:
        yield Gap(_("The survey is open") + ".", "survey")
    if report.survey.hidden:
        words = ngettext(
            "Not shown: %(num)s question with fewer than %(smallest)s answers.",
            "Not shown: %(num)s questions with fewer than %(smallest)s answers.",
            report.survey.hidden,
            smallest=report.smallest,
        )
        yield Gap(words, "survey")
