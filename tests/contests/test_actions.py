"""The life cycle of a vote: only the turnout is known until the reveal, which is final."""

import hashlib
import re
from typing import Any

import pytest
from sqlalchemy import select

from polling.contests.actions import close_contest, decide, open_contest
from polling.contests.casting.idempotency import ROUND
from polling.contests.casting.published_list import head_of
from polling.contests.casting.receipts import canonical, digest
from polling.contests.models import Ballot, Contest
from polling.core.db import reading, transaction
from polling.core.errors import BadInput, Conflict
from polling.ranking import actions as ranking
from polling.workshop.log import unbroken
from polling.workshop.models import Issue, Workshop
from polling.workshop.queries import log_entries
from tests.databases import on_both
from tests.prepared_rooms import Prepared
from tests.room import Room
from tests.screen.shown_results import show_whole


@pytest.fixture
def closed(room: Room, prepared: Prepared) -> Contest:
    prepared.get(vote_and_close, room)
    return room.contests()[0]


def vote_and_close(room: Room) -> None:
    room.go("lobby")
    room.join(10)
    room.go("ranking")
    contest = room.open_ranking()[0]
    for voter in room.participants[:9]:
        room.cast(voter, contest.id, {"ranking": contest.options[:3]})
    room.cast(room.participants[9], contest.id, {"abstain": True})
    with transaction() as session:
        close_contest(session, room.organizer, session.get_one(Contest, contest.id))


@pytest.fixture
def revealed(room: Room, closed: Contest) -> Contest:
    with transaction() as session:
        ranking.reveal(session, room.organizer, session.get_one(Contest, closed.id))
        show_whole(session, room.organizer)
    return fresh(closed)


def fresh(contest: Contest) -> Contest:
    with reading() as session:
        return session.get_one(Contest, contest.id)


@on_both
def test_everybody_who_voted_is_in_the_turnout_and_abstentions_are_separate(
    revealed: Contest,
) -> None:
    result = revealed.result
    assert (result["voted"], result["abstained"], result["present"]) == (10, 1, 10)


def test_three_two_one_points_decide(revealed: Contest) -> None:
    scores = {row["option"]: row["score"] for row in revealed.result["outcome"]["standings"]}
    first, second, third, *others = revealed.options
    assert (scores[first], scores[second], scores[third]) == (27, 18, 9)
    assert {scores[other] for other in others} == {0}


def test_the_published_list_holds_each_phones_line_and_its_own_hash(revealed: Contest) -> None:
    lines = [ballot["hash"] for ballot in revealed.result["ballots"]]
    first = head_of(revealed, revealed.result)
    mine = digest(revealed.id, f"{1:032x}", canonical({"ranking": revealed.options[:3]}))
    ballots = [f"{one['hash']} {canonical(one['choices'])}" for one in revealed.result["ballots"]]
    listed = "".join(f"{line}\n" for line in [*first, *ballots])
    everything = hashlib.sha256(listed.encode()).hexdigest()
    assert mine in lines
    assert lines == sorted(lines)
    assert everything == revealed.result["ballots_hash"]


def test_the_close_stores_the_turnout_and_nothing_that_anybody_chose(closed: Contest) -> None:
    assert closed.result == {}
    assert closed.turnout.keys() == {
        *("present", "voted", "paper", "withdrawn", "removed"),
        *("electorate", "able", "seats", "sectors", "presence"),
    }


@on_both
def test_the_close_levels_how_often_ballots_were_sent(room: Room, closed: Contest) -> None:
    with transaction() as session:
        open_contest(session, room.organizer, session.get_one(Contest, closed.id), smallest=5)
    for revision in range(ROUND + 1, ROUND + 6):
        room.cast(room.participants[0], closed.id, {"abstain": True}, revision=revision)
    with transaction() as session:
        close_contest(session, room.organizer, session.get_one(Contest, closed.id))
    with reading() as session:
        assert set(session.scalars(select(Ballot.revision))) == {2 * ROUND}


@pytest.mark.usefixtures("revealed")
def test_the_reveal_erases_the_sectors() -> None:
    with reading() as session:
        assert set(session.scalars(select(Ballot.sector))) == {""}


def test_the_reveal_makes_the_top_issues_priority_issues(revealed: Contest) -> None:
    with reading() as session:
        query = select(Issue.id).where(Issue.priority.is_not(None)).order_by(Issue.priority)
        assert list(session.scalars(query)) == revealed.options[:3]


@on_both
def test_an_override_is_kept_with_its_reason_and_changes_the_priority_issues(
    room: Room, revealed: Contest
) -> None:
    winners = revealed.options[3:5]
    with transaction() as session:
        contest = session.get_one(Contest, revealed.id)
        ranking.decide(session, room.organizer, contest, winners=winners, reason="A duplicate.")
    with reading() as session:
        query = select(Issue.id).where(Issue.priority.is_not(None)).order_by(Issue.priority)
        assert list(session.scalars(query)) == winners
        entry = log_entries(session, room.workshop_id)[-1]
        assert (entry.action, entry.detail["reason"]) == ("contest-decided", "A duplicate.")


@pytest.fixture
def tied(room: Room) -> Contest:
    """A closed contest with a tie for the last place, for the organizers to decide."""
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        workshop.settings = {**workshop.settings, "tie_policy": "refuse", "cut_places": 2}
    room.go("lobby")
    one, other = room.join(2)
    room.go("ranking")
    contest = room.open_ranking()[0]
    first, second, third = contest.options[:3]
    room.cast(one, contest.id, {"ranking": [first, second, third]})
    room.cast(other, contest.id, {"ranking": [first, third, second]})
    with transaction() as session:
        close_contest(session, room.organizer, session.get_one(Contest, contest.id))
    return fresh(contest)


def reveal(room: Room, contest: Contest) -> Contest:
    with transaction() as session:
        ranking.reveal(session, room.organizer, session.get_one(Contest, contest.id))
        show_whole(session, room.organizer)
    return fresh(contest)


def test_a_tie_that_the_policy_leaves_open_is_decided_before_the_result_is_revealed(
    room: Room, tied: Contest
) -> None:
    first, second, third = tied.options[:3]
    waiting = reveal(room, tied)
    assert (waiting.state, waiting.tied_options) == ("counted", [second, third])
    with transaction() as session:
        contest = session.get_one(Contest, tied.id)
        ranking.decide(session, room.organizer, contest, winners=[third], reason="By lot.")
    assert reveal(room, tied).state == "revealed"
    assert fresh(tied).decision["winners"] == [first, third]


@pytest.mark.parametrize("places", [[3], [1, 1]], ids=["another option", "one twice"])
def test_before_the_reveal_only_the_tied_options_can_be_decided_on(
    room: Room, tied: Contest, places: list[int]
) -> None:
    reveal(room, tied)
    with transaction() as session:
        contest = session.get_one(Contest, tied.id)
        with pytest.raises(BadInput):
            decide(
                session,
                room.organizer,
                contest,
                winners=[tied.options[place] for place in places],
                reason="Mine.",
                labels={},
            )


def test_an_organizer_replaces_only_a_decision_that_they_have_seen(
    room: Room, tied: Contest
) -> None:
    reveal(room, tied)
    path = f"/console/{room.code}/ranking/{tied.id}/decide"

    def decide_on(option: int, reason: str, seen: str = "") -> Any:
        sent = {"winners[]": str(option), "reason": reason, "seen": seen}
        return room.organizer_visitor().post(path, sent).get_json()

    assert decide_on(tied.options[1], "By lot.")["ok"]
    assert decide_on(tied.options[1], "By lot.")["ok"]  # sent again, because the answer was lost
    refusal = decide_on(tied.options[2], "It is older.")["error"]
    assert refusal["code"] == "changed-meanwhile"
    with reading() as session:
        chosen = session.get_one(Issue, tied.options[1]).label
    current = f"Selected: “{chosen}”. Reason: By lot."  # without the options ahead of the tie
    assert refusal["problems"] == [{"place": "reason", "message": current}]
    assert fresh(tied).decision["reason"] == "By lot."
    reveal(room, tied)
    console = room.organizer_visitor().get(f"/console/{room.code}/ranking").text
    assert f'name="seen" value="{refusal["seen"]}"' in console
    whole = [tied.options[0], tied.options[2]]
    with transaction() as session:
        contest = session.get_one(Contest, tied.id)
        ranking.decide(
            session,
            room.organizer,
            contest,
            winners=whole,
            reason="It is older.",
            seen=refusal["seen"],
        )
    assert fresh(tied).decision["winners"] == whole


def test_the_console_shows_how_a_tie_was_broken_until_the_reveal(room: Room, tied: Contest) -> None:
    reveal(room, tied)
    organizer, home = room.organizer_visitor(), f"/console/{room.code}/ranking"
    chosen = tied.options[2]
    sent = {"winners[]": str(chosen), "reason": "By lot."}
    assert organizer.post(f"{home}/{tied.id}/decide", sent).status_code == 200
    with reading() as session:
        label = session.get_one(Issue, chosen).label
    console = organizer.get(home).text
    assert f"Selected: “{label}”. Reason: By lot." in console
    form = console.partition(f'id="tie-{tied.id}"')[2].partition("</form>")[0]
    assert re.findall(r'value="(\d+)" checked', form) == [str(chosen)]
    assert ">By lot.</textarea>" in form


def test_a_tie_under_decision_makes_nothing_a_priority_issue(room: Room, tied: Contest) -> None:
    reveal(room, tied)
    with transaction() as session:
        contest = session.get_one(Contest, tied.id)
        ranking.decide(
            session, room.organizer, contest, winners=tied.options[1:2], reason="By lot."
        )
    with reading() as session:
        assert not list(session.scalars(select(Issue.id).where(Issue.priority.is_not(None))))


def test_a_vote_with_a_tie_under_decision_cannot_be_reopened(room: Room, tied: Contest) -> None:
    reveal(room, tied)
    with transaction() as session, pytest.raises(Conflict, match="not possible right now"):
        open_contest(session, room.organizer, session.get_one(Contest, tied.id), smallest=5)


def test_nothing_is_decided_by_hand_before_the_reveal(room: Room, closed: Contest) -> None:
    with transaction() as session:
        contest = session.get_one(Contest, closed.id)
        with pytest.raises(Conflict):
            decide(
                session,
                room.organizer,
                contest,
                winners=closed.options[:2],
                reason="Mine.",
                labels={},
            )


@on_both
def test_a_closed_contest_can_be_reopened_with_the_same_options_and_ballots(
    room: Room, closed: Contest
) -> None:
    with transaction() as session:
        contest = session.get_one(Contest, closed.id)
        open_contest(session, room.organizer, contest, smallest=5)
    assert (fresh(closed).options, fresh(closed).result) == (closed.options, {})
    room.cast(room.participants[0], closed.id, {"abstain": True}, revision=ROUND + 1)


@on_both
def test_a_reopening_is_kept_with_its_time_and_in_the_log(room: Room, closed: Contest) -> None:
    with transaction() as session:
        open_contest(session, room.organizer, session.get_one(Contest, closed.id), smallest=5)
    with reading() as session:
        entry = log_entries(session, room.workshop_id)[-1]
    assert (entry.action, entry.detail["voted"]) == ("contest-reopened", 10)
    assert len(fresh(closed).reopened) == 1
    assert fresh(closed).turnout == {}


def test_a_revealed_contest_cannot_be_reopened(room: Room, revealed: Contest) -> None:
    with transaction() as session, pytest.raises(Conflict, match="not possible right now"):
        open_contest(session, room.organizer, session.get_one(Contest, revealed.id), smallest=5)


@on_both
def test_the_log_is_a_chain_that_shows_a_changed_line(room: Room, closed: Contest) -> None:
    with transaction() as session:
        entries = log_entries(session, room.workshop_id)
        assert unbroken(entries)
        entries[1].detail = {"now": "something else"}
        assert not unbroken(entries)
