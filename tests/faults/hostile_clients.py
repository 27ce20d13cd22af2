"""The senders of hostile payloads: people in every role, and what they know of the workshop."""

from typing import Any

from sqlalchemy import select

from polling.breakouts.models import Group
from polling.core.access import Role
from polling.core.db import reading
from polling.workshop.models import Issue, Theme, Workshop
from tests.faults.voting_room import Hall, Pass

# Most are participants, because anybody can join.
SHARES = {Role.PARTICIPANT: 5, Role.ORGANIZER: 3}  # in addition to one of each other role


def everybody(hall: Hall, count: int) -> list[Pass]:
    """Return about this many different people, alternating between the roles."""
    tenth = count // 10 + 1
    voters = iter(hall.voters(tenth * SHARES[Role.PARTICIPANT]))
    organizers = iter(hall.organizers(tenth * SHARES[Role.ORGANIZER]))
    with reading() as session:
        group = session.scalars(select(Group).where(Group.workshop_id == hall.room.workshop_id))
        first = group.first()
        assert first
    facilitator = hall.admit(Role.FACILITATOR, first.id)
    screen = hall.admit(Role.SCREEN, hall.room.workshop_id)
    note_taker = hall.admit(Role.NOTE_TAKER, hall.room.note_link().id)
    made = []
    for _ in range(tenth):
        made += [next(voters) for _ in range(SHARES[Role.PARTICIPANT])]
        made += [next(organizers) for _ in range(SHARES[Role.ORGANIZER])]
        made += [facilitator, screen, note_taker]
    return made


def known(hall: Hall) -> dict[str, Any]:
    """Return existing ids and codes, with which a payload gets further."""
    with reading() as session:
        workshop = session.get_one(Workshop, hall.room.workshop_id)
        theme = session.scalars(select(Theme).where(Theme.workshop_id == workshop.id)).first()
        assert theme
        issue = session.scalars(select(Issue).where(Issue.theme_id == theme.id)).first()
        group = session.scalars(select(Group).where(Group.workshop_id == workshop.id)).first()
        assert issue
        assert group
    contest = hall.contests[0]
    return {
        "code": workshop.code,
        "contest_id": contest.id,
        "option": contest.options[0],
        "theme_id": theme.id,
        "issue_id": issue.id,
        "group_id": group.id,
        "ranking": {"ranking": contest.options[:3]},
        "receipt": "a" * 32,
        "revision": 1,
        "key": "b" * 32,
        "link": 1,
        "headline": "heard",
        "document": f"{workshop.id}",
        "vector": "",
    }
