"""The hooks of all stages, collected from their packages."""

from sqlalchemy.orm import Session

import polling.breakouts.stage
import polling.final_vote.stage
import polling.lobby.stage
import polling.presentations.stage
import polling.ranking.stage
import polling.report.stage
import polling.setup.stage
import polling.survey.stage
from polling.workshop.models import Workshop
from polling.workshop.stage_hooks import Reason, StageHooks

BY_STAGE: dict[str, StageHooks] = {
    hooks.key: hooks
    for hooks in (
        polling.setup.stage.HOOKS,
        polling.lobby.stage.HOOKS,
        polling.ranking.stage.HOOKS,
        polling.breakouts.stage.HOOKS,
        polling.presentations.stage.HOOKS,
        polling.final_vote.stage.HOOKS,
        polling.final_vote.stage.RESULTS_HOOKS,
        polling.survey.stage.HOOKS,
        polling.report.stage.HOOKS,
    )
}


def reasons_to_stay(session: Session, workshop: Workshop) -> list[Reason]:
    """Return the reasons not to leave the current stage, blocking ones first."""
    reasons = BY_STAGE[workshop.stage].blockers(session, workshop)
    return sorted(reasons, key=lambda reason: not reason.blocks)


def going_on_is_next(session: Session, workshop: Workshop, reasons: list[Reason]) -> bool:
    """Return whether the stage's own steps are done, given the `reasons` not to leave."""
    return BY_STAGE[workshop.stage].going_on_is_next(session, workshop, reasons)
