"""Making workshops: by hand, from a file, or from another one; and deleting them."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from polling.contests.erasure import sweep_soon
from polling.core.access import Actor, Role
from polling.core.db import on_commit
from polling.core.errors import BadInput
from polling.core.i18n import _
from polling.live import connections
from polling.people.actions.organizers import give_workshop
from polling.people.models import Organizer
from polling.workshop.join_codes import compact
from polling.workshop.log import record
from polling.workshop.models import Workshop
from polling.workshop_file.dump import dump
from polling.workshop_file.load import load
from polling.workshop_file.schema import WorkshopFile


def create(session: Session, actor: Actor, *, title: str, zone: str = "") -> Workshop:
    """An empty workshop with the usual settings, questions and survey."""
    return take_in(session, actor, WorkshopFile(title=title), how="by hand", zone=zone)


def take_in(
    session: Session,
    actor: Actor,
    file: WorkshopFile,
    *,
    how: str,
    template: bool = False,
    zone: str = "",
) -> Workshop:
    """A workshop of what is in `file`, run by this organizer. `how` is for the log.

    It is in the time zone of the file, or else in that of the organizer, if they are known.
    """
    workshop = load(session, file)
    workshop.time_zone = workshop.time_zone or zone
    workshop.template = template
    give_workshop(session, session.get_one(Organizer, actor.organizer_id), workshop)
    here = Actor(Role.ORGANIZER, workshop.id, organizer_id=actor.organizer_id, label=actor.label)
    record(session, here, "workshop-created", how=how, title=workshop.title)
    return workshop


def copy(session: Session, actor: Actor, *, title: str, template: bool) -> Workshop:
    """The actor's workshop once more, as it was prepared; or kept as a template."""
    file = dump(session, session.get_one(Workshop, actor.workshop_id), frozen=False)
    plan = file.without_results().model_copy(update={"title": title})
    how = "as a template" if template else "as a copy"
    return take_in(session, actor, plan, how=how, template=template)


def remove(session: Session, actor: Actor, *, confirm: str) -> None:
    """Delete the workshop and all that belongs to it, for good."""
    workshop = session.get_one(Workshop, actor.workshop_id)
    if compact(confirm) != workshop.code:
        raise BadInput(_("To delete this workshop, type its code: %(code)s.", code=workshop.code))
    session.execute(delete(Workshop).where(Workshop.id == workshop.id))
    connections.send_everybody_away(session, workshop.id)
    on_commit(session, sweep_soon)  # what it held stays readable in free pages until then
