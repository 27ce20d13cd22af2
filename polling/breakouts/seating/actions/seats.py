"""Wishes, forming the groups, and seating people: what organizers and participants do."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from polling.access import Actor, Role
from polling.breakouts import assignment, queries
from polling.breakouts.models import Group
from polling.breakouts.seating.problem import seating
from polling.clock import now
from polling.errors import BadInput, Conflict
from polling.i18n import _
from polling.live import announce, seats
from polling.people import queries as people
from polling.people.actions import on_joining
from polling.people.models import Participant
from polling.setup.actions import groups as setup
from polling.workshop import queries as workshops
from polling.workshop.log import record
from polling.workshop.models import Workshop

MOST_WISHES = 3
# From the final vote on a seat would only take votes away: nobody votes on their own group's work.
SEATING_STAGES = frozenset({"breakouts", "presentations"})


def wish(session: Session, actor: Actor, themes: list[int]) -> None:
    """Say which themes one would like to work on, best first; an empty list is "any"."""
    known = {theme.id for theme in workshops.themes(session, actor.workshop_id)}
    if len(set(themes)) < len(themes) or len(themes) > MOST_WISHES or not known.issuperset(themes):
        raise BadInput(_("Please choose up to three of the themes."))
    session.get_one(Participant, actor.participant_id).preferences = themes
    announce.changed(session, workshops.by_id(session, actor.workshop_id), "people")


# ---- Forming the groups ----


def plan(session: Session, actor: Actor, wanted: Mapping[int, int]) -> None:
    """Have this many groups of each theme. Groups that have written something are never taken."""
    if not people.present(session, actor.workshop_id):
        raise Conflict(_("Nobody has joined yet."))
    groups = queries.groups(session, actor.workshop_id)
    for theme_id, count in wanted.items():
        mine = [group.id for group in groups if group.theme_id == theme_id]
        for group_id in mine[count:]:
            setup.remove(session, actor, group_id)
        if count > len(mine):
            setup.add(session, actor, theme_id=theme_id, count=count - len(mine))
    if not queries.groups(session, actor.workshop_id):
        raise Conflict(_("Plan at least one group."))


def seat(session: Session, actor: Actor, seats: assignment.Assignment) -> None:
    """Give people the groups that the optimiser found.

    The room goes on meanwhile: who has left is passed over, who has come keeps the seat they got.
    """
    workshop = workshops.by_id(session, actor.workshop_id)
    groups = {str(group.id): group for group in queries.groups(session, workshop.id)}
    for person in people.participants(session, workshop.id):
        if str(person.id) in seats:
            group = groups.get(seats[str(person.id)])
            _sit(session, person, group.id if group else None)
    for group in groups.values():
        group.active_at = group.active_at or now()
    record(session, actor, "groups-formed", people=len(seats), groups=len(set(seats.values())))
    announce.changed(session, workshop, "groups")


def _sit(session: Session, person: Participant, group_id: int | None) -> None:
    """Put somebody in a group, or in none; their phone hears the new one from now on."""
    if person.group_id == group_id:
        return
    person.group_id, person.presents = group_id, False
    seats.move(session, person.id, group_id)


# ---- Seating by hand ----


def move(session: Session, actor: Actor, person: Participant, group: Group | None) -> None:
    """Move one person to a group, or out of theirs."""
    workshop = workshops.by_id(session, actor.workshop_id)
    _sit(session, person, group.id if group else None)
    record(session, actor, "moved", number=person.number, group=group.number if group else None)
    announce.changed(session, workshop, "groups")


@on_joining
def place_late(session: Session, workshop: Workshop, person: Participant) -> Group | None:
    """Seat somebody who comes when the groups are at work, in the smallest one that suits them."""
    if workshop.stage not in SEATING_STAGES or not queries.formed(session, workshop.id):
        return None
    return _place(session, workshop, person)


def take_seat(session: Session, actor: Actor) -> None:
    """Somebody without a group asks for one: who comes back, or was at lunch."""
    person = session.get_one(Participant, actor.participant_id)
    workshop = workshops.by_id(session, actor.workshop_id)
    if person.group_id is None and place_late(session, workshop, person) is None:
        raise Conflict(_("The groups have not been formed yet."))


def place_waiting(session: Session, actor: Actor) -> int:
    """Seat everybody who has no group, moving nobody else; returns how many."""
    workshop = workshops.by_id(session, actor.workshop_id)
    waiting = queries.members(session, workshop.id)[None]
    placed = [_place(session, workshop, person) for person in waiting]
    record(session, actor, "late-placed", people=len(placed))
    return len(placed)


def _place(session: Session, workshop: Workshop, person: Participant) -> Group | None:
    asked = seating(session, workshop)
    late = next(one for one in asked.problem.people if one.id == str(person.id))
    found = assignment.place_late(asked.problem, asked.current, late)
    if found is None:
        return None
    group = queries.group(session, workshop.id, int(found.group))
    _sit(session, person, group.id)
    session.flush()
    announce.changed(session, workshop, "people")
    announce.group_changed(session, workshop, group.id, "group")
    return group


def free_seats(session: Session, actor: Actor, numbers: list[int]) -> int:
    """Take people who did not come out of their groups; they stay in the workshop."""
    workshop = workshops.by_id(session, actor.workshop_id)
    gone = [person for person in queries.absent(session, workshop.id) if person.number in numbers]
    for person in gone:
        _sit(session, person, None)
    record(session, actor, "no-shows-removed", numbers=[person.number for person in gone])
    announce.changed(session, workshop, "groups")
    return len(gone)


def renew_link(session: Session, actor: Actor, group: Group) -> None:
    """End the facilitator's old link and whoever came in by it."""
    group.link_epoch += 1
    seats.send_away(session, Role.FACILITATOR, group.id)
    record(session, actor, "link-renewed", group=group.number)
    announce.changed(session, workshops.by_id(session, actor.workshop_id), "log")
