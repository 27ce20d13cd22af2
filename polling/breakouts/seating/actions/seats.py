"""Actions for single seats: moves by hand, late arrivals and no-shows."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from polling import grouping, stages
from polling.breakouts import queries
from polling.breakouts.models import Group
from polling.breakouts.seating.grouping_problem import seating
from polling.contests import queries as contests
from polling.contests.models import FINAL, FINALISTS, RATING
from polling.core.access import Actor
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.live import announce, connection_control
from polling.people.actions.participants import on_joining
from polling.people.models import Participant
from polling.workshop import queries as workshops
from polling.workshop.log import record
from polling.workshop.models import Workshop


def require_no_final_vote(session: Session, workshop: Workshop) -> None:
    """Refuse to change groups between the opening and the reveal of a final vote.

    Members do not vote on their group's work. If a person is moved during the vote, or left alone
    in a group, their ballot could be identified: it leaves out other options than all other
    ballots.
    """
    if contests.are_under_way(session, workshop.id, FINAL, RATING, FINALISTS):
        raise Conflict(
            _(
                "The final vote has begun. People can change groups again once the "
                "results are revealed."
            )
        )


def sit(session: Session, person: Participant, group_id: int | None) -> None:
    """Put a person in a group or in none, and subscribe their phone to it."""
    if person.group_id == group_id:
        return
    person.group_id, person.presents = group_id, False
    connection_control.move(session, person.id, group_id)


def move(session: Session, actor: Actor, person: Participant, group: Group | None) -> None:
    """Move one person to a group, or out of their group."""
    workshop = workshops.by_id(session, actor.workshop_id)
    require_no_final_vote(session, workshop)
    sit(session, person, group.id if group else None)
    record(session, actor, "moved", number=person.number, group=group.number if group else None)
    announce.changed(session, workshop, "groups")


@on_joining
def place_late(session: Session, workshop: Workshop, people: Sequence[Participant]) -> bool:
    """Seat late arrivals, each in the smallest suitable group.

    Returns whether all got a seat.
    """
    # After drafting, a seat would only take votes away, because nobody votes on their group's work.
    if not stages.BY_KEY[workshop.stage].drafters or not queries.formed(session, workshop.id):
        return False
    seats = [_place(session, workshop, person) for person in people]
    return None not in seats


def take_seat(session: Session, actor: Actor) -> None:
    """Give the participant, who has no group, a seat."""
    person = session.get_one(Participant, actor.participant_id)
    workshop = workshops.by_id(session, actor.workshop_id)
    if person.group_id is None and not place_late(session, workshop, [person]):
        raise Conflict(_("No groups yet."))


def place_waiting(session: Session, actor: Actor) -> int:
    """Seat everybody without a group, and return how many. Others keep their seats."""
    workshop = workshops.by_id(session, actor.workshop_id)
    require_no_final_vote(session, workshop)
    waiting = queries.members(session, workshop.id)[None]
    placed = [_place(session, workshop, person) for person in waiting]
    record(session, actor, "late-placed", people=len(placed))
    return len(placed)


def _place(session: Session, workshop: Workshop, person: Participant) -> Group | None:
    now = seating(session, workshop)
    late = next(one for one in now.problem.people if one.id == str(person.id))
    found = grouping.place_late(now.problem, now.current, late)
    if found is None:
        return None
    group = queries.group(session, workshop.id, int(found.group))
    sit(session, person, group.id)
    session.flush()
    announce.changed(session, workshop, "people")
    announce.group_changed(session, workshop, group.id, "group")
    return group


def free_seats(session: Session, actor: Actor, numbers: list[int]) -> int:
    """Remove people who did not come from their groups; they stay in the workshop."""
    workshop = workshops.by_id(session, actor.workshop_id)
    require_no_final_vote(session, workshop)
    gone = [person for person in queries.absent(session, workshop.id) if person.number in numbers]
    for person in gone:
        sit(session, person, None)
    record(session, actor, "no-shows-removed", numbers=[person.number for person in gone])
    announce.changed(session, workshop, "groups")
    return len(gone)
