"""A realistic room: 78 people in eleven groups, with wishes and recommendations."""

from collections.abc import Iterable
from itertools import cycle, islice

from flask import Flask
from sqlalchemy.orm import Session

from polling.breakouts import queries
from polling.breakouts.models import Group
from polling.breakouts.seating.actions import seat_everybody
from polling.breakouts.seating.grouping_problem import seating
from polling.core.clock import now
from polling.core.db import reading, transaction
from polling.demo.content import demo_workshop, recommendation_bank
from polling.people.models import Participant
from polling.recommendations.models import Recommendation
from polling.workshop import queries as workshops
from polling.workshop.models import Workshop
from polling.workshop_file.schema import Recommendation as Given
from polling.workshop_file.schema import WorkshopFile
from tests.room import Room

PEOPLE, GROUPS = 78, 11
COUNTRIES = ("Thailand", "Lao PDR", "Cambodia", "Viet Nam", "Myanmar", "thailand")


def full_room(app: Flask, people: int = PEOPLE) -> Room:
    """Everybody has joined with up to three wishes; priority issues are set; no groups yet."""
    room = Room.of(app, with_eleven_groups())
    room.go("lobby")
    room.join(people)
    with transaction() as session:
        _set_priorities(session, room)
        _add_wishes(session, room)
    return room


def with_eleven_groups() -> WorkshopFile:
    """The demo's workshop with the groups of the event that it is modelled on."""
    file = demo_workshop()
    return file.model_copy(update={"groups": file.groups[:GROUPS]})


def _set_priorities(session: Session, room: Room) -> None:
    """Mark the first issues of each theme as priority issues: three, or two of the last themes."""
    for number, theme in enumerate(workshops.themes(session, room.workshop_id)):
        for place, issue in enumerate(theme.issues, start=1):
            issue.priority = place if place <= (3 if number < 4 else 2) else None


def _add_wishes(session: Session, room: Room) -> None:
    """Give each person none to three wishes, and a country."""
    themes = [theme.id for theme in workshops.themes(session, room.workshop_id)]
    for index, person_id in enumerate(room.participants):
        person = session.get_one(Participant, person_id)
        first = index % len(themes)
        person.preferences = list(islice(cycle(themes), first, first + index % 4))
        country = COUNTRIES[index % len(COUNTRIES)]
        person.attributes = {**person.attributes, "country": country}


def begin_work(room: Room) -> None:
    """Seat everybody in turn and start the breakouts."""
    room.go("ranking", "breakouts")
    seat_in_turn(room)


def seat_in_turn(room: Room, groups: int = GROUPS) -> None:
    """Seat everybody: the first in group 1, the next in group 2, and so on."""
    with transaction() as session:
        ids = [str(group.id) for group in queries.groups(session, room.workshop_id)[:groups]]
        turns = cycle(ids)
        before = seating(session, session.get_one(Workshop, room.workshop_id)).current
        wanted = {str(person): next(turns) for person in room.participants}
        seat_everybody(session, room.organizer, wanted, before=before)


def draft(room: Room, per_issue: int = 2, *, apart: int = 1) -> None:
    """Let each group write this many recommendations on each of its issues, from the demo's texts.

    Two groups of a theme start `apart` places from each other in the list, and share closer texts.
    """
    bank = recommendation_bank()
    with transaction() as session:
        for group in queries.groups(session, room.workshop_id):
            for issue in workshops.priority_issues(session, group.theme_id):
                offered = bank[group.theme.title][issue.headline]
                first = group.number % 2 * apart
                write(session, group, issue.id, islice(cycle(offered), first, first + per_issue))
            group.active_at = now()


def write(session: Session, group: Group, issue_id: int, given: Iterable[Given]) -> None:
    """Add these recommendations, in order."""
    for position, one in enumerate(given, start=1):
        parts = one.model_dump(exclude={"agreement", "group", "printed", "printed_as"})
        session.add(
            Recommendation(issue_id=issue_id, group_id=group.id, position=position, **parts)
        )


def seats(room: Room) -> dict[int, int]:
    """Group number by participant number, for everybody who has a group."""
    with reading() as session:
        numbers = {group.id: group.number for group in queries.groups(session, room.workshop_id)}
        return {
            person.number: numbers[group_id]
            for group_id, people in queries.members(session, room.workshop_id).items()
            for person in people
            if group_id is not None
        }


def group(room: Room, number: int) -> Group:
    """The current row of the group with this number."""
    with reading() as session:
        found = {group.number: group for group in queries.groups(session, room.workshop_id)}
        return found[number]
