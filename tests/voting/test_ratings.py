"""Ratings with separate denominators, their intervals and tiers, and the finalists."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polling.voting.ballots import Abstention, Ballot, ScoreBallot
from polling.voting.finalists import choose, nearest_miss
from polling.voting.ratings import Rating, in_order, most_priorities, rate, tiers, wilson

counts = st.integers(0, 30)
ratings = st.builds(Rating, st.uuids().map(str), counts, counts, counts)


def test_each_option_is_counted_among_those_who_rated_it() -> None:
    ballots: list[Ballot] = [
        ScoreBallot({1: 2, 2: 0}),
        ScoreBallot({1: 1}),
        ScoreBallot({}),
        Abstention(),
    ]
    first, second = rate(ballots, [1, 2])
    assert (first.raters, first.supporters, first.score) == (2, 2, Fraction(3, 4))
    assert (second.raters, second.supporters, second.score) == (1, 0, Fraction(0))


def test_the_interval_is_that_of_wilson() -> None:
    # Wilson's interval of 81 in 263, as in Newcombe, "Two-sided confidence intervals" (1998).
    assert wilson(81 / 263, 263) == pytest.approx((0.2553, 0.3662), abs=0.0001)
    assert wilson(0.0, 0) == (0.0, 1.0)


def test_of_a_room_the_interval_is_narrower() -> None:
    # By hand, with f = (N - n) / (N - 1) and s = 1.959964² f / n: middle (p + s/2) / (1 + s),
    # reach √(s (p (1 - p) + s/4)) / (1 + s).
    # f = 19/38, s = 0.09604: 0.5 ± 0.14801
    assert wilson(0.5, 20, 39) == pytest.approx((0.3520, 0.6480), abs=0.0001)
    # f = 47/70, s = 0.10747: 0.76336 ± 0.12964, instead of 0.59530 to 0.90757
    assert wilson(19 / 24, 24, 71) == pytest.approx((0.6337, 0.8930), abs=0.0001)


def test_of_those_who_did_not_vote_each_can_make_only_so_much_of_a_difference() -> None:
    # Two of 78 have not voted: from 38 of 78 to 40 of 78, where the formula alone gives 0.482.
    assert wilson(0.5, 76, 78) == pytest.approx((38 / 78, 40 / 78))


@pytest.mark.parametrize("electorate", [30, 29], ids=["all of them", "some have left"])
def test_where_everybody_voted_nothing_is_left_to_chance(electorate: int) -> None:
    assert wilson(0.7, 30, electorate) == (0.7, 0.7)
    assert wilson(0.0, 0, 0) == (0.0, 1.0)
    ahead, behind = Rating("a", 15, 9, 6, electorate), Rating("b", 15, 8, 7, electorate)
    assert tiers([ahead, behind]) == {"a": 1, "b": 2}
    assert tiers([replace(ahead, electorate=300), replace(behind, electorate=300)]) == {
        "a": 1,
        "b": 1,
    }


@given(ratings, st.integers(0, 3))
def test_equal_ratings_share_a_tier_however_many_voted(one: Rating, others: int) -> None:
    known = replace(one, option=1, electorate=one.raters + others)
    assert tiers([known, replace(known, option=2)]) == {1: 1, 2: 1}


@given(st.integers(1, 500), st.integers(0, 500), st.data())
def test_an_interval_of_a_room_holds_its_share_within_what_is_possible(
    of: int, others: int, data: st.DataObject
) -> None:
    count, electorate = data.draw(st.integers(0, of)), of + others
    low, high = wilson(count / of, of, electorate)
    wide = wilson(count / of, of)
    assert wide[0] - 1e-9 <= low <= count / of <= high <= wide[1] + 1e-9
    assert count - 1e-6 <= low * electorate
    assert high * electorate <= count + others + 1e-6


@given(st.integers(1, 500), st.data())
def test_an_interval_holds_its_share_and_narrows_with_more_voters(
    of: int, data: st.DataObject
) -> None:
    share = data.draw(st.integers(0, of)) / of
    low, high = wilson(share, of)
    wider = wilson(share, max(1, of // 4))
    assert 0 <= low <= share <= high <= 1
    assert high - low <= wider[1] - wider[0] + 1e-9


@given(st.lists(ratings, max_size=12))
def test_tiers_follow_the_order_and_hold_the_next_where_it_may_be_chance(
    given: list[Rating],
) -> None:
    found = tiers(given)
    ordered = [found[one.option] for one in in_order(given)]
    assert ordered == sorted(ordered)
    assert set(ordered) == set(range(1, max(ordered, default=0) + 1))


def test_a_room_is_split_if_the_ranges_of_both_ends_lie_above_a_fifth() -> None:
    assert Rating(1, 11, 5, 11, electorate=70).is_split
    assert not Rating(1, 8, 11, 8, electorate=70).is_split  # 30 % each may be less than a fifth
    assert not Rating(1, 3, 0, 3, electorate=70).is_split  # too few to tell


def test_a_majority_is_one_of_the_room_and_not_only_of_those_who_were_asked() -> None:
    assert Rating(1, 8, 11, 8, electorate=70).has_majority  # 19 of 27
    assert not Rating(1, 8, 8, 11, electorate=70).has_majority  # 16 of 27
    assert Rating(1, 8, 8, 11, electorate=27).has_majority  # nobody else could have been asked


def test_a_third_may_be_priorities_and_at_least_one() -> None:
    assert [most_priorities(options) for options in (1, 3, 4, 6, 7, 8)] == [1, 1, 2, 2, 3, 3]


def test_the_best_of_every_issue_and_the_wild_cards_are_finalists() -> None:
    issues = {
        1: [Rating(11, 9, 1, 0), Rating(12, 8, 1, 1), Rating(13, 7, 1, 2)],
        2: [Rating(21, 0, 1, 9), Rating(22, 0, 0, 10)],
    }
    found = choose(issues, wild_cards=1)
    assert (found.best, found.wild, found.ties) == ((11, 21), (12,), ())


def test_what_nothing_separates_goes_to_the_final_together() -> None:
    issues = {
        1: [Rating(11, 5, 0, 5), Rating(12, 5, 0, 5), Rating(13, 1, 1, 8), Rating(14, 1, 1, 8)],
        2: [Rating(21, 9, 1, 0), Rating(22, 1, 1, 8)],
    }
    found = choose(issues, wild_cards=1)
    assert found.best == (21, 11, 12)
    assert found.wild == (13, 14, 22)
    assert found.ties == ((11, 12), (13, 14, 22))


def test_support_separates_what_has_the_same_score() -> None:
    issues = {1: [Rating(11, 5, 0, 5), Rating(12, 0, 10, 0)]}
    assert choose(issues, wild_cards=0).best == (12,)


def test_what_nobody_rated_is_no_finalist() -> None:
    assert choose({1: [Rating(11, 0, 0, 0)]}, wild_cards=3).all == ()


def test_the_nearest_miss_is_the_last_wild_card_and_the_first_one_out() -> None:
    # Scores: a 0.95, b 0.85, c 0.8, d 0.55, e 0.5. "a" and "d" are the best of their issues.
    first = [Rating("a", 9, 1, 0), Rating("b", 8, 1, 1), Rating("c", 7, 2, 1)]
    second = [Rating("d", 4, 3, 3), Rating("e", 4, 2, 4)]
    issues = {1: first, 2: second}
    found = nearest_miss(issues, choose(issues, wild_cards=1).all)
    assert found
    assert (found.inside.option, found.outside.option) == ("b", "c")
    assert found.ratings == 1  # one priority of "b" changed to "not now" makes 0.75 of its 0.85


def test_a_wider_gap_takes_more_ratings() -> None:
    # 0.95 and 0.25: each changed rating moves one of them by 0.1.
    issues = {1: [Rating("x", 10, 0, 0), Rating("in", 9, 1, 0), Rating("out", 0, 5, 5)]}
    found = nearest_miss(issues, ("x", "in"))
    assert found
    assert found.ratings == 7
    assert found.inside.score == Fraction(19, 20)


@pytest.mark.parametrize(
    "chosen",
    [pytest.param((), id="nothing in"), pytest.param(("a", "b", "c"), id="nothing out")],
)
def test_without_a_cut_nothing_is_near_to_it(chosen: tuple[str, ...]) -> None:
    first = [Rating("a", 9, 1, 0), Rating("b", 8, 1, 1), Rating("c", 7, 2, 1)]
    assert nearest_miss({1: first}, chosen) is None


def test_what_nobody_rated_is_no_near_miss() -> None:
    first = [Rating("a", 9, 1, 0), Rating("b", 8, 1, 1), Rating("c", 0, 0, 0)]
    assert nearest_miss({1: first}, ("a", "b")) is None
