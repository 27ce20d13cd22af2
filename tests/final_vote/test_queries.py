"""What each phone is asked, and the results."""

import pytest
from sqlalchemy import update

from polling.breakouts.models import Group
from polling.contests import actions as contests
from polling.contests.counting.verify import verify
from polling.contests.electorate import authors
from polling.contests.kinds import FINAL
from polling.contests.models import Contest
from polling.core.db import reading, transaction
from polling.final_vote import actions, queries
from polling.people.models import Participant
from polling.recommendations.models import Recommendation
from tests.final_vote import electorate
from tests.room import Room
from tests.screen.shown_results import show_whole


def vote_of(room: Room, place: int = 0) -> queries.Vote:
    with reading() as session:
        return queries.votes(session, room.workshop_id)[place]


def reveal(room: Room) -> None:
    electorate.close_all(room)
    with transaction() as session:
        actions.reveal_overall(session, room.organizer)
        show_whole(session, room.organizer)


def outsiders(room: Room, vote: queries.Vote) -> list[int]:
    groups = frozenset().union(*authors(vote.contest).values())
    return [one for one in room.participants if room.actor(one).group_id not in groups]


def test_issues_keep_their_recommendations_together(drafted: Room) -> None:
    vote = vote_of(drafted)
    paper = queries.paper(vote)
    assert sorted(issue.priority or 0 for issue, _ in paper) == [1, 2, 3]
    assert all(one.issue_id == issue.id for issue, written in paper for one in written)
    assert sorted(one.id for _, written in paper for one in written) == vote.contest.options


def test_support_is_a_share_of_those_who_could_give_it(drafted: Room) -> None:
    electorate.open_final_vote(drafted)
    vote = vote_of(drafted)
    mine, theirs = vote.contest.options[0], vote.contest.options[1]
    written_by = authors(vote.contest)
    group = [one for one in drafted.participants if drafted.actor(one).group_id in written_by[mine]]
    for person in outsiders(drafted, vote)[:5]:
        drafted.cast(person, vote.contest.id, {"approved": [mine]})
    for person in group:
        drafted.cast(person, vote.contest.id, {"approved": [theirs]})
    reveal(drafted)
    support = {row.recommendation.id: row for row in queries.standings(vote_of(drafted))}
    # Seven people voted, two of them from the group that wrote `mine`.
    assert (support[mine].approvals, support[mine].eligible) == (5, 5)
    assert (support[theirs].approvals, support[theirs].eligible) == (2, 7)
    assert support[mine].share == 1.0
    assert support[theirs].share == pytest.approx(2 / 7)


def test_a_large_group_is_not_behind_because_its_own_members_could_not_choose_its_work(
    drafted: Room,
) -> None:
    vote = vote_of(drafted)
    written_by = authors(vote.contest)
    large, small = (vote.contest.options[place] for place in (0, 1))
    (group,) = written_by[large]
    people = outsiders(drafted, vote)
    with transaction() as session:
        query = update(Participant).where(Participant.id.in_(people[:4]))
        session.execute(query.values(group_id=group))
    electorate.open_final_vote(drafted)
    others = outsiders(drafted, vote)
    own = [one for one in drafted.participants if drafted.actor(one).group_id == group]
    for person in own:
        drafted.cast(person, vote.contest.id, {"abstain": True})
    for person in others[:5]:
        drafted.cast(person, vote.contest.id, {"approved": [large, small]})
    drafted.cast(others[5], vote.contest.id, {"approved": [small]})
    reveal(drafted)
    rows = queries.standings(vote_of(drafted))
    # Six voters wrote `large` themselves, so fewer approvals are a larger share.
    assert [(row.recommendation.id, row.rank, row.approvals, row.eligible) for row in rows[:2]] == [
        (large, 1, 5, 6),
        (small, 2, 6, 12),
    ]
    with reading() as session:
        assert [
            c for c in verify(session, session.merge(vote_of(drafted).contest)) if not c.passed
        ] == []


def test_where_one_group_wrote_everything_its_members_are_not_the_electorate(drafted: Room) -> None:
    with transaction() as session:
        options = drafted.contests(FINAL)[0].options
        group = session.get_one(Recommendation, options[0]).group_id
        session.execute(
            update(Recommendation).where(Recommendation.id.in_(options)).values(group_id=group)
        )
    electorate.open_final_vote(drafted)
    vote = vote_of(drafted)
    drafted.cast(outsiders(drafted, vote)[0], vote.contest.id, {"abstain": True})
    assert queries.may_vote(vote, group) is False
    assert queries.may_vote(vote, None) is True
    assert electorate.close_all(drafted)[0].result["present"] == 22


def test_where_two_groups_wrote_everybody_is_the_electorate(drafted: Room) -> None:
    electorate.open_final_vote(drafted)
    vote = vote_of(drafted)
    assert all(queries.may_vote(vote, drafted.actor(p).group_id) for p in drafted.participants)
    assert electorate.close_all(drafted)[0].result["present"] == 24


def test_nothing_is_compared_across_themes_before_the_reveal(drafted: Room) -> None:
    electorate.open_final_vote(drafted)
    electorate.close_all(drafted)
    with reading() as session:
        votes = queries.votes(session, drafted.workshop_id)
    assert queries.overall(queries.revealed(votes)) == []


def test_the_voted_order_is_by_share(drafted: Room) -> None:
    electorate.open_final_vote(drafted)
    vote = vote_of(drafted)
    best, second = vote.contest.options[7], vote.contest.options[2]
    people = outsiders(drafted, vote)
    for person in people[:4]:
        drafted.cast(person, vote.contest.id, {"approved": [best, second]})
    drafted.cast(people[4], vote.contest.id, {"approved": [best]})
    reveal(drafted)
    rows = queries.standings(vote_of(drafted))
    assert [(row.recommendation.id, row.rank, row.approvals) for row in rows[:2]] == [
        (best, 1, 5),
        (second, 2, 4),
    ]
    assert {(row.rank, row.approvals) for row in rows[2:]} == {(3, 0)}


def test_what_the_organizers_put_in_by_hand_comes_first(drafted: Room) -> None:
    electorate.open_final_vote(drafted)
    vote = vote_of(drafted)
    least, most = vote.contest.options[-1], vote.contest.options[0]
    drafted.cast(outsiders(drafted, vote)[0], vote.contest.id, {"approved": [most]})
    electorate.close_all(drafted)
    with transaction() as session:
        contest = session.get_one(Contest, vote.contest.id)
        contests.reveal_contest(session, drafted.organizer, contest)
        contests.decide(
            session,
            drafted.organizer,
            contest,
            winners=[least, most],
            reason="As agreed.",
            labels={},
        )
    rows = queries.standings(vote_of(drafted))
    assert [row.recommendation.id for row in rows[:2]] == [least, most]
    assert [row.made_cut for row in rows[:3]] == [True, True, False]


def test_themes_are_compared_by_share_and_equal_shares_have_equal_ranks(drafted: Room) -> None:
    electorate.open_final_vote(drafted)
    first, second = vote_of(drafted, 0), vote_of(drafted, 1)
    both = (authors(vote.contest) for vote in (first, second))
    groups = {group for authors in both for wrote in authors.values() for group in wrote}
    people = [p for p in drafted.participants if drafted.actor(p).group_id not in groups]
    for person in people[:2]:
        drafted.cast(person, first.contest.id, {"approved": [first.contest.options[0]]})
    for person in people[:4]:
        drafted.cast(person, second.contest.id, {"approved": [second.contest.options[0]]})
    drafted.cast(people[4], second.contest.id, {"approved": [second.contest.options[1]]})
    reveal(drafted)
    with reading() as session:
        order = queries.overall(queries.revealed(queries.votes(session, drafted.workshop_id)))
    # Two of two, four of five, one of five: the second theme has more approvals, but a smaller
    # share.
    assert [(rank, row.recommendation.id) for rank, _, row in order[:3]] == [
        (1, first.contest.options[0]),
        (2, second.contest.options[0]),
        (3, second.contest.options[1]),
    ]
    assert {rank for rank, _, row in order[3:]} == {4}


def test_a_recommendation_whose_group_is_gone_is_for_everybody(drafted: Room) -> None:
    with transaction() as session:
        group = session.get_one(Recommendation, drafted.contests(FINAL)[0].options[0]).group_id
        session.delete(session.get_one(Group, group))
    electorate.open_final_vote(drafted)
    assert queries.may_vote(vote_of(drafted), group) is True
