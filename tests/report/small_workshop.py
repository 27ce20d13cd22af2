"""A small workshop at the end of its day: twelve people, two themes."""

from itertools import cycle, islice
from typing import Any

from flask import Flask
from sqlalchemy import select

from polling.breakouts.models import Group
from polling.contests import actions as contests
from polling.contests.kinds import FINAL
from polling.contests.models import Contest
from polling.core.db import transaction
from polling.final_vote import actions as final_vote
from polling.people.models import Participant
from polling.recommendations.models import Recommendation
from polling.survey.actions import answering as survey
from polling.survey.actions.showing import release
from polling.survey.forms import Answers
from polling.workshop import queries
from polling.workshop_file.schema import WorkshopFile
from tests.room import Room
from tests.screen.shown_results import show_whole

SMALL = {
    "title": "What should be done next",
    "subtitle": "A small workshop",
    "event": "River Days",
    "place": "Boat House",
    "dates": "5 May 2026",
    "sessions": [
        {
            "code": "A1",
            "title": "Who pays?",
            "day": "5 May",
            "starts": "09:00",
            "ends": "10:30",
            "speakers": ["An accountant", "A fisher"],
        },
        {"code": "A2", "title": "Who knows?", "day": "5 May", "starts": "11:00"},
    ],
    "settings": {"cut_places": 2, "approvals_per_theme": 2},
    "themes": [
        {
            "title": "Corruption",
            "description": "Money that should not move.",
            "exploration": "A1 asked who pays.",
            "issues": [
                {"headline": "Permits can be bought", "rationale": "All name one price list."},
                {"headline": "Nobody reads the declarations", "sources": ["A1"]},
                {"headline": "Scanners stand still"},
            ],
        },
        {
            "title": "Coordination",
            "issues": [
                {"headline": "Nobody answers the telephone", "rationale": "Not at night."},
                {"headline": "Every agency has its own form"},
                {"headline": "Lists are secret"},
            ],
        },
    ],
    "groups": [
        {"number": 1, "theme": "Corruption"},
        {"number": 2, "theme": "Coordination"},
    ],
    "survey": [
        {"key": "learned", "type": "scale", "text": "How much did you learn?", "max_label": "Lots"},
        {"key": "recommend", "type": "yes_no", "text": "Would you recommend it?"},
        {"key": "best", "type": "multiple", "text": "Which were best?", "options_from": "sessions"},
        {"key": "improve", "type": "text", "text": "What should be better?"},
        {"key": "rare", "type": "text", "text": "What else?"},
    ],
    "prose": {
        "introduction": "Two days, *one* river.",
        "next_steps": "# First\n\n1. Send it.\n2. Wait.",
    },
}
WRITTEN = (
    (["Ministries"], "publish what permits cost", "by 2027", "Nobody knows the price."),
    (["Customs", "the police"], "answer at night", "", ""),
    (["Donors"], "pay for scanners that work", "through one fund", ""),
)


def small_file(**changes: Any) -> WorkshopFile:
    """The workshop file before it begins."""
    return WorkshopFile.model_validate(SMALL | changes)


def small_room(app: Flask, file: WorkshopFile | None = None) -> Room:
    """Twelve people, of whom nine are from government and three from NGOs, in two groups."""
    room = Room.of(app, file or small_file())
    room.go("lobby")
    room.join(12)
    with transaction() as session:
        groups = session.scalars(select(Group).where(Group.workshop_id == room.workshop_id)).all()
        for index, person_id in enumerate(room.participants):
            person = session.get_one(Participant, person_id)
            person.attributes = {"sector": "Government" if index % 4 else "NGO"}
            person.group_id = groups[index % 2].id
    return room


def rank(room: Room) -> None:
    """Everybody ranks three issues per theme; most prefer the later ones, one abstains."""
    room.go("ranking")
    for contest in room.open_ranking():
        first, second, third = contest.options
        orders = [[second, third, first], [second, first], [third, second, first]]
        ranked = zip(room.participants[:-1], cycle(orders), strict=False)
        room.cast_all((person, contest.id, {"ranking": order}) for person, order in ranked)
        room.cast(room.participants[-1], contest.id, {"abstain": True})
    room.close_and_reveal()


def draft(room: Room) -> None:
    """Each group writes three recommendations on its theme's first issue, and one on the second."""
    room.go("breakouts")
    with transaction() as session:
        for group in session.scalars(select(Group).where(Group.workshop_id == room.workshop_id)):
            issues = queries.theme(session, room.workshop_id, group.theme_id).issues
            chosen = sorted(issues, key=lambda issue: issue.priority or 99)
            for position, written in enumerate(islice(cycle(WRITTEN), 4), start=1):
                issue = chosen[position == 4]
                actors, action, by, rationale = written
                session.add(
                    Recommendation(
                        issue_id=issue.id,
                        group_id=group.id,
                        position=position,
                        actors=actors,
                        action=action,
                        by=by,
                        rationale=rationale,
                    )
                )


def vote(room: Room, *, reveal: bool = True) -> None:
    """Each group supports two recommendations of the other; the third has the most support."""
    room.go("presentations", "final_vote")
    with transaction() as session:
        for contest in room.contests(FINAL):
            found = session.get_one(Contest, contest.id)
            final_vote.open_theme(session, room.organizer, found)
    for contest in room.contests(FINAL):
        third, authors = contest.options[2], contest.rule["authors"].values()
        room.cast_all(
            (person, contest.id, {"approved": [third, contest.options[index % 3 // 2]]})
            for index, person in enumerate(room.participants)
            if room.actor(person).group_id not in authors
        )
    close(room, reveal=reveal)


def close(room: Room, *, reveal: bool) -> None:
    """Count the final votes, and show their results."""
    with transaction() as session:
        for contest in room.contests(FINAL):
            found = session.get_one(Contest, contest.id)
            contests.close_contest(session, room.organizer, found)
            if reveal:
                final_vote.reveal(session, room.organizer, found)
                show_whole(session, room.organizer)


def answer(room: Room) -> None:
    """Eight of twelve answer the survey, which is released; only one writes a comment."""
    room.go("results", "survey")
    with transaction() as session:
        sittings = queries.by_id(session, room.workshop_id).sessions
        best = [str(sitting.id) for sitting in sittings]
    for index, person in enumerate(room.participants[:8]):
        answers = {
            "learned": str(3 + index % 3),
            "recommend": "no" if index == 5 else "yes",
            "best": best[: 1 + index % 2],
            "improve": f"More coffee, {index} cups",
            "rare": "Nothing" if index == 7 else "",
        }
        given = Answers(receipt=f"{person:032x}", answers=answers)
        with transaction() as session:
            survey.answer(session, "a secret", room.actor(person), given)
    with transaction() as session:
        release(session, queries.by_id(session, room.workshop_id))


def whole_day(app: Flask) -> Room:
    """Run the workshop until the end, with its survey still open."""
    room = small_room(app)
    rank(room)
    draft(room)
    vote(room)
    answer(room)
    return room
