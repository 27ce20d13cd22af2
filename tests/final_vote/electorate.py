"""A room of voters with tastes: some options are popular, and no two voters are the same."""

import random

from sqlalchemy import select

from polling.breakouts.models import Group
from polling.contests.actions import close_contest, count_contest
from polling.contests.kinds import FINAL
from polling.contests.models import OPEN, Contest
from polling.core.access import Actor
from polling.core.db import transaction
from polling.demo.content import recommendation_bank
from polling.final_vote import actions
from polling.people.models import Participant
from polling.recommendations.models import Recommendation
from polling.workshop import queries
from polling.workshop.models import Workshop
from tests.room import Room

Options = list[int]


def gather(room: Room, people: int) -> None:
    """Let people join, and put them into groups in turn."""
    room.go("lobby")
    seat(room, people)


def seat(room: Room, people: int) -> None:
    """Let people join, and put everybody into the groups in turn."""
    room.join(people)
    with transaction() as session:
        groups = list(session.scalars(select(Group).where(Group.workshop_id == room.workshop_id)))
        for place, person_id in enumerate(room.participants):
            person = session.get_one(Participant, person_id)
            person.group_id = groups[place % len(groups)].id


def favourites(contest: Contest, person: int, most: int, *, noise: float = 1.0) -> Options:
    """This person's favourites: the room's taste, and random variation."""
    shared = random.Random(seed(contest))
    own = random.Random(f"{seed(contest)}:{person}")
    liking = {option: shared.gauss(0, 1) + own.gauss(0, noise) for option in contest.options}
    return sorted(contest.options, key=lambda option: -liking[option])[:most]


def seed(contest: Contest) -> str:
    """Return the seed of its tastes. Its id is random, so every run would vote differently."""
    return f"{contest.kind}:{sorted(contest.options)}"


def prioritise(room: Room) -> None:
    """Make the first three issues of each theme priority issues, without a vote."""
    room.go("ranking")
    with transaction() as session:
        for theme in queries.themes(session, room.workshop_id):
            for number, issue in enumerate(theme.issues[:3], start=1):
                issue.priority = number


def draft(room: Room, each: int = 4, themes: int | None = None) -> None:
    """Add recommendations under every priority issue, by the theme's groups in turn.

    `themes` limits this to the first themes.
    """
    room.go("breakouts")
    bank = recommendation_bank()
    with transaction() as session:
        for theme in queries.themes(session, room.workshop_id)[:themes]:
            groups = session.scalars(select(Group).where(Group.theme_id == theme.id)).all()
            issues = queries.priority_issues(session, theme.id)
            texts = [(i, text) for i in issues for text in bank[theme.title][i.headline][:each]]
            for position, (issue, text) in enumerate(texts, start=1):
                session.add(
                    Recommendation(
                        issue_id=issue.id,
                        group_id=groups[position % len(groups)].id,
                        position=position,
                        **text.model_dump(exclude={"agreement", "group", "printed", "printed_as"}),
                    )
                )


def set_stages(room: Room, stages: str) -> None:
    """Hold the final vote in "one" stage or in "two"."""
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        workshop.settings = {**workshop.settings, "vote_stages": stages}


def open_final_vote(room: Room) -> list[Contest]:
    """Open every theme's final vote."""
    with transaction() as session:
        for contest in room.contests(FINAL):
            actions.open_theme(session, room.organizer, session.get_one(Contest, contest.id))
    return room.contests(FINAL)


def approve_by_taste(room: Room, contest: Contest, people: list[int] | None = None) -> None:
    """Let everybody approve their favourites among the other groups' work."""
    voters = people or room.participants
    actors = room.actors(voters)
    approved = ((one, approved_by_taste(contest, actors[one])) for one in voters)
    room.cast_all((one, contest.id, {"approved": mine}) for one, mine in approved if mine)


def approved_by_taste(contest: Contest, voter: Actor) -> Options:
    """This person's favourites among the other groups' work."""
    liked = favourites(contest, voter.participant_id or 0, len(contest.options))
    others = [one for one in liked if contest.rule["authors"].get(str(one)) != voter.group_id]
    return others[: contest.rule["most"]]


def close_all(room: Room) -> list[Contest]:
    """Close and count every open final vote."""
    with transaction() as session:
        for contest in room.contests(FINAL):
            if contest.state == OPEN:
                found = session.get_one(Contest, contest.id)
                close_contest(session, room.organizer, found)
                count_contest(session, room.organizer, found)
    return room.contests(FINAL)
