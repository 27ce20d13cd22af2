"""The organizer's buttons for groups: forming, seating, rules, giving more time."""

from typing import Any

from flask import Blueprint, url_for
from sqlalchemy.orm import Session

from polling import grouping as assignment
from polling import web
from polling.breakouts import actions as breakouts
from polling.breakouts import queries
from polling.breakouts.forms import Extension, Formation, NoShows, PairRule, Pin, Place
from polling.breakouts.seating import actions, sentences
from polling.breakouts.seating.grouping_problem import Seating, obeying, seating
from polling.core.access import Actor, Role, allow
from polling.core.db import reading, transaction
from polling.core.workers import run_grouping
from polling.live import connection_registry
from polling.people import queries as people
from polling.web.commands import Done, command
from polling.workshop import queries as workshops

blueprint = Blueprint("groups", __name__, url_prefix="/console/<code>/groups")

FORM_SECONDS, REPAIR_SECONDS = 8, 5  # the organizer and the room wait


@blueprint.post("/form")
@allow(Role.ORGANIZER)
def form(code: str) -> Any:
    """Create the requested groups, and seat everybody."""
    formation = web.parse(Formation)
    with transaction(web.actor().workshop_id) as session:
        actions.plan_groups(session, web.actor(), formation.wanted, seen=formation.seen)
    before = _seating(formation.mix)
    problem = obeying(before.problem)
    grouping = run_grouping(web.actor().key, assignment.form_groups, problem, seconds=FORM_SECONDS)
    with transaction(web.actor().workshop_id) as session:
        actions.seat_everybody(session, web.actor(), grouping.assignment, before=before.current)
        stage = workshops.workshop_of(session, web.actor()).stage
    said = sentences.formed(grouping, problem, stage)
    return web.done(said, to=_console(code, view="wall"))


@blueprint.post("/even-out")
@allow(Role.ORGANIZER)
def even_out(code: str) -> Any:
    """Restore sizes and rules after people left or came, moving as few as possible."""
    return web.done(_repair())


@command(blueprint, "/move", Role.ORGANIZER)
def move(session: Session, actor: Actor, wanted: Place, code: str) -> Done:
    """Move one person to another group, or out of their group."""
    person = people.participant(session, actor.workshop_id, wanted.person)
    group = wanted.group and queries.group(session, actor.workshop_id, wanted.group)
    actions.move(session, actor, person, group or None)
    return Done(to=_console(code, view="people"))


@command(blueprint, "/late", Role.ORGANIZER)
def place_waiting(session: Session, actor: Actor) -> str:
    """Seat everybody without a group. Others keep their seats."""
    placed = actions.place_waiting(session, actor)
    return sentences.placed(placed)


@blueprint.post("/no-shows")
@allow(Role.ORGANIZER)
def free_seats(code: str) -> Any:
    """Remove people who did not come from their groups, and repair the groups if requested."""
    gone = web.parse(NoShows)
    with transaction(web.actor().workshop_id) as session:
        freed = actions.free_seats(session, web.actor(), gone.numbers)
    parts = [sentences.freed(freed), _repair() if gone.repair else ""]
    return web.done(" ".join(filter(None, parts)))


@command(blueprint, "/extend", Role.ORGANIZER)
def extend(session: Session, actor: Actor, more: Extension) -> None:
    """Give one group more time, or everybody."""
    group = queries.group(session, actor.workshop_id, more.group) if more.group else None
    breakouts.extend(session, actor, seconds=more.seconds, group=group)


def _seating(mix: list[str] | None = None) -> Seating:
    with reading() as session:
        workshop = workshops.workshop_of(session, web.actor())
        return seating(session, workshop, mix)


def _repair() -> str:
    """Repair the groups for people who are online or have a seat; the others did not come."""
    now = _seating()
    here = {
        str(person) for person in connection_registry.participants_online(web.actor().workshop_id)
    }
    gone = {one.id for one in now.problem.people} - here - set(now.current)
    repaired = run_grouping(
        web.actor().key,
        assignment.repair,
        now.problem,
        now.current,
        gone=gone,
        seconds=REPAIR_SECONDS,
    )
    with transaction(web.actor().workshop_id) as session:
        actions.seat_everybody(session, web.actor(), repaired.assignment, before=now.current)
    return sentences.repaired(len(repaired.moved), len(repaired.placed))


def _console(code: str, view: str) -> str:
    return url_for("pages.console_stage", code=code, stage="breakouts", view=view)


# ---- Rules ----


@command(blueprint, "/rules", Role.ORGANIZER)
def add_pair(session: Session, actor: Actor, wanted: PairRule) -> None:
    """Keep two people apart, or together."""
    actions.add_pair_rule(session, actor, **wanted.model_dump())


@command(blueprint, "/rules/pin", Role.ORGANIZER)
def pin(session: Session, actor: Actor, wanted: Pin) -> None:
    """Fix a person to a group."""
    actions.add_pin(session, actor, one=wanted.one, group_id=wanted.group)


@command(blueprint, "/rules/<int:rule_id>/drop", Role.ORGANIZER)
def drop_rule(session: Session, actor: Actor, rule_id: int) -> None:
    """Delete a rule."""
    actions.drop_rule(session, actor, rule_id)
