"""Actions for wishes, forming groups, single seats and seating rules.

The log does not say for whom a seating rule is: it is kept longer than the rules.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from polling import grouping, stages
from polling.breakouts import queries
from polling.breakouts.forms import MOST_WISHES
from polling.breakouts.models import Group, SeatingRule
from polling.breakouts.seating.grouping_problem import seating
from polling.contests import queries as contests
from polling.contests.kinds import FINAL, FINALISTS, RATING
from polling.core.access import Actor
from polling.core.clock import now
from polling.core.edit_conflicts import require_unchanged
from polling.core.errors import BadInput, Conflict, NotFound
from polling.core.i18n import _
from polling.grouping import Rule
from polling.live import announce, connection_control
from polling.people import queries as people
from polling.people.actions.participants import on_joining
from polling.people.models import Participant
from polling.setup.actions import groups as setup
from polling.workshop import queries as workshops
from polling.workshop.log import record
from polling.workshop.models import Workshop


def wish(session: Session, actor: Actor, themes: list[int]) -> None:
    """Store a participant's preferred themes, best first; an empty list means no preference."""
    known = {theme.id for theme in workshops.themes(session, actor.workshop_id)}
    if len(set(themes)) < len(themes) or len(themes) > MOST_WISHES or not known.issuperset(themes):
        raise BadInput(_("Choose up to three themes."))
    session.get_one(Participant, actor.participant_id).preferences = themes
    announce.changed(session, workshops.workshop_of(session, actor), "people")


def plan_groups(session: Session, actor: Actor, wanted: Mapping[int, int], *, seen: str) -> None:
    """Create or delete groups to get this many per theme. Groups with written work are kept.

    Raises:
        EditConflict: another organizer has changed or formed the groups.
    """
    require_no_final_vote(session, workshops.workshop_of(session, actor))
    message = _("The groups have just changed. To form them again, press the button again.")
    require_unchanged(queries.plan_of_groups(session, actor.workshop_id), seen, message, words={})
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


def seat_everybody(
    session: Session, actor: Actor, seats: grouping.Assignment, *, before: grouping.Assignment
) -> None:
    """Apply the optimiser's assignment.

    People may come, go and be moved while the optimiser runs: those who left are skipped, and those
    who got another seat keep it.

    Args:
        before: everybody's seat when the optimiser began.
    """
    workshop = workshops.workshop_of(session, actor)
    require_no_final_vote(session, workshop)
    groups = {str(group.id): group for group in queries.groups(session, workshop.id)}
    for person in people.participants(session, workshop.id):
        key, seat = str(person.id), str(person.group_id or "")
        if key in seats and seat in {"", before.get(key)}:
            group = groups.get(seats[key])
            sit(session, person, group.id if group else None)
    for group in groups.values():
        group.active_at = group.active_at or now()
    record(session, actor, "groups-formed", people=len(seats), groups=len(set(seats.values())))
    announce.changed(session, workshop, "groups")


def require_no_final_vote(session: Session, workshop: Workshop) -> None:
    """Refuse to change groups between the opening and the reveal of a final vote.

    Members do not vote on their group's work. If a person is moved during the vote, or left alone
    in a group, their ballot could be identified: it leaves out other options than all other
    ballots.
    """
    if _final_vote_is_under_way(session, workshop):
        raise Conflict(
            _(
                "The final vote has begun. People can change groups again once the "
                "results are revealed."
            )
        )


def _final_vote_is_under_way(session: Session, workshop: Workshop) -> bool:
    return contests.are_under_way(session, workshop.id, FINAL, RATING, FINALISTS)


def sit(session: Session, person: Participant, group_id: int | None) -> None:
    """Put a person in a group or in none, and subscribe their phone to it."""
    if person.group_id == group_id:
        return
    person.group_id, person.presents = group_id, False
    connection_control.move(session, person.id, group_id)


def move(session: Session, actor: Actor, person: Participant, group: Group | None) -> None:
    """Move one person to a group, or out of their group."""
    workshop = workshops.workshop_of(session, actor)
    require_no_final_vote(session, workshop)
    sit(session, person, group.id if group else None)
    record(session, actor, "moved", number=person.number, group=group.number if group else None)
    announce.changed(session, workshop, "groups")


@on_joining
def place_late(session: Session, workshop: Workshop, people: Sequence[Participant]) -> bool:
    """Seat late arrivals who have no group, each in the smallest suitable group.

    Returns whether all have a seat. During a final vote, nobody gets one, but they can vote.
    """
    # After drafting, a seat would only take votes away, because nobody votes on their group's work.
    if not stages.BY_KEY[workshop.stage].drafters or not queries.formed(session, workshop.id):
        return False
    if _final_vote_is_under_way(session, workshop):
        return False
    waiting = [person for person in people if person.group_id is None]
    return _place(session, workshop, waiting) == len(waiting)


def take_seat(session: Session, actor: Actor) -> None:
    """Give the participant, who has no group, a seat."""
    person = session.get_one(Participant, actor.participant_id)
    workshop = workshops.workshop_of(session, actor)
    require_no_final_vote(session, workshop)
    if person.group_id is None and not place_late(session, workshop, [person]):
        raise Conflict(_("No groups yet."))


def place_waiting(session: Session, actor: Actor) -> int:
    """Seat everybody without a group, and return how many. Others keep their seats."""
    workshop = workshops.workshop_of(session, actor)
    require_no_final_vote(session, workshop)
    waiting = queries.members(session, workshop.id)[None]
    placed = _place(session, workshop, waiting)
    if placed < len(waiting):
        raise Conflict(_("No groups yet."))
    record(session, actor, "late-placed", people=placed)
    return placed


def _place(session: Session, workshop: Workshop, people: Sequence[Participant]) -> int:
    """Seat these people, who have no seat, one after another; return how many got one."""
    room = seating(session, workshop)
    late = {one.id: one for one in room.problem.people}
    latecomers = grouping.Latecomers(room.problem, room.current)
    joined: list[int] = []
    for person in people:
        seat = latecomers.place(late[str(person.id)])
        if seat is not None:
            joined.append(int(seat.group))
            sit(session, person, joined[-1])
    session.flush()
    if joined:
        announce.changed(session, workshop, "people")
    for group_id in dict.fromkeys(joined):
        announce.group_changed(session, workshop, group_id, "group")
    return len(joined)


def free_seats(session: Session, actor: Actor, numbers: list[int]) -> int:
    """Remove people who did not come from their groups; they stay in the workshop."""
    workshop = workshops.workshop_of(session, actor)
    require_no_final_vote(session, workshop)
    gone = [person for person in queries.absent(session, workshop.id) if person.number in numbers]
    for person in gone:
        sit(session, person, None)
    record(session, actor, "no-shows-removed", numbers=[person.number for person in gone])
    announce.changed(session, workshop, "groups")
    return len(gone)


def add_pair_rule(session: Session, actor: Actor, *, kind: str, one: int, other: int) -> None:
    """Keep two people, by number, apart or together; replaces an earlier rule for them."""
    first, second = (_numbered(session, actor.workshop_id, number) for number in (one, other))
    if first is second:
        raise BadInput(_("Enter two different participant numbers."))
    ids = sorted((first.id, second.id))
    session.execute(
        delete(SeatingRule).where(
            SeatingRule.participant_id == ids[0], SeatingRule.other_participant_id == ids[1]
        )
    )
    session.add(
        SeatingRule(
            workshop_id=actor.workshop_id,
            kind=kind,
            participant_id=ids[0],
            other_participant_id=ids[1],
        )
    )
    record(session, actor, "seating-rule", kind=kind)
    _announce_rules(session, actor)


def add_pin(session: Session, actor: Actor, *, one: int, group_id: int) -> None:
    """Fix a person to a group, regardless of their wishes; replaces an earlier rule for them."""
    person = _numbered(session, actor.workshop_id, one)
    group = queries.group(session, actor.workshop_id, group_id)
    own = SeatingRule.participant_id == person.id, SeatingRule.kind == Rule.PIN
    session.execute(delete(SeatingRule).where(*own))
    session.add(
        SeatingRule(
            workshop_id=actor.workshop_id,
            kind=Rule.PIN,
            participant_id=person.id,
            group_id=group.id,
        )
    )
    record(session, actor, "seating-pin", group=group.number)
    _announce_rules(session, actor)


def drop_rule(session: Session, actor: Actor, rule_id: int) -> None:
    """Delete a rule; nobody moves."""
    found = session.get(SeatingRule, rule_id)
    if found is None or found.workshop_id != actor.workshop_id:
        raise NotFound(_("This item no longer exists."))
    record(session, actor, "seating-rule-dropped")
    session.delete(found)
    _announce_rules(session, actor)


def _numbered(session: Session, workshop_id: int, number: int) -> Participant:
    for person in people.participants(session, workshop_id):
        if person.number == number:
            return person
    raise NotFound(_("There is no participant %(number)s.", number=number))


def _announce_rules(session: Session, actor: Actor) -> None:
    announce.changed(session, workshops.workshop_of(session, actor), "people")
