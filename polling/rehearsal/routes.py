"""Practice runs and the demo: creating them, adding simulated people, and joining."""

import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager

import flask
from flask import Blueprint, url_for
from sqlalchemy.orm import Session

from polling import stages
from polling.core.access import Actor, Role
from polling.core.db import reading, transaction
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.core.rate_limits import spend
from polling.core.threads import run_in_thread
from polling.demo.content import demo_workshop
from polling.people import urls
from polling.people.actions import participants
from polling.people.actions.organizers import give_workshop
from polling.people.attributes import Attribute
from polling.people.identity import identify, remember
from polling.people.models import Organizer
from polling.rehearsal import actions, queries, simulator_control
from polling.rehearsal.crowd import Plan
from polling.rehearsal.forms import Destination, People
from polling.setup.forms import OwnZone
from polling.web.commands import Done, command
from polling.workshop.models import Workshop
from polling.workshop.queries import practice_copy, workshop_of
from polling.workshop_file.one_at_a_time import creating
from polling.workshop_file.schema import WorkshopFile

blueprint = Blueprint("rehearsal", __name__, url_prefix="/console")


def _demo() -> WorkshopFile:
    return run_in_thread(demo_workshop)


@command(blueprint, "/demo", Role.ORGANIZER, limit="create", prepare=_demo, transaction=creating)
def try_demo(session: Session, actor: Actor, own: OwnZone, prepared: WorkshopFile) -> Done:
    """Create a demo to explore."""
    made = actions.make_demo(session, prepared)
    made.time_zone = made.time_zone or own.time_zone
    give_workshop(session, session.get_one(Organizer, actor.organizer_id), made)
    return Done(to=_console(made))


def _setup(actor: Actor) -> actions.Setup | None:
    """Return what a practice run needs, unless there is one."""
    with reading() as session:
        workshop = workshop_of(session, actor)
        if workshop.practice or practice_copy(session, workshop.id):
            return None
    spend("create", actor.key)
    return actions.Setup.of(workshop)


def _opening(actor: Actor, prepared: actions.Setup | None) -> AbstractContextManager[Session]:
    return creating(actor) if prepared else transaction()


@command(blueprint, "/<code>/practice", Role.ORGANIZER, prepare=_setup, transaction=_opening)
def rehearse(session: Session, actor: Actor, prepared: actions.Setup | None) -> Done:
    """Open the practice copy, which is created if there is none."""
    return Done(to=_console(actions.open_practice(session, actor, prepared)))


@command(blueprint, "/<code>/practice/join", Role.ORGANIZER, prepare=_setup, transaction=_opening)
def join(session: Session, actor: Actor, prepared: actions.Setup | None) -> Done:
    """Join the practice copy as a participant, never the workshop itself."""
    practice = actions.open_practice(session, actor, prepared)
    if identify(session, flask.session, practice, (Role.PARTICIPANT,)) is None:
        person = participants.join(session, practice, {})
        remember(
            session, flask.session, Role.PARTICIPANT, practice.id, (person.id, person.token_version)
        )
    return Done(to=url_for("pages.participant", code=practice.code))


@command(blueprint, "/<code>/practice/fill", Role.ORGANIZER, transaction=transaction)
def fill(session: Session, actor: Actor, wanted: People) -> Callable[[], Done]:
    """Let simulated people join."""
    workshop = actions.practice_run(session, actor)
    if not stages.BY_KEY[workshop.stage].open_to_join:
        raise Conflict(_("People cannot join at this stage. Press “Start over” first."))
    if simulator_control.progress(workshop.code):
        raise Conflict(_("That is not possible right now. Reload the page."))
    actions.make_room(session, actor)
    account = actions.admit_organizer(session, workshop)
    address = flask.current_app.config["ADDRESS"]  # never the request's Host, which may be forged
    plan = Plan(
        base=address,
        code=workshop.code,
        organizer_link=address + urls.password_path(account),
        password=secrets.token_hex(16),
        attributes=[Attribute.model_validate(one) for one in workshop.attributes],
        people=wanted.people,
        seed=secrets.randbelow(2**31),
        script=queries.script(session, workshop),
    )
    workshop_id, email = workshop.id, account.email

    def tell() -> None:
        with transaction(workshop_id) as later:
            actions.tell_progress(later, plan.code)

    def ended() -> None:
        with transaction() as later:
            actions.dismiss_organizer(later, email)
            actions.tell_progress(later, plan.code)

    def start() -> Done:
        simulator_control.start(plan, actor.organizer_id or 0, tell, ended)
        return Done()

    return start


@command(blueprint, "/<code>/practice/play", Role.ORGANIZER)
def play(session: Session, actor: Actor, destination: Destination, code: str) -> Done:
    """Let a simulated organizer skip ahead to a later stage; the console shows the progress."""
    workshop = actions.practice_run(session, actor)
    if not simulator_control.play(workshop.code, destination.to):
        raise Conflict(_("That is not possible right now. Reload the page."))
    return Done(to=url_for("pages.console_stage", code=code, stage=destination.to))


@command(blueprint, "/<code>/practice/stop", Role.ORGANIZER)
def stop(session: Session, actor: Actor) -> None:
    """Remove the simulated people; their work is kept."""
    simulator_control.stop(actions.practice_run(session, actor).code)


def _first_setup(actor: Actor) -> actions.Setup:
    with reading() as session:
        practice = actions.practice_run(session, actor)
        source = queries.source(session, practice, actor.organizer_id)
    return actions.Setup.of(source)


@command(
    blueprint,
    "/<code>/practice/again",
    Role.ORGANIZER,
    limit="create",
    prepare=_first_setup,
    transaction=creating,
)
def start_over(session: Session, actor: Actor, prepared: actions.Setup) -> Done:
    """Delete the practice run with everything in it, and create it again from its original."""
    return Done(to=_console(actions.start_over(session, actor, prepared)))


def _console(workshop: Workshop) -> str:
    return url_for("pages.console_stage", code=workshop.code, stage=workshop.stage)
