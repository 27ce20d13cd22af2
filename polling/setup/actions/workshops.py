"""Creating workshops from scratch, from a file, or from another one; and deleting them."""

from collections.abc import Callable

from sqlalchemy import delete
from sqlalchemy.orm import Session

from polling.contests.secure_deletion import sweep_soon
from polling.core.access import Actor, Role
from polling.core.db import on_commit
from polling.core.errors import BadInput
from polling.core.i18n import _
from polling.core.threads import run_in_thread
from polling.live import connection_control
from polling.live.on_all_servers import does, everywhere
from polling.people.actions.organizers import give_workshop
from polling.people.models import Organizer
from polling.workshop.join_codes import compact
from polling.workshop.log import record
from polling.workshop.models import Workshop
from polling.workshop.queries import workshop_of
from polling.workshop_file.load import load
from polling.workshop_file.schema import WorkshopFile

Farewell = Callable[[int, str], None]
_farewells: list[Farewell] = []


def on_deletion(hook: Farewell) -> Farewell:
    """Declare a function to run on all servers after a workshop is deleted.

    It gets the id, which may be reused, and the join code.
    """
    _farewells.append(hook)
    return hook


@does("workshop-deleted")
def _say_farewell(workshop: int, code: str) -> None:
    for hook in _farewells:
        hook(workshop, code)


def create(session: Session, actor: Actor, *, title: str, zone: str = "") -> Workshop:
    """Create an empty workshop with the default settings, questions and survey."""
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
    """Create a workshop from `file`, run by this organizer. `how` is for the log.

    Its time zone is that of the file, or else the organizer's, if known.
    """
    workshop = run_in_thread(load, session, file)  # which uses the session alone
    workshop.time_zone = workshop.time_zone or zone
    workshop.template = template
    give_workshop(session, session.get_one(Organizer, actor.organizer_id), workshop)
    here = Actor(Role.ORGANIZER, workshop.id, organizer_id=actor.organizer_id, label=actor.label)
    record(session, here, "workshop-created", how=how, title=workshop.title)
    return workshop


def copy(
    session: Session, actor: Actor, plan: WorkshopFile, *, title: str, template: bool
) -> Workshop:
    """Create a copy of the actor's workshop from its plan, or save it as a template."""
    how = "as a template" if template else "as a copy"
    file = plan.model_copy(update={"title": title})
    return take_in(session, actor, file, how=how, template=template)


def remove(session: Session, actor: Actor, *, confirm: str) -> None:
    """Delete the workshop with everything in it, permanently."""
    workshop = workshop_of(session, actor)
    if compact(confirm) != workshop.code:
        raise BadInput(
            _("To delete this workshop for good, type its code: %(code)s", code=workshop.code)
        )
    delete_workshop(session, workshop)


def delete_workshop(session: Session, workshop: Workshop) -> None:
    """Delete a workshop with everything in it, and disconnect everybody in it."""
    session.execute(delete(Workshop).where(Workshop.id == workshop.id))
    connection_control.send_everybody_away(session, workshop.id)
    everywhere(session, "workshop-deleted", workshop=workshop.id, code=workshop.code)
    on_commit(session, sweep_soon)  # until then, its content remains readable in free pages
