"""The timers of everything that runs together: all open votes, or the stage and its groups."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.breakouts import queries as breakouts
from polling.breakouts.timers import group_scope
from polling.contests.models import OPEN, PRACTICE, Contest
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.workshop import queries, timers
from polling.workshop.models import Workshop

ALL = "all"  # the scope of all timers together


def scopes(session: Session, workshop: Workshop) -> list[str]:
    """Return the scopes: the open votes, or else the stage and each group with its own timer."""
    query = select(Contest.id).where(
        Contest.workshop_id == workshop.id, Contest.state == OPEN, Contest.kind != PRACTICE
    )
    votes = [f"contest:{contest_id}" for contest_id in session.scalars(query)]
    running = queries.timers(session, workshop.id)
    groups = [group_scope(group) for group in breakouts.groups(session, workshop.id)]
    return votes or ["stage", *(scope for scope in groups if scope in running)]


def change(session: Session, workshop: Workshop, action: str, seconds: int) -> None:
    """Change all of them; scopes without a timer get one only when it is started."""
    every, running = scopes(session, workshop), queries.timers(session, workshop.id)
    ticking = [scope for scope in every if scope in running and running[scope]["ends"]]
    with_one = [scope for scope in every if scope in running]
    if action == "start":
        _start(session, workshop, every, seconds)
        return
    if not with_one:
        raise Conflict(_("That is not possible right now. Reload the page."))
    for scope in (ticking or with_one) if action == "pause" else with_one:
        timers.change_clock(session, workshop.id, scope, action, seconds)


def _start(session: Session, workshop: Workshop, every: list[str], seconds: int) -> None:
    for scope in every:
        if scope.startswith("group:"):
            timers.clear_clock(session, workshop.id, scope)  # it uses the stage's timer again
        else:
            timers.start_clock(session, workshop.id, scope, seconds)
