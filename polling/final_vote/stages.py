"""One stage or two: how the recommendations are voted on, and why."""

from sqlalchemy.orm import Session

from polling.access import Actor
from polling.contests import queries as contests
from polling.contests.models import FINAL, FINALISTS, RATING
from polling.errors import Conflict
from polling.final_vote.queries import to_vote_on
from polling.i18n import _
from polling.live import announce
from polling.workshop import queries
from polling.workshop.log import record
from polling.workshop.models import Workshop
from polling.workshop_file.schema import Settings

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


def choose(session: Session, actor: Actor, count: int) -> None:
    """Vote in one stage or in two, whatever the number of recommendations says."""
    workshop = queries.by_id(session, actor.workshop_id)
    if has_begun(session, workshop):
        raise Conflict(_("The vote has begun, so its stages stay as they are."))
    workshop.settings = workshop.settings | {"vote_stages": {1: "one", 2: "two"}[count]}
    record(session, actor, "stages-chosen", stages=count)
    announce.changed(session, workshop, "contest")


def clear_other(session: Session, workshop: Workshop, count: int) -> None:
    """Take away what was prepared for another number of stages."""
    for other, kinds in KINDS.items():
        for kind in kinds if other != count else ():
            for contest in contests.contests(session, workshop.id, kind):
                session.delete(contest)
    session.flush()
