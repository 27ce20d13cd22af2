"""Choosing the form of the report: sections, recommendations, and names of actors."""

from typing import Any

from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.edit_conflicts import merged
from polling.live import announce
from polling.recommendations.sentence import sentence
from polling.report import queries
from polling.report.document import publication
from polling.report.forms import Form, SameActor
from polling.report.options import ReportChoices, joined, split
from polling.report.slides import slides
from polling.screen import state
from polling.workshop.log import record
from polling.workshop.models import Workshop
from polling.workshop.queries import workshop_of

BY_HAND = {"yes": True, "no": False, "rule": None}


def choose_form(session: Session, actor: Actor, form: Form) -> None:
    """Save which sections to leave out, and the rule for printing recommendations.

    Raises:
        EditConflict: another organizer has changed the same option.
    """
    workshop = workshop_of(session, actor)
    held = split(ReportChoices.model_validate(workshop.report_choices).model_dump())
    options = joined(merged(held, split(form.model_dump()), form.seen))
    _change(workshop, **options)
    record(session, actor, "report-form", **options)
    announce.changed(session, workshop, "report")


def unify_actors(session: Session, actor: Actor, same: SameActor) -> None:
    """List an actor under another name in the index; the texts do not change."""
    workshop = workshop_of(session, actor)
    known = dict(ReportChoices.model_validate(workshop.report_choices).same_actors)
    known.pop(same.actor, None)
    if same.name and same.name != same.actor:
        # Avoid chains of names: spellings merged into this one move along.
        known = {spelled: _follow(name, same) for spelled, name in known.items()}
        known[same.actor] = same.name
    _change(workshop, same_actors=known)
    record(session, actor, "report-actor", spelled=same.actor, name=same.name or same.actor)
    announce.changed(session, workshop, "report")


def print_by_hand(session: Session, actor: Actor, recommendation_id: int, printed: str) -> None:
    """Print a recommendation or leave it out, regardless of the rule; or follow the rule again."""
    workshop = workshop_of(session, actor)
    found = queries.recommendation(session, workshop, recommendation_id)
    found.print_override = BY_HAND[printed]
    record(session, actor, f"recommendation-printed-{printed}", recommendation=sentence(found))
    announce.changed(session, workshop, "report")


def show_slide(session: Session, actor: Actor, slide: int | None) -> None:
    """Show a slide of the report on the screen; None removes it."""
    workshop = workshop_of(session, actor)
    state.put(workshop, "closed", slide=slide)
    announce.changed(session, workshop, "report")


def turn_screen(session: Session, _actor: Actor, workshop: Workshop, go: str) -> bool:
    """Go one slide forward or back; returns whether there was one."""
    step = {"next": 1, "back": -1}.get(go)
    shown = workshop.screen_state.get("slide")
    if step is None or shown is None:
        return False
    last = len(slides(publication(queries.report(session, workshop)))) - 1
    to = min(max(0, shown + step), last)
    if to == shown:
        return False
    state.put(workshop, "closed", slide=to)
    announce.changed(session, workshop, "report")
    return True


def _change(workshop: Workshop, **changes: Any) -> None:
    workshop.report_choices = {**workshop.report_choices, **changes}


def _follow(name: str, same: SameActor) -> str:
    return same.name if name == same.actor else name
