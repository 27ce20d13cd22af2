"""The close counts what was cast, publishes a list that can be checked, and keeps no secret."""

import hashlib

import pytest
from sqlalchemy import select

from polling.contests.actions.life import close_contest, decide, open_contest, reveal_contest
from polling.contests.casting.receipts import canonical, digest
from polling.contests.models import Ballot, Contest
from polling.db import reading, transaction
from polling.errors import Conflict
from polling.ranking.actions import life as ranking
from polling.workshop.log import unbroken
from polling.workshop.models import Issue
from polling.workshop.queries import log_entries
from tests.databases import on_both
from tests.room import Room


@pytest.fixture
def closed(room: Room) -> Contest:
    room.go("lobby")
    room.join(10)
    room.go("ranking")
    contest = room.open_ranking()[0]
    for voter in room.participants[:9]:
        room.cast(voter, contest.id, {"ranking": contest.options[:3]})
    room.cast(room.participants[9], contest.id, {"abstain": True})
    with transaction() as session:
        close_contest(session, room.organizer, session.get_one(Contest, contest.id))
    return fresh(contest)


def fresh(contest: Contest) -> Contest:
    with reading() as session:
        return session.get_one(Contest, contest.id)


@on_both
def test_everybody_who_voted_is_in_the_turnout_and_abstentions_are_told_apart(
    closed: Contest,
) -> None:
    result = closed.result
    assert (result["voted"], result["abstained"], result["present"]) == (10, 1, 10)


def test_three_two_one_points_decide(closed: Contest) -> None:
    scores = {row["option"]: row["score"] for row in closed.result["outcome"]["standings"]}
    first, second, third, *others = closed.options
    assert (scores[first], scores[second], scores[third]) == (27, 18, 9)
    assert {scores[other] for other in others} == {0}


def test_the_published_list_holds_each_phones_line_and_its_own_hash(closed: Contest) -> None:
    lines = [ballot["hash"] for ballot in closed.result["ballots"]]
    mine = digest(closed.id, f"{1:032x}", canonical({"ranking": closed.options[:3]}))
    everything = hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
    assert mine in lines
    assert lines == sorted(lines)
    assert everything == closed.result["ballots_hash"]


def test_the_reveal_erases_the_sectors(room: Room, closed: Contest) -> None:
    with transaction() as session:
        ranking.reveal(session, room.organizer, session.get_one(Contest, closed.id))
    with reading() as session:
        assert set(session.scalars(select(Ballot.sector))) == {""}


def test_the_reveal_makes_the_top_issues_priority_issues(room: Room, closed: Contest) -> None:
    with transaction() as session:
        ranking.reveal(session, room.organizer, session.get_one(Contest, closed.id))
    with reading() as session:
        chosen = select(Issue.id).where(Issue.priority.is_not(None)).order_by(Issue.priority)
        assert list(session.scalars(chosen)) == closed.options[:3]


@on_both
def test_an_override_is_kept_with_its_reason_and_changes_the_priority_issues(
    room: Room, closed: Contest
) -> None:
    winners = closed.options[3:5]
    with transaction() as session:
        contest = session.get_one(Contest, closed.id)
        ranking.decide(session, room.organizer, contest, winners=winners, reason="A duplicate.")
    with reading() as session:
        chosen = select(Issue.id).where(Issue.priority.is_not(None)).order_by(Issue.priority)
        assert list(session.scalars(chosen)) == winners
        entry = log_entries(session, room.workshop_id)[-1]
        assert (entry.action, entry.detail["reason"]) == ("contest-decided", "A duplicate.")


def test_a_tie_that_the_policy_leaves_open_blocks_the_reveal_until_it_is_decided(
    room: Room, closed: Contest
) -> None:
    with transaction() as session:
        contest = session.get_one(Contest, closed.id)
        outcome = contest.result["outcome"] | {"unresolved": closed.options[2:4]}
        contest.result = contest.result | {"outcome": outcome}
    with transaction() as session, pytest.raises(Conflict, match="tie"):
        reveal_contest(session, room.organizer, session.get_one(Contest, closed.id))
    with transaction() as session:
        contest = session.get_one(Contest, closed.id)
        decide(session, room.organizer, contest, winners=closed.options[:3], reason="By lot.")
        reveal_contest(session, room.organizer, contest)
    assert fresh(closed).state == "revealed"


@on_both
def test_a_closed_contest_can_be_reopened_with_the_same_options_and_ballots(
    room: Room, closed: Contest
) -> None:
    with transaction() as session:
        contest = session.get_one(Contest, closed.id)
        open_contest(session, room.organizer, contest, smallest=5)
    assert (fresh(closed).options, fresh(closed).result) == (closed.options, {})
    room.cast(room.participants[0], closed.id, {"abstain": True}, revision=2)


@on_both
def test_what_was_decided_by_hand_is_forgotten_when_people_vote_again(
    room: Room, closed: Contest
) -> None:
    with transaction() as session:
        contest = session.get_one(Contest, closed.id)
        winners = closed.options[3:5]
        ranking.decide(session, room.organizer, contest, winners=winners, reason="Tied.")
        open_contest(session, room.organizer, contest, smallest=5)
    with transaction() as session:
        contest = session.get_one(Contest, closed.id)
        close_contest(session, room.organizer, contest)
        ranking.reveal(session, room.organizer, contest)
    assert fresh(closed).decision == {}
    with reading() as session:
        chosen = select(Issue.id).where(Issue.priority.is_not(None)).order_by(Issue.priority)
        assert list(session.scalars(chosen)) == closed.options[:3]


def test_a_revealed_contest_cannot_be_reopened(room: Room, closed: Contest) -> None:
    with transaction() as session:
        ranking.reveal(session, room.organizer, session.get_one(Contest, closed.id))
    with transaction() as session, pytest.raises(Conflict):
        open_contest(session, room.organizer, session.get_one(Contest, closed.id), smallest=5)


@on_both
def test_the_log_is_a_chain_that_shows_a_changed_line(room: Room, closed: Contest) -> None:
    with transaction() as session:
        entries = log_entries(session, room.workshop_id)
        assert unbroken(entries)
        entries[1].detail = {"now": "something else"}
        assert not unbroken(entries)
