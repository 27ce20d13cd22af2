"""Paper ballots of a theme, with the same texts and issues as on the phones."""

from sqlalchemy.orm import Session

from polling.contests.actions import prepare_as_at_the_opening
from polling.contests.models import RANKING, Contest
from polling.contests.paper import ballot_sheet as paper_sheet
from polling.contests.paper.ballot_sheet import ANYBODY, SheetLine, SheetSection
from polling.contests.paper.forms import Printed
from polling.contests.queries import contest
from polling.core.access import Actor
from polling.ranking import queries
from polling.ranking.actions import lifecycle as actions
from polling.ranking.ballot_instructions import on_paper
from polling.workshop.models import Theme
from polling.workshop.queries import by_id, theme


def of_theme(session: Session, actor: Actor, contest_id: str, wanted: Printed) -> paper_sheet.Sheet:
    """Return the ballots to print, with the current issues."""
    workshop = by_id(session, actor.workshop_id)
    prepare_as_at_the_opening(session, workshop, actions.prepare)
    chosen = contest(session, workshop.id, contest_id, RANKING)
    paper_sheet.require_printable([chosen])
    here = theme(session, workshop.id, chosen.theme_id or 0)
    with paper_sheet.in_its_language(workshop) as language:
        part = paper_sheet.part(
            chosen,
            SheetSection("", here.title, on_paper(chosen)),
            _lines(here, chosen),
            reader=ANYBODY,
            reasons=wanted.reasons,
        )
        ballots = {number: [part] for number in paper_sheet.numbers(wanted)}
        return paper_sheet.sheet(workshop, language, ballots)


def _lines(theme: Theme, contest: Contest) -> dict[int, SheetLine]:
    return {
        one.id: SheetLine(one.headline, one.rationale) for one in queries.options(theme, contest)
    }
