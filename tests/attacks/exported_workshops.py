"""Exports of whole workshops, for tests that alter them."""

import json
from collections.abc import Iterable
from itertools import repeat
from typing import Any

from flask import Flask
from sqlalchemy import select

from polling.breakouts.models import Group
from polling.contests.kinds import FINAL, FINALISTS, RATING
from polling.contests.models import Contest
from polling.core.db import reading, transaction
from polling.final_vote.two_stages.actions import lifecycle as two_stages
from polling.people.models import Participant
from polling.ranking import actions as ranking
from polling.report.actions import publishing
from polling.report.actions.preparation import prepare
from polling.screen import state
from polling.voting.ballots import BallotKind
from polling.voting.rules import OFFERED
from polling.workshop import queries
from polling.workshop.models import Workshop
from polling.workshop_file.dump import dump
from polling.workshop_file.read import read
from polling.workshop_file.schema import WorkshopFile
from polling.workshop_file.write import write
from tests.final_vote import electorate, raters
from tests.room import SECTORS, Room, Vote
from tests.screen.shown_results import show_whole

POLICIES = ("default", "refuse", "lot")
PEOPLE = 30


def exported(room: Room) -> dict[str, Any]:
    """The workshop file of a room, as JSON."""
    with room.app.test_request_context(), reading() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        tree: dict[str, Any] = json.loads(write(dump(session, workshop)))
        return tree


def rules_file() -> WorkshopFile:
    """A workshop with a theme of five issues for every rule that organizers can choose."""
    themes = [
        {
            "title": f"By {rule}",
            "rule": rule,
            "tie_policy": POLICIES[at % len(POLICIES)],
            "cut_places": 2,
            "issues": [{"headline": f"Issue {number} by {rule}"} for number in range(1, 6)],
        }
        for at, rule in enumerate(OFFERED)
    ]
    attributes = [{"key": "sector", "label": "Sector", "options": list(SECTORS), "segment": True}]
    tree = {
        "format": "synthesis-workshop/1",
        "title": "One theme for every rule",
        "attributes": attributes,
        "themes": themes,
    }
    return read(json.dumps(tree).encode(), "rules.json")


def rank_by_every_rule(room: Room, people: int) -> None:
    """Run and reveal every ranking; the ballots follow a pattern with ties and one abstention."""
    room.go("lobby")
    room.join(people)
    room.go("ranking")
    for contest in room.open_ranking():
        kind = OFFERED[contest.rule["rule"]].ballot_kind
        choices = [_choices(kind, contest.options, at) for at in range(len(room.participants))]
        choices[4] = {"abstain": True}
        room.cast_all(zip(room.participants, repeat(contest.id), choices, strict=False))
    close_and_reveal(room, room.contests())


def _choices(kind: BallotKind, options: list[int], at: int) -> dict[str, Any]:
    start = at * at % len(options)
    chosen = [options[(start + step) % len(options)] for step in (0, 1, 3)][: 1 + at % 3]
    if kind is BallotKind.SCORE:
        return {"scores": {option: 5 - place for place, option in enumerate(chosen)}}
    if kind is BallotKind.POINTS:
        return {"points": {option: 50 - 20 * place for place, option in enumerate(chosen)}}
    return {"ranking" if kind is BallotKind.RANKING else "approved": chosen}


def close_and_reveal(room: Room, contests: Iterable[Contest]) -> None:
    """Close and reveal rankings; the first options win ties that are left to the organizer."""
    organizer = room.organizer_visitor()
    for contest in contests:
        address = f"/console/{room.code}/ranking/{contest.id}"
        organizer.post(f"{address}/close")
        organizer.post(f"{address}/reveal")
        with transaction() as session:
            found = session.get_one(Contest, contest.id)
            if found.is_tied:
                outcome = found.result["outcome"]
                free = outcome["places"] - len(outcome["winners"])
                decided = [*outcome["winners"], *outcome["unresolved"][:free]]
                ranking.decide(
                    session, room.organizer, found, winners=decided, reason="A coin was tossed."
                )
                ranking.reveal(session, room.organizer, found)
                show_whole(session, room.organizer)


def draft(room: Room, stages: str) -> None:
    """Let groups write recommendations, and go to a final vote in "one" or "two" stages.

    Only two themes get recommendations: more make checks longer but no different. Of the two
    groups of a theme, the first has three members and the second has one.
    """
    electorate.gather(room, 24)
    move_one_person_of_each_theme(room)
    electorate.prioritise(room)
    electorate.draft(room, themes=2)
    electorate.set_stages(room, stages)
    room.go("presentations", "final_vote")


def move_one_person_of_each_theme(room: Room) -> None:
    """Move one person from the second group of each theme to the first."""
    with transaction() as session:
        for theme in queries.themes(session, room.workshop_id):
            first, second = session.scalars(
                select(Group).where(Group.theme_id == theme.id).order_by(Group.number)
            )
            members = select(Participant).where(Participant.group_id == second.id)
            moved = session.scalars(members.order_by(Participant.id).limit(1)).one()
            moved.group_id = first.id


def vote_in_two_stages(room: Room) -> None:
    """Rate everything, confirm the finalists of the ratings, vote on them, and reveal both."""
    raters.open_first(room)
    raters.rate_by_taste(room)
    raters.close(room)
    final = raters.confirm(room)
    with transaction() as session:
        two_stages.open_second(session, room.organizer, session.get_one(Contest, final.id))
    ballots: list[Vote] = []
    for at, person in enumerate(room.participants):
        own = room.actor(person).group_id
        others = [one for one in final.options if final.rule["authors"].get(str(one)) != own]
        ballots.append((person, final.id, {"approved": sorted(others[at % 5 : at % 5 + 4])}))
    room.cast_all(ballots)
    raters.close(room, FINALISTS)
    with transaction() as session:
        two_stages.reveal(session, room.organizer)
    assert room.contests(RATING)


def close_and_reveal_final_vote(room: Room) -> None:
    """Close and reveal every theme of a final vote in one stage."""
    organizer = room.organizer_visitor()
    for contest in room.contests(FINAL):
        for act in ("close", "reveal"):
            organizer.post(f"/console/{room.code}/final-vote/{contest.id}/{act}")


def hold_rankings(app: Flask) -> Room:
    room = Room.of(app, rules_file())
    rank_by_every_rule(room, PEOPLE)
    return room


def hold_one_stage(app: Flask) -> Room:
    room = Room.of(app)
    draft(room, "one")
    for contest in electorate.open_final_vote(room):
        electorate.approve_by_taste(room, contest)
    close_and_reveal_final_vote(room)
    return room


def hold_two_stages(app: Flask) -> Room:
    room = Room.of(app)
    draft(room, "two")
    vote_in_two_stages(room)
    return room


def hold_frozen_rankings(app: Flask) -> Room:
    return frozen(hold_rankings(app))


def hold_frozen_one_stage(app: Flask) -> Room:
    return frozen(hold_one_stage(app))


def hold_frozen_two_stages(app: Flask) -> Room:
    return frozen(hold_two_stages(app))


def frozen(room: Room) -> Room:
    """The room with a frozen report."""
    with transaction() as session:
        workshop = queries.by_id(session, room.workshop_id)
        state.set_shown(workshop, state.unshown(workshop))
        publishing.freeze(session, room.organizer, prepare(session, room.organizer))
    return room
