"""The organizer's forms for what the report prints."""

from typing import Any

from flask import Blueprint

from polling import http
from polling.access import Role, allow
from polling.db import transaction
from polling.i18n import _
from polling.report.actions import choosing
from polling.report.payloads import Form, Printed, SameActor, ShownSlide

blueprint = Blueprint("choosing", __name__)


@blueprint.post("/console/<code>/report/form")
@allow(Role.ORGANIZER)
def choose_form(code: str) -> Any:
    """Save which sections and recommendations are printed."""
    form = http.parse(Form)
    with transaction() as session:
        choosing.choose_form(session, http.actor(), form)
    return http.done(_("Saved."))


@blueprint.post("/console/<code>/report/actors")
@allow(Role.ORGANIZER)
def unify_actors(code: str) -> Any:
    """Put an actor under another name."""
    same = http.parse(SameActor)
    with transaction() as session:
        choosing.unify_actors(session, http.actor(), same)
    return http.done(_("Saved."))


@blueprint.post("/console/<code>/report/recommendations/<int:recommendation_id>")
@allow(Role.ORGANIZER)
def print_by_hand(code: str, recommendation_id: int) -> Any:
    """Take one recommendation in, or leave it out."""
    printed = http.parse(Printed).printed
    with transaction() as session:
        choosing.print_by_hand(session, http.actor(), recommendation_id, printed)
    return http.done()


@blueprint.post("/console/<code>/report/screen")
@allow(Role.ORGANIZER)
def show_slide(code: str) -> Any:
    """Show a slide of the report on the screen."""
    slide = http.parse(ShownSlide).slide
    with transaction() as session:
        choosing.show_slide(session, http.actor(), slide)
    return http.done()
