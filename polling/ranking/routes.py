"""The organizer's buttons in the ranking stage."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from polling import web
from polling.contests import actions as contests
from polling.contests import queries as contest_queries
from polling.contests.actions import counted_ahead
from polling.contests.kinds import RANKING
from polling.contests.models import WAITING, Contest
from polling.contests.paper.forms import Printed
from polling.contests.paper.routes import print_ballots
from polling.contests.results.tie_sentences import tie_message
from polling.core.access import Actor, Role
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.ranking import actions
from polling.ranking.forms import Clock, Decision
from polling.web.commands import command
from polling.workshop.timers import start_clock

blueprint = Blueprint("ranking", __name__, url_prefix="/console/<code>/ranking")


@command(blueprint, "/open", Role.ORGANIZER)
def open_all(session: Session, actor: Actor, minutes: Clock) -> None:
    """Open all themes that have not opened."""
    every = contest_queries.contests(session, actor.workshop_id, RANKING)
    waiting = [one for one in every if one.state == WAITING and one.options]
    if not waiting:
        raise Conflict(_("That is not possible right now. Reload the page."))
    for contest in waiting:
        _open(session, contest.id, minutes.minutes)


@command(blueprint, "/close", Role.ORGANIZER)
def close_all(session: Session, actor: Actor) -> None:
    """Close all open themes."""
    every = contest_queries.contests(session, actor.workshop_id, RANKING)
    contests.close_open(session, actor, every)


@command(blueprint, "/reopen", Role.ORGANIZER)
def reopen_all(session: Session, actor: Actor) -> None:
    """Reopen all closed, unrevealed themes."""
    every = contest_queries.contests(session, actor.workshop_id, RANKING)
    for contest in contests.closed_ones(every):
        _open(session, contest.id, 0)


@command(blueprint, "/<contest_id>/open", Role.ORGANIZER)
def open_one(session: Session, minutes: Clock, contest_id: str) -> None:
    """Open one theme, or reopen it before its reveal."""
    _open(session, contest_id, minutes.minutes)


@command(blueprint, "/<contest_id>/close", Role.ORGANIZER)
def close_one(session: Session, actor: Actor, contest_id: str) -> None:
    """Close one theme."""
    contests.close_contest(session, actor, _one(session, contest_id))


def _counted(actor: Actor, contest_id: str) -> AbstractContextManager[Session]:
    return counted_ahead(actor.workshop_id, lambda session: [_one(session, contest_id)])


@command(blueprint, "/<contest_id>/reveal", Role.ORGANIZER, transaction=_counted)
def reveal(session: Session, actor: Actor, contest_id: str) -> str:
    """Count and reveal one theme, or show it again: a chart on the screen, a list on phones."""
    contest = _one(session, contest_id)
    actions.reveal(session, actor, contest)
    return tie_message([contest])


@command(blueprint, "/hide", Role.ORGANIZER)
def hide(session: Session, actor: Actor) -> None:
    """Remove the result from the screen."""
    actions.hide(session, actor)


@command(blueprint, "/<contest_id>/decide", Role.ORGANIZER)
def decide(session: Session, actor: Actor, decision: Decision, contest_id: str) -> None:
    """Decide the cut by hand, with a reason."""
    contest = _one(session, contest_id)
    actions.decide(session, actor, contest, **decision.model_dump())


@command(blueprint, "/<contest_id>/paper.pdf", Role.ORGANIZER)
def paper(
    session: Session, actor: Actor, printed: Printed, code: str, contest_id: str
) -> Callable[[], Response]:
    """Return one theme's ballots to print."""
    sheet = actions.paper_ballots(session, actor, contest_id, printed)
    return partial(print_ballots, code, sheet)


def _one(session: Session, contest_id: str) -> Contest:
    return contest_queries.contest(session, web.actor().workshop_id, contest_id, RANKING)


def _open(session: Session, contest_id: str, minutes: int) -> None:
    actor = web.actor()
    contest = _one(session, contest_id)
    actions.open_theme(session, actor, contest)
    if minutes:
        start_clock(session, actor.workshop_id, f"contest:{contest.id}", minutes * 60)
