"""A room like the real one: 78 people in eleven groups, who have wishes and have written something."""

from itertools import cycle, islice

from flask import Flask

from polling.breakouts import actions, assignment, queries
from polling.breakouts.models import Group, Recommendation
from polling.breakouts.seating import seating
from polling.clock import now
from polling.db import transaction
from polling.demo.content import demo_workshop, recommendation_bank
from polling.people.models import Participant
from polling.workshop import queries as workshops
from polling.workshop_file.schema import WorkshopFile
from tests.room import Room

PEOPLE, GROUPS = 78, 11
COUNTRIES = ("Thailand", "Lao PDR", "Cambodia", "Viet Nam", "Myanmar", "thailand")


def full_room(app: Flask, people: int = PEOPLE) -> Room:
    """Everybody has joined and has up to three wishes; priority issues are set; no groups yet."""
    room = Room.of(app, eleven_groups())
    room.go("lobby")
    room.join(people)
    with transaction() as session:
        set_priorities(session, room)
        themes = [theme.id for theme in workshops.themes(session, room.workshop_id)]
        for index, person_id in enumerate(room.participants):
            wanted = list(islice(cycle(themes), index % len(themes), index % len(themes) + 3))
            person = session.get_one(Participant, person_id)
            person.preferences = wanted[: index % 4]
            country = COUNTRIES[index % len(COUNTRIES)]
            person.attributes = {**person.attributes, "country": country}
    return room


def eleven_groups() -> WorkshopFile:
    """The demo's workshop with the groups of the event that it is modelled on."""
    file = demo_workshop()
    return file.model_copy(update={"groups": file.groups[:GROUPS]})


def set_priorities(session, room: Room) -> None:  # type: ignore[no-untyped-def]  # a Session
    """The first issues of each theme made the cut: three, or two of the last themes."""
    for number, theme in enumerate(workshops.themes(session, room.workshop_id)):
        for place, issue in enumerate(theme.issues, start=1):
            issue.priority = place if place <= (3 if number < 4 else 2) else None


def form(room: Room) -> None:
    """Seat everybody as the optimiser would."""
    with transaction() as session:
        workshop = workshops.by_id(session, room.workshop_id)
        grouping = assignment.form_groups(seating(session, workshop).problem, seconds=5)
        actions.seat(session, room.organizer, grouping.assignment)


def draft(room: Room, per_issue: int = 2) -> None:
    """Each group writes this many recommendations on each of its issues, from the demo's bank."""
    bank = recommendation_bank()
    with transaction() as session:
        for group in queries.groups(session, room.workshop_id):
            for issue in workshops.priority_issues(session, group.theme_id):
                offered = bank[group.theme.title][issue.headline]
                chosen = islice(cycle(offered), group.number % 2, group.number % 2 + per_issue)
                _write(session, group, issue.id, chosen)
            group.active_at = now()


def _write(session, group: Group, issue_id: int, chosen) -> None:  # type: ignore[no-untyped-def]
    for position, given in enumerate(chosen, start=1):
        parts = given.model_dump(exclude={"group"})
        session.add(
            Recommendation(issue_id=issue_id, group_id=group.id, position=position, **parts)
        )
