"""Practice copies: the same setup without people and their data."""

import secrets
from typing import NamedTuple, Self

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.core.threads import run_in_thread
from polling.facilitation.actions import move
from polling.live import announce
from polling.people import queries as people
from polling.people.actions.organizers import add_organizer, give_workshop
from polling.people.models import Organizer
from polling.rehearsal import queries, simulator_control
from polling.report.options import ReportProse
from polling.setup.actions.workshops import delete_workshop, on_deletion
from polling.workshop.log import record
from polling.workshop.models import Workshop
from polling.workshop.practice_titles import title_of_copy
from polling.workshop.queries import practice_copy, workshop_of
from polling.workshop_file.load import load
from polling.workshop_file.one_at_a_time import prepared
from polling.workshop_file.schema import WorkshopFile

SIMULATED_HOST = "rehearsal.invalid"  # RFC 2606: nobody has an e-mail address there

on_deletion(lambda _workshop_id, code: simulator_control.stop(code))


class Setup(NamedTuple):
    """What a practice run copies of a workshop, read before the transaction."""

    source_id: int
    file: WorkshopFile

    @classmethod
    def of(cls, source: Workshop) -> Self:
        """Read the setup and the report's texts, which can then be rehearsed."""
        file = prepared(source.id)
        plan = file.without_results().model_copy(update={"prose": _without_findings(file.prose)})
        return cls(source.id, _without_badges(plan))


def open_practice(session: Session, actor: Actor, setup: Setup | None) -> Workshop:
    """Return the actor's workshop if it is a practice run, otherwise its (new) practice copy.

    Args:
        setup: of the workshop, unless it was a practice run or had a practice copy.

    Raises:
        Conflict: the setup is missing or not complete.
    """
    workshop = workshop_of(session, actor)
    if workshop.practice:
        return workshop
    copy = practice_copy(session, workshop.id) or make_copy(session, workshop, setup)
    give_workshop(session, session.get_one(Organizer, actor.organizer_id), copy)
    return copy


def make_copy(session: Session, original: Workshop, setup: Setup | None) -> Workshop:
    """Create a practice copy in its lobby, run by the organizers of the original.

    Raises:
        Conflict: the setup is missing, that of another workshop, or not complete.
    """
    made = _load(session, original, setup, original, title_of_copy(original.title))
    made.practice_of = original.id
    return made


def make_demo(session: Session, file: WorkshopFile) -> Workshop:
    """Create a demo from its file, in its lobby, which nobody runs yet."""
    made = _in_its_lobby(session, file, how="as the demo")
    made.demo = True
    return made


def start_over(session: Session, actor: Actor, setup: Setup) -> Workshop:
    """Delete a practice run; return a new copy of its original, or of itself.

    Raises:
        Conflict: it is not a practice run, or the setup is that of another workshop.
    """
    workshop = practice_run(session, actor)
    source = queries.source(session, workshop, actor.organizer_id)
    made = _load(session, source, setup, workshop, workshop.title)
    made.practice_of, made.demo = workshop.practice_of, workshop.demo
    delete_workshop(session, workshop)
    return made


def practice_run(session: Session, actor: Actor) -> Workshop:
    """Return the actor's workshop.

    Raises:
        Conflict: it is not a practice run.
    """
    workshop = workshop_of(session, actor)
    if not workshop.practice:
        raise Conflict(
            _(
                "Simulated people can join only a practice run. Press “Start practice run” in "
                "Setup first."
            )
        )
    return workshop


def make_room(session: Session, actor: Actor) -> None:
    """End practice runs that are over, so that this organizer's can have simulated people.

    Raises:
        Conflict: too many others have some, or another one of this organizer.
    """
    for code in queries.over(session, simulator_control.codes()):
        simulator_control.stop(code)
    if simulator_control.belongs_to(actor.organizer_id):
        raise Conflict(
            _("You have simulated people in another practice run. Press “Stop” there first.")
        )
    if not simulator_control.has_room():
        raise Conflict(_("Too many practice runs have simulated people now. Try again later."))


def admit_organizer(session: Session, workshop: Workshop) -> Organizer:
    """Create an account for the simulated organizer, with an e-mail address nobody can have."""
    account = add_organizer(session, f"{secrets.token_hex(16)}@{SIMULATED_HOST}")
    give_workshop(session, account, workshop)
    return account


def dismiss_organizer(session: Session, email: str) -> None:
    """Delete the account of a simulated organizer."""
    session.execute(delete(Organizer).where(Organizer.email == email))


def dismiss_organizers(session: Session) -> None:
    """Delete the accounts of all simulated organizers, when no server has been running."""
    session.execute(delete(Organizer).where(Organizer.email.endswith(f"@{SIMULATED_HOST}")))


def tell_progress(session: Session, code: str) -> None:
    """Update the simulated people's progress on the console."""
    workshop = session.scalar(select(Workshop).where(Workshop.code == code))
    if workshop is not None:
        announce.changed(session, workshop, "people")


def _load(
    session: Session, source: Workshop, setup: Setup | None, run_by: Workshop, title: str
) -> Workshop:
    if setup is None or setup.source_id != source.id:  # the source has changed since it was read
        raise Conflict(_("That is not possible right now. Reload the page."))
    file = setup.file.model_copy(update={"title": title})
    workshop = _in_its_lobby(session, file, how="for practice")
    for account in people.organizers_of(session, run_by.id):
        if not account.email.endswith(f"@{SIMULATED_HOST}"):
            give_workshop(session, account, workshop)
    return workshop


def _in_its_lobby(session: Session, file: WorkshopFile, *, how: str) -> Workshop:
    """Create a practice run that people can join. `how` is for the log."""
    workshop: Workshop = run_in_thread(load, session, file)  # the session waits
    workshop.practice = True
    server = Actor(Role.ORGANIZER, workshop.id, label="the server")
    record(session, server, "workshop-created", how=how, title=workshop.title)
    move(session, server, seen="setup", to="lobby")
    return workshop


def _without_findings(prose: ReportProse) -> ReportProse:
    """Return the report's texts, so that its print can be rehearsed, but not those on results."""
    return prose.model_copy(update={"summary": "", "feedback": ""})


def _without_badges(file: WorkshopFile) -> WorkshopFile:
    """Disable badges, because simulated people have none."""
    settings = file.settings.model_copy(update={"badges": False})
    return file.model_copy(update={"settings": settings})
