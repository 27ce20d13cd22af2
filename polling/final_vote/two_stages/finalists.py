"""Who goes to the second of two stages: as the ratings propose, and as was confirmed."""

from sqlalchemy.orm import Session

from polling.contests import queries as contests
from polling.contests.models import FINALISTS, Contest
from polling.final_vote.two_stages.rated_issues import rated_issues
from polling.voting.finalists import Finalists, choose
from polling.workshop.models import Workshop
from polling.workshop.settings import Settings


def proposed(session: Session, workshop: Workshop) -> Finalists:
    """Who goes to the second stage, by the ratings."""
    wild_cards = Settings.model_validate(workshop.settings).wild_cards
    issues = rated_issues(session, workshop.id)
    return choose({one.issue.id: one.ratings for one in issues}, wild_cards)


def finalists(session: Session, workshop_id: int) -> Contest | None:
    """The contest of the second stage, once the finalists are confirmed."""
    found = contests.contests(session, workshop_id, FINALISTS)
    return found[0] if found else None
