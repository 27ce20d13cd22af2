"""The final vote and its results as stages."""

from sqlalchemy.orm import Session

from polling.contests.kinds import FINAL, FINALISTS, RATING
from polling.contests.unfinished_votes import unfinished_votes
from polling.core.i18n import _, ngettext
from polling.final_vote import actions, pages
from polling.final_vote.on_screen import on_screen
from polling.final_vote.two_stages.queries import concerns_to_review
from polling.screen import actions as screen
from polling.workshop.models import Workshop
from polling.workshop.stage_hooks import (
    About,
    Reason,
    StageHooks,
    once_settled,
    reasons_about_any,
)


def _blockers(session: Session, workshop: Workshop) -> list[Reason]:
    to_review = concerns_to_review(session, workshop.id)
    about = (About(_("Concerns"), "concerns"),) if to_review else ()
    words = ngettext("Review %(num)s concern.", "Review %(num)s concerns.", to_review)
    votes = unfinished_votes(session, workshop, FINAL, RATING, FINALISTS, block=False)
    return [*votes, *reasons_about_any((words, False, about))]


HOOKS = StageHooks(
    key="final_vote",
    pages=pages,
    blockers=_blockers,
    enter=actions.prepare,
    going_on_is_next=once_settled,
    turn=screen.turn_list(on_screen),
)
RESULTS_HOOKS = StageHooks(
    key="results",
    pages=pages,
    blockers=_blockers,
    going_on_is_next=once_settled,
    turn=screen.turn_list(on_screen),
)
