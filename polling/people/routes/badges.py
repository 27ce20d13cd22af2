"""The organizers' badges: creating, printing and reissuing them."""

from flask import Blueprint, Response, request, url_for
from sqlalchemy.orm import Session

from polling import web
from polling.core.access import Actor, Role, allow
from polling.core.clock import now
from polling.core.db import reading
from polling.core.errors import NotFound
from polling.core.i18n import _, ngettext
from polling.core.worker_process import run_in_worker
from polling.people import badge_sheet, queries
from polling.people.actions import badges as actions
from polling.people.forms import BadgeCount, BadgeNumber, BadgeRange
from polling.web.commands import Done, command
from polling.workshop.queries import by_id

blueprint = Blueprint("badges", __name__, url_prefix="/console/<code>/badges")


@command(blueprint, "", Role.ORGANIZER)
def make(session: Session, actor: Actor, wanted: BadgeCount) -> str:
    """Create badges up to this number; existing ones are kept."""
    badges = actions.make_badges(session, actor, wanted.count)
    return str(ngettext("%(num)s badge", "%(num)s badges", len(badges)))


@command(blueprint, "/reissue", Role.ORGANIZER)
def reissue(session: Session, actor: Actor, number: BadgeNumber, code: str) -> Done:
    """Replace the code of a lost badge, and return its sheet to print."""
    actions.reissue(session, actor, queries.badge(session, actor.workshop_id, number.number))
    return Done(to=url_for("badges.sheet", code=code, first=number.number, last=number.number))


@blueprint.get("/sheet.pdf")
@allow(Role.ORGANIZER)
def sheet(code: str) -> Response:
    """Return badges to print and cut, as a PDF."""
    wanted = web.parse(BadgeRange, request.args.to_dict())
    with reading() as session:
        workshop = by_id(session, web.actor().workshop_id)
        chosen = queries.badges_to_print(
            session, workshop.id, wanted.first, wanted.last, unused=wanted.unused
        )
        if not chosen:
            raise NotFound(_("This item no longer exists."))
        sheet = badge_sheet.sheet(workshop, chosen)
    return web.pdf(run_in_worker(badge_sheet.draw, sheet, now()), f"{code}-badges.pdf")
