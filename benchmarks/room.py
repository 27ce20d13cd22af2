"""A workshop full of people, written directly to the database: joining is not measured."""

from dataclasses import dataclass
from itertools import cycle, islice

from sqlalchemy import insert, select

from polling.contests.kinds import RANKING
from polling.contests.models import Contest
from polling.core.access import Actor, Role
from polling.core.db import transaction
from polling.demo.content import demo_workshop
from polling.facilitation.actions import move
from polling.people.actions.organizers import add_organizer, give_workshop
from polling.people.models import Participant
from polling.ranking.actions import open_theme
from polling.workshop.models import Workshop
from polling.workshop_file.load import load

VOTES = 3  # votes open at the same time


@dataclass(frozen=True)
class Room:
    """The demo's workshop at its ranking: `contests` are open ones, (id, options)."""

    workshop_id: int
    code: str
    organizer_id: int
    people: list[int]
    contests: list[tuple[str, list[int]]]


def fill(people: int) -> Room:
    """Create it in the database of this process."""
    with transaction() as session:
        workshop = load(session, demo_workshop())
        account = add_organizer(session, "bench@localhost.example")
        give_workshop(session, account, workshop)
        session.flush()
        organizer = Actor(Role.ORGANIZER, workshop.id, organizer_id=account.id, label="bench")
        move(session, organizer, seen="setup", to="lobby")
        session.execute(insert(Participant), _people(workshop, people))
        move(session, organizer, seen="lobby", to="ranking")
        mine = select(Contest).where(Contest.workshop_id == workshop.id, Contest.kind == RANKING)
        contests = session.scalars(mine.order_by(Contest.position).limit(VOTES)).all()
        for contest in contests:
            open_theme(session, organizer, contest)
        joined = select(Participant.id).where(Participant.workshop_id == workshop.id)
        return Room(
            workshop.id,
            workshop.code,
            account.id,
            list(session.scalars(joined.order_by(Participant.number))),
            [(contest.id, list(contest.options)) for contest in contests],
        )


def _people(workshop: Workshop, count: int) -> list[dict[str, object]]:
    """Give everybody a sector, so that ballots have their pooled sector."""
    sector = next(attribute for attribute in workshop.attributes if attribute.get("segment"))
    said = islice(cycle(sector["options"]), count)
    return [
        {
            "workshop_id": workshop.id,
            "number": number,
            "attributes": {sector["key"]: answer},
            "preferences": [],
        }
        for number, answer in enumerate(said, start=1)
    ]
