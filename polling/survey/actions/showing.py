"""When answers are seen: on the screen, and by organizers and the report, many at a time.

Somebody who saw the answers before and after one person answered would know what that person said.
So answers are released when the survey closes or the workshop reaches the report, and a later
release needs as many new people as the smallest group that is shown. Changed answers do not count
as new: they replace others, so the only answer more would be that of the only new person. They are
released with the new ones if as many people have changed theirs; until then, the old ones stay.
Answers that were released stay released: later settings do not make them a first release again.
"""

from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.live import announce
from polling.privacy.sector_pools import SMALLEST
from polling.screen import actions as screen
from polling.screen import state
from polling.screen.actions import Go
from polling.survey import queries as survey
from polling.survey.on_screen import on_screen, question, showable
from polling.workshop import queries
from polling.workshop.models import Workshop
from polling.workshop.settings import Settings


def show(session: Session, actor: Actor, key: str) -> None:
    """Put the answers to a question on the screen.

    Raises:
        Conflict: the survey is open, or too few people have answered the question.
    """
    workshop = queries.workshop_of(session, actor)
    if key not in [one.asked.key for one in showable(session, workshop)]:
        raise Conflict(_("That is not possible right now. Reload the page."))
    state.put(workshop, "survey", question=key)
    announce.changed(session, workshop, "slide")


def hide(session: Session, actor: Actor) -> None:
    """Take the answers off the screen."""
    workshop = queries.workshop_of(session, actor)
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


def release(session: Session, workshop: Workshop) -> None:
    """Show the answers since the last release, unless too few people are new.

    If fewer than `SMALLEST` were released, by a version that released few, no question ever showed
    any, so all can be released together.
    """
    responses = survey.responses(session, workshop.id)
    smallest = Settings.model_validate(workshop.settings).smallest_cell
    new, changed = survey.waiting(responses)
    if len(responses) - len(new) < SMALLEST:
        new, changed = responses, []
    if len(new) >= smallest:
        for one in [*new, *(changed if len(changed) >= smallest else [])]:
            one.shown = one.answers
        session.flush()
