"""The organizer's buttons in the ranking stage."""

from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from polling import web
from polling.contests import queries as contest_queries
from polling.contests.actions import closing
from polling.contests.actions.revealing import counted_ahead
from polling.contests.models import CLOSED, OPEN, RANKING, WAITING, Contest
from polling.contests.paper import sheet as paper_sheet
from polling.contests.paper.choices import Printed
from polling.contests.results.tie_sentences import tie_message
from polling.core.access import Actor, Role, allow
from polling.core.clock import now
from polling.core.db import transaction
from polling.core.worker_process import run_in_worker
from polling.ranking.actions import life as actions
from polling.ranking.actions import paper as paper_ballots
from polling.ranking.payloads import Clock, Decision
from polling.web.commands import command
from polling.workshop.timers import start_clock

blueprint = Blueprint("ranking", __name__, url_prefix="/console/<code>/ranking")


@command(blueprint, "/open", Role.ORGANIZER)
def open_all(session: Session, actor: Actor, minutes: Clock) -> None:
    """Open every theme that has not been opened."""
    for contest in contest_queries.contests(session, actor.workshop_id, RANKING):
        if contest.state == WAITING and contest.options:
            _open(session, contest.id, minutes.minutes)


@blueprint.post("/close")
@allow(Role.ORGANIZER)
def close_all(code: str) -> Any:
    """Close every theme that is open."""
    actor = web.actor()
    closing.close(
        actor,
        lambda session: [
            contest
            for contest in contest_queries.contests(session, actor.workshop_id, RANKING)
            if contest.state == OPEN
        ],
    )
    return web.done()


@command(blueprint, "/<contest_id>/open", Role.ORGANIZER)
def open_one(session: Session, minutes: Clock, contest_id: str) -> None:
    """Open one theme, or reopen it before its reveal."""
    _open(session, contest_id, minutes.minutes)


@blueprint.post("/<contest_id>/close")
@allow(Role.ORGANIZER)
def close_one(code: str, contest_id: str) -> Any:
    """Close one theme."""
    closing.close(web.actor(), lambda session: [_one(session, contest_id)])
    return web.done()


@blueprint.post("/<contest_id>/reveal")
@allow(Role.ORGANIZER)
def reveal(code: str, contest_id: str) -> Any:
    """Count and reveal one theme, or show it again: a chart on the screen, a list on phones."""
    actor = web.actor()
    with counted_ahead(lambda session: [_one(session, contest_id)]) as session:
        contest = _one(session, contest_id)
        actions.reveal(session, actor, contest)
        message = tie_message([contest])
    return web.done(message)


@command(blueprint, "/hide", Role.ORGANIZER)
def hide(session: Session, actor: Actor) -> None:
    """Take the chart off the screen."""
    actions.show(session, actor, None)


@command(blueprint, "/<contest_id>/decide", Role.ORGANIZER)
def decide(session: Session, actor: Actor, decision: Decision, contest_id: str) -> None:
    """Decide the cut by hand, with a reason."""
    contest = _one(session, contest_id)
    actions.decide(session, actor, contest, winners=decision.winners, reason=decision.reason)


@blueprint.post("/<contest_id>/paper.pdf")
@allow(Role.ORGANIZER)
def paper(code: str, contest_id: str) -> Any:
    """One theme's ballots to print."""
    wanted = web.parse(Printed)
    with transaction() as session:
        sheet = paper_ballots.of_theme(session, web.actor(), contest_id, wanted)
    return web.pdf(run_in_worker(paper_sheet.draw, sheet, now()), f"{code}-ballots.pdf")


def _one(session: Session, contest_id: str) -> Contest:
    return contest_queries.contest(session, web.actor().workshop_id, contest_id, RANKING)


def _open(session: Session, contest_id: str, minutes: int) -> None:
    actor = web.actor()
    contest = _one(session, contest_id)
    if contest.state in {WAITING, CLOSED}:
        actions.open_theme(session, actor, contest)
    if minutes:
        start_clock(session, actor.workshop_id, f"contest:{contest.id}", minutes * 60)
