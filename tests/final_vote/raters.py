"""A room that rates in the first of two stages, and votes on the finalists in the second."""

import random
from collections.abc import Sequence

from polling.contests.actions import close_contest, count_contest
from polling.contests.electorate import asked
from polling.contests.kinds import FINALISTS, RATING
from polling.contests.models import OPEN, Contest
from polling.core.db import reading, transaction
from polling.final_vote.two_stages.actions import lifecycle as two_stages
from polling.final_vote.two_stages.queries import proposed, rated_issues
from polling.workshop.models import Workshop
from tests.final_vote import electorate
from tests.room import Room


def open_first(room: Room) -> list[Contest]:
    """Open the rating."""
    with transaction() as session:
        two_stages.open_first(session, room.organizer)
    return room.contests(RATING)


def asked_of(room: Room, person: int) -> list[Contest]:
    """The contests of one phone, in its order."""
    return asked_of_each(room, [person])[person]


def asked_of_each(room: Room, people: Sequence[int]) -> dict[int, list[Contest]]:
    """The contests of these phones, in the order of each."""
    with reading() as session:
        rated = {one.contest.id: one.contest for one in rated_issues(session, room.workshop_id)}
        found = asked(session, rated, people)
        return {person: [rated[one] for one in found.get(person, [])] for person in people}


def first_of(room: Room, person: int) -> Contest:
    """The first contest of one phone."""
    return asked_of(room, person)[0]


def give(contest: Contest, mark: str, *options: int) -> dict[str, dict[str, list[int]]]:
    """A ballot that gives these options one mark, and skips the others."""
    empty: dict[str, list[int]] = {"not_now": [], "priority": [], "support": []}
    return {"rated": empty | {mark: list(options)}}


def taste(contest: Contest, person: int) -> dict[str, list[int]]:
    """How this person rates an issue: by the room's taste, with random variation."""
    seed = electorate.seed(contest)
    own = random.Random(f"{seed}:{person}")
    mine = [one for one in contest.options if contest.rule["authors"].get(str(one)) != -1]
    liking = {one: random.Random(f"{seed}:{one}").gauss(0, 1) + own.gauss(0, 1) for one in mine}
    ordered = sorted(mine, key=lambda one: -liking[one])
    priority = [one for one in ordered[: contest.rule["priorities"]] if liking[one] > 0]
    return {
        "not_now": sorted(one for one in mine if liking[one] < -0.8),
        "priority": sorted(priority),
        "support": sorted(o for o in mine if liking[o] >= -0.8 and o not in priority),
    }


def rate_by_taste(room: Room, people: list[int] | None = None) -> None:
    """Let everybody rate all their issues."""
    room.cast_all(
        (person, contest.id, {"rated": taste(contest, person)})
        for person, contests in asked_of_each(room, people or room.participants).items()
        for contest in contests
    )


def close(room: Room, kind: str = RATING) -> None:
    """Close and count one stage."""
    with transaction() as session:
        for contest in room.contests(kind):
            if contest.state == OPEN:
                found = session.get_one(Contest, contest.id)
                close_contest(session, room.organizer, found)
                count_contest(session, room.organizer, found)


def confirm(room: Room) -> Contest:
    """Confirm the finalists of the ratings."""
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        chosen = [int(one) for one in proposed(session, workshop).all]
        two_stages.confirm(session, room.organizer, options=chosen, titles={})
    return room.contests(FINALISTS)[0]


def open_second(room: Room) -> Contest:
    """Open the vote on the finalists."""
    with transaction() as session:
        contest = session.get_one(Contest, room.contests(FINALISTS)[0].id)
        two_stages.open_second(session, room.organizer, contest)
    return room.contests(FINALISTS)[0]


def vote_on_finalists(room: Room) -> Contest:
    """Run both stages, from the first rating to the close of the second."""
    rate_by_taste(room)
    close(room)
    confirm(room)
    final = open_second(room)
    electorate.approve_by_taste(room, final)
    close(room, FINALISTS)
    return room.contests(FINALISTS)[0]
