"""Writing the report's texts, and letting participants read it."""

from sqlalchemy.orm import Session

from polling.access import Actor
from polling.live import announce
from polling.report.payloads import ProseText
from polling.setup.actions.change import begin
from polling.setup.seen import merged
from polling.workshop.log import record
from polling.workshop_file.schema import Prose


def edit_prose(session: Session, actor: Actor, text: ProseText) -> None:
    """Save what the form has changed, unless somebody else has changed the same text."""
    workshop = begin(session, actor)
    held = Prose.model_validate(workshop.prose).model_dump()
    new = merged(held, text.values(), text.seen)
    changed = [name for name, value in new.items() if value != held[name]]
    workshop.prose = new
    record(session, actor, "prose-edited", texts=changed)
    announce.changed(session, workshop, "report")


def publish(session: Session, actor: Actor, *, published: bool) -> None:
    """Let every participant read the report as it is at the time, or no longer."""
    workshop = begin(session, actor)
    if workshop.published == published:
        return
    workshop.published = published
    record(session, actor, "report-published" if published else "report-withdrawn")
    announce.changed(session, workshop, "report")
