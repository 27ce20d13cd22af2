"""The assignment of issues to voters: enough voters for each, and balanced as people arrive."""

from collections import Counter

import pytest

from polling.contests import queries as contest_queries
from polling.contests.electorate import roll
from polling.core.db import reading, transaction
from polling.core.errors import BadInput
from polling.final_vote.two_stages.actions import assignment
from polling.final_vote.two_stages.queries import rated_issues
from tests.final_vote import raters
from tests.room import Room


def test_everybody_is_asked_about_six_issues_of_other_groups(two: Room) -> None:
    raters.open_first(two)
    covered: Counter[str] = Counter()
    for person in two.participants:
        mine = raters.asked_of(two, person)
        writers = {group for one in mine for group in one.rule["authors"].values()}
        assert len(mine) == 6
        assert two.actor(person).group_id not in writers
        covered.update(contest.id for contest in mine)
    assert set(covered.values()) == {8}


def test_who_comes_late_is_asked_about_what_fewest_are_asked_about(two: Room) -> None:
    opened = raters.open_first(two)
    for person in two.join(3):
        assert len(raters.asked_of(two, person)) == 6
    with reading() as session:
        chosen = [roll(session, one).size for one in opened]
    assert set(chosen) == {9}


def test_who_has_time_is_asked_about_the_issue_with_fewest_ballots(two: Room) -> None:
    raters.open_first(two)
    first, *others = two.participants
    raters.rate_by_taste(two, others)
    with reading() as session:
        issues = rated_issues(session, two.workshop_id)
        voted = contest_queries.voted(session, [one.contest.id for one in issues])
    before = {one.id for one in raters.asked_of(two, first)}
    with transaction() as session:
        assignment.ask_one_more(session, two.actor(first))
    *_, more = raters.asked_of(two, first)
    open_to_them = [one.contest for one in issues if two.actor(first).group_id not in one.writers]
    left = [voted[one.id] for one in open_to_them if one.id not in before]
    assert more.id not in before
    assert voted[more.id] == min(left)


def test_nobody_rates_what_others_are_asked(two: Room) -> None:
    opened = raters.open_first(two)
    person = two.participants[0]
    mine = {one.id for one in raters.asked_of(two, person)}
    other = next(one for one in opened if one.id not in mine)
    with pytest.raises(BadInput, match="not possible right now"):
        two.cast(person, other.id, raters.give(other, "support", other.options[0]))
