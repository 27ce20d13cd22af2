"""Turns: which group presents, and which of its recommendations is on the screen."""

from sqlalchemy.orm import Session

from polling.breakouts import queries as breakouts
from polling.breakouts.models import Group
from polling.breakouts.timers import group_scope
from polling.core.access import Actor, Role
from polling.core.errors import Conflict, NotAllowed
from polling.core.i18n import _
from polling.live import announce
from polling.presentations import queries
from polling.screen import state
from polling.workshop import queries as workshops
from polling.workshop import timers
from polling.workshop.log import record
from polling.workshop.models import Workshop


def present(session: Session, actor: Actor, group_id: int) -> None:
    """Show a group on the screen, starting with its title, and start its timer."""
    workshop = workshops.by_id(session, actor.workshop_id)
    group = breakouts.group(session, workshop.id, group_id)
    if workshop.stage != "presentations":
        raise Conflict(_("That is not possible right now. Reload the page."))
    if workshop.screen_state.get("group") != group.id:
        _stop_clock(session, workshop)
        timers.start_clock(session, workshop.id, group_scope(group), 60 * queries.minutes(workshop))
    record(session, actor, "presenting", group=group.number)
    _light(session, workshop, {"group": group.id, "recommendation": None})
    presented = {*workshop.screen_state.get("presented", []), group.id}
    workshop.screen_state = {**workshop.screen_state, "presented": sorted(presented)}


def set_minutes(session: Session, actor: Actor, minutes: int) -> None:
    """Set how long each group presents, starting with the next group."""
    workshop = workshops.by_id(session, actor.workshop_id)
    workshop.settings = {**workshop.settings, "presenting_minutes": minutes}
    record(session, actor, "presenting-minutes", seconds=60 * minutes)
    announce.changed(session, workshop, "presentation")


def turn(session: Session, actor: Actor, step: int) -> None:
    """Go one recommendation forward or back. The title page comes before the first.

    It takes a step instead of a page number, so that two quick presses of a clicker turn two pages.
    Facilitators and presenters can turn pages while their own group presents.
    """
    workshop = workshops.by_id(session, actor.workshop_id)
    slide = queries.slide(session, workshop, queries.order(session, workshop.id))
    if actor.role not in {Role.ORGANIZER, Role.SCREEN}:
        _require_own_turn(session, actor, slide.group if slide else None)
    if slide is None:
        raise Conflict(_("That is not possible right now. Reload the page."))
    page = (-1 if slide.at is None else slide.at) + step
    page = min(page, len(slide.recommendations) - 1)
    at = page if page >= 0 else None
    _light(session, workshop, {"group": slide.group.id, "recommendation": at})


def turn_screen(session: Session, actor: Actor, workshop: Workshop, go: str) -> bool:
    """Turn the page by a key or clicker at the screen; returns whether there was another page."""
    step = {"next": 1, "back": -1}.get(go)
    before = workshop.screen_state
    if step is None or before.get("group") is None:
        return False
    turn(session, actor, step)
    return workshop.screen_state != before


def clear(session: Session, actor: Actor) -> None:
    """Remove the group from the screen, which then shows the order of the groups."""
    workshop = workshops.by_id(session, actor.workshop_id)
    _stop_clock(session, workshop)
    _light(session, workshop, {"group": None, "recommendation": None})


def _require_own_turn(session: Session, actor: Actor, presenting: Group | None) -> None:
    if presenting is None or presenting.id != actor.group_id:
        raise NotAllowed(_("That is not possible right now. Reload the page."))
    if actor.role is Role.PARTICIPANT:
        presenter = queries.presenter(session, presenting)
        if presenter is None or presenter.id != actor.participant_id:
            raise NotAllowed(_("That is not possible right now. Reload the page."))


def _stop_clock(session: Session, workshop: Workshop) -> None:
    """Remove the timer of a group that leaves the screen."""
    before = workshop.screen_state.get("group")
    if before is not None:
        group = breakouts.group(session, workshop.id, before)
        timers.clear_clock(session, workshop.id, group_scope(group))


def _light(session: Session, workshop: Workshop, spot: dict[str, int | None]) -> None:
    state.put(workshop, "presentations", **spot)
    announce.changed(session, workshop, "presentation")
