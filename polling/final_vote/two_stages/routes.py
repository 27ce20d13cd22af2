"""Routes used only by a final vote in two stages, for organizers and phones."""

from contextlib import AbstractContextManager

from flask import Blueprint
from sqlalchemy.orm import Session

from polling import web
from polling.contests import queries as contests
from polling.contests.actions import counted_ahead
from polling.contests.kinds import RATING
from polling.contests.models import Contest
from polling.core.access import Actor, Role
from polling.final_vote import actions
from polling.final_vote.two_stages.actions import lifecycle as two_stages
from polling.final_vote.two_stages.actions.assignment import ask_one_more
from polling.final_vote.two_stages.forms import Confirmed, Listed, Moderation, Shown, Stages
from polling.web.commands import command

blueprint = Blueprint("two_stages", __name__)
CONSOLE = "/console/<code>/final-vote"


@command(blueprint, f"{CONSOLE}/stages", Role.ORGANIZER)
def choose(session: Session, actor: Actor, chosen: Stages) -> None:
    """Vote in one stage or in two."""
    actions.choose_stages(session, actor, chosen.stages)


def _ratings_counted(actor: Actor) -> AbstractContextManager[Session]:
    return counted_ahead(actor.workshop_id, _rated)


@command(blueprint, f"{CONSOLE}/count", Role.ORGANIZER, transaction=_ratings_counted)
def count(session: Session, actor: Actor) -> None:
    """Count the first stage, so that finalists can be chosen; it cannot be reopened."""
    two_stages.count_first(session, actor)


@command(blueprint, f"{CONSOLE}/finalists", Role.ORGANIZER)
def confirm(session: Session, actor: Actor, confirmed: Confirmed) -> None:
    """Confirm the finalists and their titles."""
    options, titles = confirmed.options, confirmed.titled
    two_stages.confirm(session, actor, options=options, titles=titles, seen=confirmed.seen)


@command(blueprint, f"{CONSOLE}/<contest_id>/concern", Role.ORGANIZER)
def moderate(session: Session, actor: Actor, said: Moderation, contest_id: str) -> None:
    """Show a concern with the result, or hide it."""
    contest = contests.contest(session, actor.workshop_id, contest_id, RATING)
    actions.moderate(session, actor, contest, key=said.key, shown=said.shown)


@command(blueprint, f"{CONSOLE}/concerns/hide", Role.ORGANIZER)
def hide_concerns(session: Session, actor: Actor) -> None:
    """Hide the concerns that no organizer has decided on."""
    actions.hide_undecided(session, actor)


@command(blueprint, f"{CONSOLE}/themes/<int:theme_id>/show", Role.ORGANIZER)
def show_theme(session: Session, actor: Actor, theme_id: int) -> None:
    """Put a theme's result on the screen, once it is revealed."""
    actions.show_theme(session, actor, theme_id)


@command(blueprint, f"{CONSOLE}/lists/show", Role.ORGANIZER)
def show_list(session: Session, actor: Actor, chosen: Listed) -> None:
    """Show broad support, or splits on timing, on the screen, once revealed."""
    actions.show_list(session, actor, chosen.listed)


@command(blueprint, "/w/<code>/final-vote/more", Role.PARTICIPANT)
def ask_more(session: Session, actor: Actor, shown: Shown) -> None:
    """Assign one more issue to the participant: the one with the fewest votes."""
    ask_one_more(session, actor, seen=shown.issues)


def _rated(session: Session) -> list[Contest]:
    return contests.contests(session, web.actor().workshop_id, RATING)
