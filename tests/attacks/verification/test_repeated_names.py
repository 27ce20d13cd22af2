"""An honest file is right even if headlines, short names and recommendations repeat."""

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from polling.breakouts.models import Group
from polling.core.db import transaction
from polling.privacy import omitted_options
from polling.recommendations.models import Recommendation
from polling.workshop import queries
from polling.workshop_file.read import read
from tests.attacks import exported_workshops as workshops
from tests.final_vote import electorate
from tests.room import Room
from tests.verifier import verifier

pytestmark = pytest.mark.slow
NAMES = ["Police", "Police, police", "Police police", "Parks", "Permits", "Prisons", "Ports"]
THEMES, GROUPS, ISSUES = 3, 2, 5


def issues(chance: random.Random) -> list[dict[str, Any]]:
    """Headlines and short names from the same few words."""
    headlines = chance.sample(NAMES, ISSUES)
    return [{"headline": one, "short": chance.choice(["", *NAMES])} for one in headlines]


def held(app: Flask, chance: random.Random, stages: str) -> Room:
    """A workshop with all votes and a frozen report, in which many names repeat."""
    titles = [f"Theme {number}" for number in range(THEMES)]
    rules = ["top-three", "schulze", "approval"]
    tree = {
        "format": "synthesis-workshop/1",
        "title": "Names",
        "groups": [
            {"number": 1 + at, "theme": titles[at % THEMES]} for at in range(GROUPS * THEMES)
        ],
        "themes": [
            {"title": title, "rule": rule, "cut_places": 2, "issues": issues(chance)}
            for title, rule in zip(titles, rules, strict=True)
        ],
    }
    room = Room.of(app, read(json.dumps(tree).encode(), "names.json"))
    repeat_a_headline(room)
    electorate.gather(room, 14)
    rank(room, chance)
    write(room, chance)
    electorate.set_stages(room, stages)
    room.go("presentations", "final_vote")
    if stages == "two":
        workshops.vote_in_two_stages(room)
    else:
        for contest in electorate.open_final_vote(room):
            electorate.approve_by_taste(room, contest)
        workshops.close_and_reveal_final_vote(room)
    return workshops.frozen(room)


def repeat_a_headline(room: Room) -> None:
    """Give two issues of a theme the same headline, as organizers can."""
    with transaction() as session:
        first, second, *_ = queries.themes(session, room.workshop_id)[0].issues
        second.headline = first.headline


def rank(room: Room, chance: random.Random) -> None:
    room.go("ranking")
    for contest in room.open_ranking():
        answer = "approved" if contest.rule["rule"] == "approval" else "ranking"
        given = [chance.sample(contest.options, chance.randint(1, 3)) for _ in room.participants]
        room.cast_all(
            (person, contest.id, {answer: sorted(one) if answer == "approved" else one})
            for person, one in zip(room.participants, given, strict=True)
        )
    workshops.close_and_reveal(room, room.contests())


def write(room: Room, chance: random.Random) -> None:
    """Let groups write the same few recommendations."""
    room.go("breakouts")
    with transaction() as session:
        for theme in queries.themes(session, room.workshop_id):
            groups = session.scalars(select(Group).where(Group.theme_id == theme.id)).all()
            for issue in queries.priority_issues(session, theme.id):
                for position in range(1, 6):
                    action, by = chance.choice(["act", "meet"]), chance.choice(["", "by 2030"])
                    session.add(
                        Recommendation(
                            issue_id=issue.id,
                            group_id=groups[position % len(groups)].id,
                            position=position,
                            actors=["Banks"],
                            action=action,
                            by=by,
                        )
                    )


def found(file: dict[str, Any]) -> Iterator[str]:
    """What the verifier finds in the votes and in frozen reports."""
    votes = verifier().check(file)
    for tree in (*votes, *verifier().check_frozen(file, votes)):
        yield from (f"{one.verdict} {one.place}: {one.sentence}" for one in tree.findings)


@pytest.mark.parametrize("stages", ["one", "two"])
@pytest.mark.parametrize("seed", range(3))
def test_repeated_names_are_told_apart(
    app: Flask, monkeypatch: pytest.MonkeyPatch, seed: int, stages: str
) -> None:
    monkeypatch.setattr(omitted_options, "FEWEST_ALIKE", 2)
    room = held(app, random.Random(f"{seed} {stages}"), stages)
    assert list(found(workshops.exported(room))) == []
