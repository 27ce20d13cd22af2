"""Which group presents, and which of its recommendations is on the screen."""

from sqlalchemy.orm import Session

from polling.access import Actor, Role
from polling.breakouts import queries as breakouts
from polling.errors import Conflict, NotAllowed
from polling.i18n import _
from polling.live import announce
from polling.presentations import queries
from polling.workshop import queries as workshops
from polling.workshop.log import record
from polling.workshop.models import Workshop


def present(session: Session, actor: Actor, group_id: int) -> None:
    """Put a group on the screen, beginning with its title."""
    workshop = workshops.by_id(session, actor.workshop_id)
    group = breakouts.group(session, workshop.id, group_id)
    if workshop.stage != "presentations":
        raise Conflict(_("The presentations have not begun, or are over."))
    record(session, actor, "presenting", group=group.number)
    _light(session, workshop, {"group": group.id, "recommendation": None})


def turn(session: Session, actor: Actor, step: int) -> None:
    """One recommendation on or back; before the first stands the title.

    A step, not a page number: two quick presses of a clicker are two pages. A facilitator turns
    while their own group presents.
    """
    workshop = workshops.by_id(session, actor.workshop_id)
    slide = queries.slide(session, workshop)
    if actor.role is Role.FACILITATOR and (slide is None or slide.group.id != actor.group_id):
        raise NotAllowed(_("Your group is not presenting now."))
    if slide is None:
        raise Conflict(_("No group is presenting now."))
    page = (-1 if slide.at is None else slide.at) + step
    page = min(page, len(slide.recommendations) - 1)
    at = page if page >= 0 else None
    _light(session, workshop, {"group": slide.group.id, "recommendation": at})


def clear(session: Session, actor: Actor) -> None:
    """Take the group off the screen; the order of the groups stands there again."""
    workshop = workshops.by_id(session, actor.workshop_id)
    _light(session, workshop, {"group": None, "recommendation": None})


def _light(session: Session, workshop: Workshop, spot: dict[str, int | None]) -> None:
    workshop.spotlight = {**workshop.spotlight, **spot}
    announce.changed(session, workshop, "presentation")
