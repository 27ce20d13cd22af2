"""The assignment of issues to voters: enough voters for each, and balanced as people arrive."""

from collections import Counter
from http import HTTPStatus
from typing import Any

import pytest
from sqlalchemy import delete

from benchmarks.counted_queries import counted_queries
from polling.contests import queries as contest_queries
from polling.contests.actions import close_contest, close_open
from polling.contests.electorate import roll
from polling.contests.kinds import RATING
from polling.contests.models import BallotAssignment, Contest
from polling.contests.queries import contests as rated_contests
from polling.core.db import reading, transaction
from polling.core.errors import BadInput
from polling.final_vote.two_stages.actions import assignment
from polling.final_vote.two_stages.queries import rated_issues
from polling.voting.assignment_coverage import Design, Voter
from polling.voting.ballot_assignment import share_out
from tests.final_vote import raters
from tests.people.test_removing import let_in, remove
from tests.room import Room


@pytest.mark.usefixtures("rating")
def test_everybody_is_asked_about_six_issues_of_other_groups(two: Room) -> None:
    covered: Counter[str] = Counter()
    for person in two.participants:
        mine = raters.asked_of(two, person)
        writers = {group for one in mine for group in one.rule["authors"].values()}
        assert len(mine) == 6
        assert two.actor(person).group_id not in writers
        covered.update(contest.id for contest in mine)
    assert set(covered.values()) == {8}


def test_it_is_made_once_and_before_the_transaction_and_again_if_somebody_joins(
    two: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    def share_out_slowly(voters: list[Voter], *args: Any, **more: Any) -> Design:
        if not made:
            two.join(1)
        made.append(len(voters))
        return share_out(voters, *args, **more)

    monkeypatch.setattr(assignment, "share_out", share_out_slowly)
    organizer = two.organizer_visitor()
    assert organizer.post(f"/console/{two.code}/final-vote/open").status_code == HTTPStatus.OK
    assert made == [24, 25]
    assert all(len(raters.asked_of(two, person)) == 6 for person in two.participants)


def test_opening_and_closing_need_few_queries_for_each_issue(two: Room) -> None:
    with counted_queries() as to_open:
        issues = len(raters.open_first(two))
    with counted_queries() as to_close, transaction() as session:
        close_open(session, two.organizer, rated_contests(session, two.workshop_id, RATING))
    assert len(to_open) < 3 * issues + 70
    assert len(to_close) < 3 * issues + 30


@pytest.mark.usefixtures("rating")
def test_who_comes_late_is_asked_about_what_fewest_are_asked_about(two: Room) -> None:
    for person in two.join(3):
        assert len(raters.asked_of(two, person)) == 6
    with reading() as session:
        chosen = [roll(session, one).size for one in two.contests(RATING)]
    assert set(chosen) == {9}


@pytest.mark.usefixtures("rating")
def test_who_joins_before_the_rating_is_opened_again_is_asked_then(two: Room) -> None:
    before = raters.asked_of_each(two, two.participants)
    with transaction() as session:
        for contest in two.contests(RATING):
            close_contest(session, two.organizer, session.get_one(Contest, contest.id))
    (late,) = two.join(1)
    assert raters.asked_of(two, late) == []
    raters.open_first(two)
    assert len(raters.asked_of(two, late)) == 6
    after = raters.asked_of_each(two, list(before))
    assert [ids(after[one]) for one in before] == [ids(before[one]) for one in before]


def test_who_is_let_in_again_during_the_rating_is_asked_too(two: Room) -> None:
    removed, *_others = two.participants
    remove(two, removed)
    raters.open_first(two)
    assert raters.asked_of(two, removed) == []
    phone = two.participant_visitor(removed)
    let_in(two, removed)
    assert len(raters.asked_of(two, removed)) == 6
    assert "rating-ballot" in phone.get(f"/w/{two.code}").text


@pytest.mark.usefixtures("rating")
def test_a_phone_without_issues_is_not_told_that_its_group_worked_on_all(two: Room) -> None:
    person = two.participants[0]
    with transaction() as session:
        session.execute(delete(BallotAssignment).where(BallotAssignment.participant_id == person))
    page = two.participant_visitor(person).get(f"/w/{two.code}").text
    assert "Your group worked on all issues" not in page
    assert "Rate another issue" in page


def ids(contests: list[Contest]) -> list[str]:
    return [contest.id for contest in contests]


@pytest.mark.usefixtures("rating")
def test_who_has_time_is_asked_about_the_issue_with_fewest_ballots(two: Room) -> None:
    first, *others = two.participants
    raters.rate_by_taste(two, others)
    with reading() as session:
        issues = rated_issues(session, two.workshop_id)
        voted = contest_queries.voted(session, [one.contest.id for one in issues])
    before = {one.id for one in raters.asked_of(two, first)}
    with transaction() as session:
        assignment.ask_one_more(session, two.actor(first), seen=len(before))
    *_, more = raters.asked_of(two, first)
    open_to_them = [one.contest for one in issues if two.actor(first).group_id not in one.writers]
    left = [voted[one.id] for one in open_to_them if one.id not in before]
    assert more.id not in before
    assert voted[more.id] == min(left)


@pytest.mark.usefixtures("rating")
def test_a_button_pressed_twice_assigns_one_more_issue(two: Room) -> None:
    person = two.participants[0]
    phone, before = two.participant_visitor(person), len(raters.asked_of(two, person))
    shown = phone.get(f"/w/{two.code}").text
    assert f'name="issues" value="{before}"' in shown
    for _press in range(2):
        assert (
            phone.post(f"/w/{two.code}/final-vote/more", {"issues": str(before)}).status_code == 200
        )
    assert len(raters.asked_of(two, person)) == before + 1
    assert f'name="issues" value="{before + 1}"' in phone.get(f"/w/{two.code}").text


@pytest.mark.usefixtures("rating")
def test_nobody_rates_what_others_are_asked(two: Room) -> None:
    person = two.participants[0]
    mine = {one.id for one in raters.asked_of(two, person)}
    other = next(one for one in two.contests(RATING) if one.id not in mine)
    with pytest.raises(BadInput, match="not possible right now"):
        two.cast(person, other.id, raters.give(other, "support", other.options[0]))
