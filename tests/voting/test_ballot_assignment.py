"""Sparse ballots are balanced in every way, and nobody is asked about their own issues."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polling.voting.assignment_coverage import Coverage, Design, Voter
from polling.voting.ballot_assignment import choose_next, share_out

SHAPE = ((5, 4, 2), (4, 3, 4), (4, 3, 4), (8, 4, 4), (5, 7), (4, 5))
SIZES = dict(enumerate(size for theme in SHAPE for size in theme))
THEME = dict(enumerate(theme for theme, sizes in enumerate(SHAPE) for _ in sizes))


def room(people: int, seed: int = 1) -> list[Voter]:
    """Voters of six themes; half of them are from one sector."""
    chance = Random(seed)
    return [
        Voter(
            number,
            chance.choices(("Government", "NGO", "Media"), weights=(5, 4, 1))[0],
            frozenset(issue for issue in SIZES if THEME[issue] == number % len(SHAPE)),
        )
        for number in range(people)
    ]


def asked_about(design: Design) -> Counter[int]:
    return Counter(issue for asked in design.values() for issue in asked)


def coverage_of(voters: list[Voter], design: Design) -> Coverage:
    coverage = Coverage()
    for voter in voters:
        coverage.add(voter, design[voter.id])
    return coverage


def test_a_full_room_is_balanced_in_coverage_reading_and_sectors() -> None:
    voters = room(78)
    design = share_out(voters, SIZES, 6, seed=7)
    covered = asked_about(design).values()
    reading = [sum(SIZES[issue] for issue in asked) for asked in design.values()]
    large = [voter.id for voter in voters if voter.sector == "Government"]
    of_large = asked_about({voter: design[voter] for voter in large})
    assert min(covered) >= 28
    assert max(covered) - min(covered) <= 2
    assert max(reading) - min(reading) <= 4
    assert max(of_large.values()) - min(of_large.values()) <= 2


def test_who_is_asked_what_hangs_on_the_seed_and_not_on_the_order() -> None:
    voters = room(30)
    design = share_out(voters, SIZES, 6, seed=1)
    assert share_out(voters[::-1], SIZES, 6, seed=1) == design
    assert share_out(voters, SIZES, 6, seed=2) != design


@st.composite
def rooms(draw: st.DrawFn) -> list[Voter]:
    own = st.frozensets(st.sampled_from(sorted(SIZES)), max_size=len(SIZES))
    drawn = draw(st.lists(st.tuples(st.sampled_from("GNM"), own), max_size=25))
    return [Voter(number, *one) for number, one in enumerate(drawn)]


@settings(max_examples=60, deadline=None)
@given(rooms(), st.integers(1, 8))
def test_nobody_rates_an_issue_twice_or_one_of_their_group(voters: list[Voter], each: int) -> None:
    for voter, asked in share_out(voters, SIZES, each, seed=1).items():
        others = len(SIZES) - len(voters[voter].own)
        assert len(asked) == len(set(asked)) == min(each, others)
        assert not voters[voter].own.intersection(asked)


def test_an_issue_of_the_own_group_is_not_asked_either_where_the_others_are_too_few() -> None:
    sizes = {0: 3, 1: 3, 2: 3}
    [plenty] = share_out([Voter(1, own=frozenset({0}))], sizes, 2, seed=1).values()
    [few] = share_out([Voter(1, own=frozenset({0, 1}))], sizes, 2, seed=1).values()
    assert (plenty, few) == ((1, 2), (2,))


def test_one_issue_more_is_never_one_of_the_own_group() -> None:
    voter = Voter(1, own=frozenset({0}))
    assert choose_next(voter, {0: 1, 1: 1}, Coverage(), 1, seed=1, asked=(1,)) == ()


def test_those_who_come_late_fill_what_those_who_left_have_left() -> None:
    voters = room(60)
    design = share_out(voters[:50], SIZES, 6, seed=1)
    coverage = coverage_of(voters[:50], design)
    for gone in voters[:10]:
        coverage.add(gone, design[gone.id], times=-1)
    for late in voters[50:]:
        asked = choose_next(late, SIZES, coverage, 6, seed=1)
        assert len(asked) == 6
        assert not late.own.intersection(asked)
        coverage.add(late, asked)
    assert max(coverage.all.values()) - min(coverage.all.values()) <= 2


def test_one_issue_more_is_one_that_fewest_were_asked_about() -> None:
    coverage = Coverage(Counter({0: 5, 1: 2, 2: 3}))
    voter = Voter(1, own=frozenset({1}))
    assert choose_next(voter, {0: 1, 1: 1, 2: 1}, coverage, 1, seed=1) == (2,)
    assert choose_next(voter, {0: 1, 1: 1, 2: 1}, coverage, 1, seed=1, asked=(2,)) == (0,)


@pytest.mark.parametrize("people", [0, 1, 2])
def test_an_almost_empty_room_gets_its_ballots(people: int) -> None:
    assert len(share_out(room(people), SIZES, 6, seed=1)) == people
