"""The published figures about sectors make no secret count and no ballot's sector certain.

`python -m tests.privacy.random_rooms` tries many more rooms.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from polling.voting import ApprovalBallot
from tests.privacy.attack import Found, Room, attack
from tests.privacy.random_rooms import Shown, Vote, certain, in_groups, votes

ROOMS = 40
ROOMS_WITH_PAPER = 8
ROOMS_IN_GROUPS = 48
ROOMS_TO_TRY = 5
MOST_WORLDS = 150  # each is published once


@pytest.fixture(scope="module")
def rooms() -> list[Vote]:
    """Small and large rooms under every rule, always the same."""
    return list(votes(ROOMS))


def test_no_count_and_no_sector_is_certain_even_to_a_voter(rooms: list[Vote]) -> None:
    found = [certain(vote, vote.published()) for vote in rooms]
    assert found == [Found(0, 0, 0)] * ROOMS


def test_nor_are_they_to_organizers_who_know_the_paper_ballots() -> None:
    found = [certain(vote, vote.published()) for vote in votes(ROOMS_WITH_PAPER, paper=True)]
    assert found == [Found(0, 0, 0)] * ROOMS_WITH_PAPER


def test_nor_do_groups_that_may_not_choose_their_own_work_disclose_a_sector() -> None:
    made = list(in_groups(ROOMS_IN_GROUPS))
    published = [vote.published() for vote in made]
    found = [certain(vote, one) for vote, one in zip(made, published, strict=True)]
    assert found == [Found(0, 0, 0)] * ROOMS_IN_GROUPS
    assert sum(one is not None for one in published) >= 5


def test_large_rooms_keep_their_figures(rooms: list[Vote]) -> None:
    shown = Shown()
    for vote in rooms:
        if vote.name.startswith("78"):
            shown.add(vote, vote.published())
    assert shown.tables == shown.rooms == 4
    assert shown.sectors / shown.in_all > 0.8
    assert shown.common + shown.minority > 4


def test_the_attacker_solves_exact_counts() -> None:
    """In an exact table, six who want one thing and six who want another have no secrets."""
    marks = np.array([[1, 0]] * 6 + [[0, 1]] * 6)
    sector_of = np.array([0] * 6 + [1] * 6)
    counts = np.array([[6, 0], [0, 6]])
    assert attack(Room(sector_of, marks, [6, 6], counts, counts)) == Found(4, 12, 12)


def test_rounding_alone_would_not_do(monkeypatch: pytest.MonkeyPatch, rooms: list[Vote]) -> None:
    monkeypatch.setattr("polling.privacy.sector_table.is_open", lambda _: True)
    found = [certain(vote, vote.published()) for vote in rooms[:4]]
    assert sum(one.counts for one in found) > 0
    assert sum(one.sectors for one in found) > 0
    assert sum(one.voters for one in found) > 0


def test_both_ways_of_solving_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(20261127)
    for _ in range(10):
        marks = chance.integers(0, 2, (12, 3))
        sector_of = np.array([0] * 6 + [1] * 6)
        counts = np.array([marks[sector_of == at].sum(0) for at in (0, 1)])
        room = Room(sector_of, marks, [6, 6], np.maximum(counts - 1, 0), counts)
        enumerated = attack(room)
        with monkeypatch.context() as patched:
            patched.setattr("tests.privacy.attack.MOST_ASSIGNMENTS", 0)
            assert attack(room) == enumerated


def test_knowing_the_algorithm_does_not_help() -> None:
    """Publish each possible room, and keep those with the same figures."""
    tried = 0
    for vote in small_rooms():
        published, possible = vote.published(), list(worlds(vote))
        if published is None or len(possible) > MOST_WORLDS:
            continue
        same = [world for world in possible if world.published() == published]
        where = [
            dict.fromkeys(zip(map(repr, one.ballots), one.sectors, strict=True)) for one in same
        ]
        for ballot in set(map(repr, vote.ballots)):
            assert {sector for one in where for kind, sector in one if kind == ballot} == {
                "Sector 0",
                "Sector 1",
            }
        tried += 1
        if tried == ROOMS_TO_TRY:
            return
    pytest.fail("Too few rooms are published.")


def small_rooms() -> Iterator[Vote]:
    for vote in votes(160, seed=7):
        if len(set(vote.sectors)) == 2 and vote.kind in {"top-three", "approval"}:
            yield vote


def worlds(vote: Vote) -> Iterator[Vote]:
    """Every way to assign the two sectors to the ballots; equal ballots count once."""
    order = sorted(range(len(vote.ballots)), key=lambda at: repr(vote.ballots[at]))
    ballots = [vote.ballots[at] for at in order]
    many = Counter(map(repr, ballots))
    size = vote.sectors.count("Sector 0")
    for first in product(*(range(count + 1) for count in many.values())):
        if sum(first) == size:
            sectors = []
            for taken, count in zip(first, many.values(), strict=True):
                sectors += ["Sector 0"] * taken + ["Sector 1"] * (count - taken)
            yield replace(vote, ballots=ballots, sectors=sectors)


def test_five_people_are_not_a_separate_sector() -> None:
    ballots = [ApprovalBallot(frozenset({number % 2})) for number in range(20)]
    sectors = ["Survivors"] * 5 + ["State"] * 15
    assert Vote("", "approval", [0, 1], sectors, list(ballots)).published() is None
