"""The lobby as a stage: the practice ballot is open, and people join."""

from sqlalchemy.orm import Session

from polling.core.i18n import _
from polling.lobby import actions, pages
from polling.notes.queries import unsorted_reasons
from polling.people import queries as people
from polling.workshop.models import Workshop
from polling.workshop.stage_hooks import Reason, StageHooks


def _blockers(session: Session, workshop: Workshop) -> list[Reason]:
    reasons = unsorted_reasons(session, workshop)
    if people.present(session, workshop.id) == 0:
        return [Reason(_("Nobody has joined yet."), False), *reasons]
    return reasons


def _somebody_joined(session: Session, workshop: Workshop, reasons: list[Reason]) -> bool:
    return people.present(session, workshop.id) > 0


HOOKS = StageHooks(
    key="lobby",
    pages=pages,
    blockers=_blockers,
    enter=actions.begin,
    leave=actions.end,
    going_on_is_next=_somebody_joined,
)
