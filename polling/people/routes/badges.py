"""The organizer's badges: making, printing and reissuing them."""

from typing import Any

from flask import Blueprint, Response, request, url_for

from polling import web
from polling.core.access import Role, allow
from polling.core.clock import now
from polling.core.db import reading, transaction
from polling.core.errors import NotFound
from polling.core.i18n import _, ngettext
from polling.core.worker_process import run_in_worker
from polling.people import badge_sheet, queries
from polling.people.actions import badges as actions
from polling.people.payloads import BadgeCount, BadgeNumber, BadgeRange
from polling.workshop.queries import by_id

blueprint = Blueprint("badges", __name__, url_prefix="/console/<code>/badges")


@blueprint.post("")
@allow(Role.ORGANIZER)
def make(code: str) -> Any:
    """Badges up to this number; those that exist stay as they are."""
    wanted = web.parse(BadgeCount).count
    with transaction() as session:
        made = actions.make_badges(session, web.actor(), wanted)
    there = ngettext("There is %(num)s badge.", "There are %(num)s badges.", len(made))
    return web.done(there)


@blueprint.post("/reissue")
@allow(Role.ORGANIZER)
def reissue(code: str) -> Any:
    """A new code for a lost badge, and its sheet to print."""
    number = web.parse(BadgeNumber).number
    actor = web.actor()
    with transaction() as session:
        actions.reissue(session, actor, queries.badge(session, actor.workshop_id, number))
    return web.done(to=url_for("badges.sheet", code=code, first=number, last=number))


@blueprint.get("/sheet.pdf")
@allow(Role.ORGANIZER)
def sheet(code: str) -> Response:
    """Badges to print and cut, as a PDF."""
    wanted = web.parse(BadgeRange, request.args.to_dict())
    with reading() as session:
        workshop = by_id(session, web.actor().workshop_id)
        chosen = queries.badges_to_print(
            session, workshop.id, wanted.first, wanted.last, unused=wanted.unused
        )
        if not chosen:
            raise NotFound(_("There are no such badges."))
        told = badge_sheet.sheet(workshop, chosen)
    return web.pdf(run_in_worker(badge_sheet.draw, told, now()), f"{code}-badges.pdf")
