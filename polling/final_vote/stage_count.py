"""One stage or two: how the recommendations are voted on, and why."""

from sqlalchemy.orm import Session

from polling.contests import queries as contests
from polling.contests.models import FINAL, FINALISTS, RATING
from polling.final_vote.queries import to_vote_on
from polling.workshop import queries
from polling.workshop.models import Workshop
from polling.workshop.settings import Settings

MANY = 25  # recommendations: more than that, nobody reads and weighs on a phone
KINDS = {1: (FINAL,), 2: (RATING, FINALISTS)}


def stages(session: Session, workshop: Workshop) -> int:
    """How many stages the final vote has: as it has begun, else as chosen, else by its length."""
    for count, (first, *_more) in KINDS.items():
        if contests.have_begun(session, workshop.id, first):
            return count
    chosen = Settings.model_validate(workshop.settings).vote_stages
    if chosen == "auto":
        return 2 if recommendations(session, workshop) > MANY else 1
    return 2 if chosen == "two" else 1


def recommendations(session: Session, workshop: Workshop) -> int:
    """How many recommendations there are to vote on."""
    return sum(len(to_vote_on(session, theme)) for theme in queries.themes(session, workshop.id))


def has_begun(session: Session, workshop: Workshop) -> bool:
    """Whether people have been able to vote, so that it stays as it is."""
    return contests.have_begun(
        session, workshop.id, *(kind for kinds in KINDS.values() for kind in kinds)
    )
