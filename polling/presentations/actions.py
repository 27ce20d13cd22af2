"""Which group presents, and which of its recommendations is on the screen."""

from sqlalchemy.orm import Session

from polling.access import Actor
from polling.breakouts import queries as breakouts
from polling.errors import Conflict, NotAllowed
from polling.i18n import _
from polling.live import announce
from polling.presentations import queries
from polling.workshop import queries as workshops
from polling.workshop.log import record
from polling.workshop.models import Workshop


def show(session: Session, actor: Actor, *, group_id: int, at: int | None) -> None:
    """Put a group on the screen: its title, or its recommendation number `at` from 0."""
    workshop = workshops.by_id(session, actor.workshop_id)
    group = breakouts.group(session, workshop.id, group_id)
    if workshop.stage != "presentations":
        raise Conflict(_("The presentations have not begun, or are over."))
    if workshop.spotlight.get("group") != group.id:
        record(session, actor, "presenting", group=group.number)
    _light(session, workshop, {"group": group.id, "recommendation": at})


def turn(session: Session, actor: Actor, *, at: int | None) -> None:
    """A facilitator turns the pages while their own group presents."""
    workshop = workshops.by_id(session, actor.workshop_id)
    shown = queries.slide(session, workshop)
    if shown is None or shown.group.id != actor.group_id:
        raise NotAllowed(_("Your group is not presenting now."))
    show(session, actor, group_id=shown.group.id, at=at)


def clear(session: Session, actor: Actor) -> None:
    """Take the group off the screen; the order of the groups stands there again."""
    workshop = workshops.by_id(session, actor.workshop_id)
    _light(session, workshop, {"group": None, "recommendation": None})


def _light(session: Session, workshop: Workshop, spot: dict[str, int | None]) -> None:
    workshop.spotlight = {**workshop.spotlight, **spot}
    announce.changed(session, workshop, "presentation")
