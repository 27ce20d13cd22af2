"""Organizers' forms for the printed content."""

from flask import Blueprint
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.i18n import _
from polling.report.actions import options
from polling.report.forms import Form, Printed, SameActor, ShownSlide
from polling.web.commands import command

blueprint = Blueprint("choosing", __name__)


@command(blueprint, "/console/<code>/report/form", Role.ORGANIZER)
def choose_form(session: Session, actor: Actor, form: Form) -> str:
    """Save which sections and recommendations are printed."""
    options.choose_form(session, actor, form)
    return _("Saved.")


@command(blueprint, "/console/<code>/report/actors", Role.ORGANIZER)
def unify_actors(session: Session, actor: Actor, same: SameActor) -> str:
    """Merge an actor into another name."""
    options.unify_actors(session, actor, same)
    return _("Saved.")


@command(
    blueprint, "/console/<code>/report/recommendations/<int:recommendation_id>", Role.ORGANIZER
)
def print_by_hand(session: Session, actor: Actor, printed: Printed, recommendation_id: int) -> None:
    """Print one recommendation, or leave it out."""
    options.print_by_hand(session, actor, recommendation_id, printed.printed)


@command(blueprint, "/console/<code>/report/screen", Role.ORGANIZER)
def show_slide(session: Session, actor: Actor, slide: ShownSlide) -> None:
    """Show a slide of the report on the screen."""
    options.show_slide(session, actor, slide.slide)
