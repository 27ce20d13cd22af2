"""The organizers' buttons in the final vote; see `two_stages` for those of two stages only."""

from contextlib import AbstractContextManager

from flask import Blueprint
from sqlalchemy.orm import Session

from polling import web
from polling.contests import actions as contests
from polling.contests import queries as contest_queries
from polling.contests.actions import counted_ahead
from polling.contests.kinds import FINAL, FINALISTS, RATING
from polling.contests.models import WAITING, Contest
from polling.contests.results.tie_sentences import tie_message
from polling.core.access import Actor, Role
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.final_vote import actions
from polling.final_vote.queries import by_id, stages
from polling.final_vote.short_labels import brief
from polling.final_vote.two_stages.actions import lifecycle as two_stages
from polling.final_vote.two_stages.actions.assignment import assigned_ahead
from polling.ranking.forms import Clock, Decision
from polling.recommendations.sentence import sentence
from polling.web.commands import command
from polling.workshop import queries
from polling.workshop.timers import start_clock

blueprint = Blueprint("final_vote", __name__, url_prefix="/console/<code>/final-vote")


@command(blueprint, "/open", Role.ORGANIZER, transaction=assigned_ahead)
def open_all(session: Session, actor: Actor, minutes: Clock) -> None:
    """Open all themes that have not opened; in two stages, the first stage."""
    if _in_two_stages(session):
        opened = two_stages.open_first(session, actor)
        for contest in opened:
            _start_clock(session, contest, minutes.minutes)
    else:
        opened = [one for one in _all(session) if one.state == WAITING and one.options]
        for contest in opened:
            _open(session, contest, minutes.minutes)
    if not opened:
        raise Conflict(_("That is not possible right now. Reload the page."))


@command(blueprint, "/close", Role.ORGANIZER)
def close_all(session: Session, actor: Actor) -> None:
    """Close all open contests."""
    contests.close_open(session, actor, _all(session))


@command(blueprint, "/reopen", Role.ORGANIZER)
def reopen_all(session: Session, actor: Actor) -> None:
    """Reopen all closed, unrevealed themes; two stages are reopened one by one."""
    every = contest_queries.contests(session, actor.workshop_id, FINAL)
    for contest in contests.closed_ones(every):
        _open(session, contest, 0)


@command(blueprint, "/<contest_id>/open", Role.ORGANIZER)
def open_one(session: Session, minutes: Clock, contest_id: str) -> None:
    """Open one theme or the second stage, or reopen it before its reveal."""
    _open(session, _one(session, contest_id, FINAL, FINALISTS), minutes.minutes)


@command(blueprint, "/<contest_id>/close", Role.ORGANIZER)
def close_one(session: Session, actor: Actor, contest_id: str) -> None:
    """Close one theme, or the second stage."""
    contests.close_contest(session, actor, _one(session, contest_id, FINAL, FINALISTS))


def _one_counted(actor: Actor, contest_id: str) -> AbstractContextManager[Session]:
    def chosen(session: Session) -> list[Contest]:
        return [_one(session, contest_id, FINAL, FINALISTS)]

    return counted_ahead(actor.workshop_id, chosen)


@command(blueprint, "/<contest_id>/reveal", Role.ORGANIZER, transaction=_one_counted)
def reveal(session: Session, actor: Actor, contest_id: str) -> str:
    """Reveal one theme, or show it again; a finalists' vote is revealed with both stages."""
    contest = _one(session, contest_id, FINAL, FINALISTS)
    if contest.kind == FINALISTS:
        actions.reveal_overall(session, actor)
    else:
        actions.reveal(session, actor, contest)
    return tie_message([contest])


def _all_counted(actor: Actor) -> AbstractContextManager[Session]:
    return counted_ahead(actor.workshop_id, _all)


@command(blueprint, "/reveal", Role.ORGANIZER, transaction=_all_counted)
def reveal_overall(session: Session, actor: Actor) -> str:
    """Count and reveal all closed themes, and show them in one order."""
    actions.reveal_overall(session, actor)
    return tie_message(_all(session))


@command(blueprint, "/hide", Role.ORGANIZER)
def hide(session: Session, actor: Actor) -> None:
    """Remove the result from the screen."""
    actions.hide(session, actor)


@command(blueprint, "/show", Role.ORGANIZER)
def show(session: Session, actor: Actor) -> None:
    """Show the top recommendations of all revealed themes on the screen."""
    actions.show(session, actor, overall=True)


@command(blueprint, "/<contest_id>/decide", Role.ORGANIZER)
def decide(session: Session, actor: Actor, decision: Decision, contest_id: str) -> None:
    """Decide by hand which recommendations stand out, with a reason."""
    contest = _one(session, contest_id, FINAL)
    written = by_id(session, contest.options)
    labels = {option: brief(sentence(one)) for option, one in written.items()}
    contests.decide(session, actor, contest, **decision.model_dump(), labels=labels)


def _all(session: Session) -> list[Contest]:
    workshop_id = web.actor().workshop_id
    return [
        contest
        for kind in (FINAL, RATING, FINALISTS)
        for contest in contest_queries.contests(session, workshop_id, kind)
    ]


def _in_two_stages(session: Session) -> bool:
    return stages(session, queries.workshop_of(session, web.actor())) == 2


def _one(session: Session, contest_id: str, *kinds: str) -> Contest:
    return contest_queries.contest(session, web.actor().workshop_id, contest_id, *kinds)


def _open(session: Session, contest: Contest, minutes: int) -> None:
    if contest.kind == FINALISTS:
        two_stages.open_second(session, web.actor(), contest)
    else:
        actions.open_theme(session, web.actor(), contest)
    _start_clock(session, contest, minutes)


def _start_clock(session: Session, contest: Contest, minutes: int) -> None:
    if minutes:
        start_clock(session, contest.workshop_id, f"contest:{contest.id}", minutes * 60)
