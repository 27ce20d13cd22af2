"""The ranking as a stage: one vote per theme, which must be revealed before the stage ends."""

from sqlalchemy.orm import Session

from polling.contests.kinds import RANKING
from polling.contests.unfinished_votes import unfinished_votes
from polling.ranking import actions, pages, queries
from polling.screen import actions as screen
from polling.workshop.models import Workshop
from polling.workshop.stage_hooks import Reason, StageHooks, once_settled


def _blockers(session: Session, workshop: Workshop) -> list[Reason]:
    return unfinished_votes(session, workshop, RANKING, block=True)


HOOKS = StageHooks(
    key="ranking",
    pages=pages,
    blockers=_blockers,
    enter=actions.prepare,
    going_on_is_next=once_settled,
    turn=screen.turn_list(queries.on_screen),
)
