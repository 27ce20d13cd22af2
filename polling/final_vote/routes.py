"""The organizer's buttons in the final vote; those of two stages alone: `two_stages`."""

from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from polling import web
from polling.contests import queries as contest_queries
from polling.contests.actions import closing
from polling.contests.actions import life as contests
from polling.contests.actions.revealing import counted_ahead
from polling.contests.models import CLOSED, FINAL, FINALISTS, OPEN, RATING, WAITING, Contest
from polling.contests.results.tie_sentences import tie_message
from polling.core.access import Actor, Role, allow
from polling.final_vote import actions
from polling.final_vote.payloads import Page
from polling.final_vote.stage_count import stages
from polling.final_vote.two_stages.actions import life as two_stages
from polling.ranking.payloads import Clock, Decision
from polling.web.commands import command
from polling.workshop import queries
from polling.workshop.timers import start_clock

blueprint = Blueprint("final_vote", __name__, url_prefix="/console/<code>/final-vote")


@command(blueprint, "/open", Role.ORGANIZER)
def open_all(session: Session, actor: Actor, minutes: Clock) -> None:
    """Open every theme that has not been opened; of two stages, the first."""
    if _in_two_stages(session):
        for contest in two_stages.open_first(session, actor):
            _start_clock(session, contest, minutes.minutes)
    for contest in _all(session):
        if contest.kind == FINAL and contest.state == WAITING and contest.options:
            _open(session, contest, minutes.minutes)


@blueprint.post("/close")
@allow(Role.ORGANIZER)
def close_all(code: str) -> Any:
    """Close everything that is open."""
    closing.close(
        web.actor(),
        lambda session: [contest for contest in _all(session) if contest.state == OPEN],
    )
    return web.done()


@command(blueprint, "/<contest_id>/open", Role.ORGANIZER)
def open_one(session: Session, minutes: Clock, contest_id: str) -> None:
    """Open one theme or the second stage, or reopen it before its reveal."""
    _open(session, _one(session, contest_id, FINAL, FINALISTS), minutes.minutes)


@blueprint.post("/<contest_id>/close")
@allow(Role.ORGANIZER)
def close_one(code: str, contest_id: str) -> Any:
    """Close one theme, or the second stage."""
    closing.close(web.actor(), lambda session: [_one(session, contest_id, FINAL, FINALISTS)])
    return web.done()


@blueprint.post("/<contest_id>/reveal")
@allow(Role.ORGANIZER)
def reveal(code: str, contest_id: str) -> Any:
    """Reveal one theme, or show it again; a finalists' vote is revealed with all that led to it."""
    with counted_ahead(lambda session: [_one(session, contest_id, FINAL, FINALISTS)]) as session:
        contest = _one(session, contest_id, FINAL, FINALISTS)
        if contest.kind == FINALISTS:
            actions.reveal_overall(session, web.actor())
        else:
            actions.reveal(session, web.actor(), contest)
        message = tie_message([contest])
    return web.done(message)


@blueprint.post("/reveal")
@allow(Role.ORGANIZER)
def reveal_overall(code: str) -> Any:
    """Count and reveal all that is closed, and show all themes in one order."""
    with counted_ahead(_all) as session:
        actions.reveal_overall(session, web.actor())
        message = tie_message(_all(session))
    return web.done(message)


@command(blueprint, "/hide", Role.ORGANIZER)
def hide(session: Session, actor: Actor) -> None:
    """Take the result off the screen."""
    actions.show(session, actor)


@command(blueprint, "/page", Role.ORGANIZER)
def turn(session: Session, actor: Actor, page: Page) -> None:
    """Turn the page, where a result has more than one on the screen."""
    actions.turn(session, actor, page.page)


@command(blueprint, "/<contest_id>/decide", Role.ORGANIZER)
def decide(session: Session, actor: Actor, decision: Decision, contest_id: str) -> None:
    """Decide by hand which recommendations stand out, with a reason."""
    contests.decide(
        session,
        actor,
        _one(session, contest_id, FINAL),
        winners=decision.winners,
        reason=decision.reason,
    )


def _all(session: Session) -> list[Contest]:
    workshop_id = web.actor().workshop_id
    return [
        contest
        for kind in (FINAL, RATING, FINALISTS)
        for contest in contest_queries.contests(session, workshop_id, kind)
    ]


def _in_two_stages(session: Session) -> bool:
    return stages(session, queries.by_id(session, web.actor().workshop_id)) == 2


def _one(session: Session, contest_id: str, *kinds: str) -> Contest:
    return contest_queries.contest(session, web.actor().workshop_id, contest_id, *kinds)


def _open(session: Session, contest: Contest, minutes: int) -> None:
    if contest.state in {WAITING, CLOSED}:
        if contest.kind == FINALISTS:
            two_stages.open_second(session, web.actor(), contest)
        else:
            actions.open_theme(session, web.actor(), contest)
    _start_clock(session, contest, minutes)


def _start_clock(session: Session, contest: Contest, minutes: int) -> None:
    if minutes:
        start_clock(session, contest.workshop_id, f"contest:{contest.id}", minutes * 60)
