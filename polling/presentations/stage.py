"""The presentations as a stage; merges should be settled before it ends."""

from sqlalchemy.orm import Session

from polling.breakouts import actions as breakouts
from polling.breakouts.duplicates import queries as duplicates
from polling.core.i18n import ngettext
from polling.presentations import actions, pages, queries
from polling.workshop.models import Workshop
from polling.workshop.stage_hooks import Reason, StageHooks


def _blockers(session: Session, workshop: Workshop) -> list[Reason]:
    waiting = duplicates.waiting(session, workshop.id)
    if not waiting:
        return []
    text = ngettext(
        "%(num)s merge is waiting for its groups to agree.",
        "%(num)s merges are waiting for their groups to agree.",
        waiting,
    )
    return [Reason(text, False)]


def _last_group_presents(session: Session, workshop: Workshop, _reasons: list[Reason]) -> bool:
    groups = queries.order(session, workshop.id)
    return not groups or groups[-1].id == workshop.screen_state.get("group")


HOOKS = StageHooks(
    key="presentations",
    pages=pages,
    blockers=_blockers,
    leave=breakouts.end,
    going_on_is_next=_last_group_presents,
    turn=actions.turn_screen,
)
