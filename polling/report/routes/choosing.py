"""The organizer's forms for what the report prints."""

from typing import Any

from flask import Blueprint

from polling import web
from polling.core.access import Role, allow
from polling.core.db import transaction
from polling.core.i18n import _
from polling.report.actions import choosing
from polling.report.payloads import Form, Printed, SameActor, ShownSlide

blueprint = Blueprint("choosing", __name__)


@blueprint.post("/console/<code>/report/form")
@allow(Role.ORGANIZER)
def choose_form(code: str) -> Any:
    """Save which sections and recommendations are printed."""
    form = web.parse(Form)
    with transaction() as session:
        choosing.choose_form(session, web.actor(), form)
    return web.done(_("Saved."))


@blueprint.post("/console/<code>/report/actors")
@allow(Role.ORGANIZER)
def unify_actors(code: str) -> Any:
    """Put an actor under another name."""
    same = web.parse(SameActor)
    with transaction() as session:
        choosing.unify_actors(session, web.actor(), same)
    return web.done(_("Saved."))


@blueprint.post("/console/<code>/report/recommendations/<int:recommendation_id>")
@allow(Role.ORGANIZER)
def print_by_hand(code: str, recommendation_id: int) -> Any:
    """Take one recommendation in, or leave it out."""
    printed = web.parse(Printed).printed
    with transaction() as session:
        choosing.print_by_hand(session, web.actor(), recommendation_id, printed)
    return web.done()


@blueprint.post("/console/<code>/report/screen")
@allow(Role.ORGANIZER)
def show_slide(code: str) -> Any:
    """Show a slide of the report on the screen."""
    slide = web.parse(ShownSlide).slide
    with transaction() as session:
        choosing.show_slide(session, web.actor(), slide)
    return web.done()
