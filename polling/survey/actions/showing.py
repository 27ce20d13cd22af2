"""Showing answers on the screen, and turning their pages."""

from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.live import announce
from polling.screen import actions as screen
from polling.screen import state
from polling.screen.actions import Go
from polling.survey.on_screen import on_screen, question, showable
from polling.workshop import queries
from polling.workshop.models import Workshop


def show(session: Session, actor: Actor, key: str) -> None:
    """Put the answers to a question on the screen.

    Raises:
        Conflict: the survey is open, or too few people have answered the question.
    """
    workshop = queries.by_id(session, actor.workshop_id)
    if key not in [one.asked.key for one in showable(session, workshop)]:
        raise Conflict(_("That is not possible right now. Reload the page."))
    state.put(workshop, "survey", question=key)
    announce.changed(session, workshop, "slide")


def hide(session: Session, actor: Actor) -> None:
    """Take the answers off the screen."""
    workshop = queries.by_id(session, actor.workshop_id)
    state.clear(workshop, question=None)
    announce.changed(session, workshop, "slide")


def turn(session: Session, actor: Actor, workshop: Workshop, go: Go) -> bool:
    """Turn to the next page of the answers, or from the last page to the next question."""
    if screen.turn_list(on_screen)(session, actor, workshop, go):
        return True
    shown = question(session, workshop)
    keys = [one.asked.key for one in showable(session, workshop)]
    if shown is None or go not in {"next", "back"}:
        return False
    at = keys.index(shown.asked.key) + (1 if go == "next" else -1)
    if not 0 <= at < len(keys):
        return False
    state.put(workshop, "survey", question=keys[at])
    announce.changed(session, workshop, "slide")
    return True
