"""The final vote from its preparation to its reveal."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from polling.breakouts.drafting import co_authors
from polling.contests import actions as contests
from polling.contests.electorate import able_by_sector, in_all, roll
from polling.contests.kinds import FINAL
from polling.contests.models import CLOSED, COUNTED, REVEALED, Contest
from polling.core.db import reading, transaction
from polling.core.errors import BadInput
from polling.final_vote import actions
from polling.people.models import Participant
from polling.recommendations.models import Recommendation
from polling.workshop.models import Workshop
from tests.databases import on_both
from tests.final_vote import electorate
from tests.room import Room
from tests.screen.shown_results import show_whole


def first_contest(room: Room) -> Contest:
    return room.contests(FINAL)[0]


def open_first(room: Room) -> Contest:
    with transaction() as session:
        contest = session.get_one(Contest, first_contest(room).id)
        actions.open_theme(session, room.organizer, contest)
    return first_contest(room)


def set_of(room: Room, contest: Contest, *, own: bool, person: int) -> list[int]:
    """This person's own group's recommendations, or those of others."""
    group = room.actor(person).group_id
    return [option for option, by in contest.rule["authors"].items() if (by == group) is own]


def author_of(room: Room, contest: Contest) -> int:
    groups = set(contest.rule["authors"].values())
    return next(one for one in room.participants if room.actor(one).group_id in groups)


def test_each_theme_is_voted_on_with_its_authors_known(drafted: Room) -> None:
    contest = first_contest(drafted)
    assert len(drafted.contests(FINAL)) == 6
    assert len(contest.options) == 12
    assert [int(option) for option in contest.rule["authors"]] == contest.options
    assert contest.rule["group_numbers"] == numbers_of_groups(contest.options)
    assert {**contest.rule, "authors": None, "group_numbers": None} == {
        "rule": "approval-share",
        "most": 3,
        "places": 3,
        "tie_policy": "default",
        "quorum": 0,
        "authors": None,
        "group_numbers": None,
    }


def numbers_of_groups(options: list[int]) -> dict[str, list[int]]:
    """The number of the group that wrote each recommendation."""
    with reading() as session:
        written = session.scalars(select(Recommendation).where(Recommendation.id.in_(options)))
        return {str(one.id): [one.group.number] for one in written if one.group}


def test_the_organizer_sets_how_many_may_be_approved(drafted: Room) -> None:
    with transaction() as session:
        workshop = session.get_one(Workshop, drafted.workshop_id)
        workshop.settings = {**workshop.settings, "approvals_per_theme": 2}
    contest = open_first(drafted)
    assert (contest.rule["most"], contest.rule["places"]) == (2, 2)


def test_deleted_and_empty_recommendations_are_not_voted_on(drafted: Room) -> None:
    deleted, empty, *others = first_contest(drafted).options
    with transaction() as session:
        session.get_one(Recommendation, deleted).deleted_at = datetime(2026, 3, 1, tzinfo=UTC)
        session.get_one(Recommendation, empty).action = ""
    assert open_first(drafted).options == others


def test_what_is_deleted_after_the_opening_stays_on_the_ballot(drafted: Room) -> None:
    before = open_first(drafted).options
    with transaction() as session:
        session.get_one(Recommendation, before[0]).deleted_at = datetime(2026, 3, 1, tzinfo=UTC)
        actions.prepare(session, session.get_one(Workshop, drafted.workshop_id))
    assert first_contest(drafted).options == before


def test_a_theme_without_recommendations_has_no_vote(drafted: Room) -> None:
    gone = first_contest(drafted)
    with transaction() as session:
        session.delete(session.get_one(Contest, gone.id))
        session.execute(
            update(Recommendation).where(Recommendation.id.in_(gone.options)).values(action="")
        )
        session.flush()
        actions.prepare(session, session.get_one(Workshop, drafted.workshop_id))
    assert gone.theme_id not in [contest.theme_id for contest in drafted.contests(FINAL)]
    assert len(drafted.contests(FINAL)) == 5


def test_neither_group_votes_for_what_both_wrote_and_had_merged(drafted: Room) -> None:
    options = first_contest(drafted).options
    with transaction() as session:
        merged, *others = [session.get_one(Recommendation, one) for one in options]
        part = next(one for one in others if one.group_id != merged.group_id)
        part.merged_into_id, part.deleted_at = merged.id, datetime(2026, 3, 1, tzinfo=UTC)
        groups = {merged.group_id, part.group_id}
    contest = open_first(drafted)
    people = [one for one in drafted.participants if drafted.actor(one).group_id in groups]
    assert {drafted.actor(one).group_id for one in people} == groups
    for person in people:
        with pytest.raises(BadInput, match="your own group"):
            drafted.cast(person, contest.id, {"approved": [merged.id]})
    outsider = next(one for one in drafted.participants if one not in people)
    drafted.cast(outsider, contest.id, {"approved": [merged.id]})
    with transaction() as session:
        here = session.get_one(Contest, contest.id)
        asked = in_all(able_by_sector(roll(session, here)), here)
    assert asked[merged.id] == 1


def test_neither_group_votes_for_the_halves_of_what_both_wrote(drafted: Room) -> None:
    with transaction() as session:
        merged, *others = [
            session.get_one(Recommendation, one) for one in first_contest(drafted).options
        ]
        part = next(one for one in others if one.group_id != merged.group_id)
        part.merged_into_id, part.deleted_at = merged.id, datetime(2026, 3, 1, tzinfo=UTC)
        half = Recommendation(
            issue_id=merged.issue_id, group_id=merged.group_id, position=9, action="half of it"
        )
        session.add(half)
        session.flush()
        co_authors.credit(half, merged.with_parts())
        groups = part.group_id, half.id
        assert merged.group
        assert part.group
        numbers = [merged.group.number, part.group.number]
    rule = open_first(drafted).rule
    assert rule["co_authors"][str(groups[1])] == [groups[0]]
    assert rule["group_numbers"][str(groups[1])] == numbers


def test_nobody_votes_for_what_their_own_group_wrote(drafted: Room) -> None:
    contest = open_first(drafted)
    author = author_of(drafted, contest)
    own = set_of(drafted, contest, own=True, person=author)
    others = set_of(drafted, contest, own=False, person=author)
    with pytest.raises(BadInput, match="your own group"):
        drafted.cast(author, contest.id, {"approved": [others[0], own[0]]})
    assert drafted.cast(author, contest.id, {"approved": others[:3]})["ok"] is True


@on_both
def test_the_group_in_the_database_counts_and_not_the_one_of_the_connection(
    drafted: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    contest = open_first(drafted)
    author = author_of(drafted, contest)
    own = set_of(drafted, contest, own=True, person=author)[:1]
    stranger = next(
        one
        for one in drafted.participants
        if own[0] not in set_of(drafted, contest, own=True, person=one)
    )
    before = {one: drafted.actor(one) for one in (author, stranger)}
    with transaction() as session:
        session.get_one(Participant, author).group_id = before[stranger].group_id
        session.get_one(Participant, stranger).group_id = before[author].group_id
    monkeypatch.setattr(drafted, "actor", before.get)
    with pytest.raises(BadInput, match="your own group"):
        drafted.cast(stranger, contest.id, {"approved": own})
    assert drafted.cast(author, contest.id, {"approved": own})["ok"] is True


def test_who_wrote_everything_cannot_even_abstain(drafted: Room) -> None:
    """Their ballot would count as a vote of somebody who is not among the people asked."""
    author = author_of(drafted, first_contest(drafted))
    group = drafted.actor(author).group_id
    written = Recommendation.id.in_(first_contest(drafted).options)
    with transaction() as session:
        session.execute(update(Recommendation).where(written).values(group_id=group))
    contest = open_first(drafted)
    with pytest.raises(BadInput, match="your own group"):
        drafted.cast(author, contest.id, {"abstain": True})


def test_nobody_approves_more_than_allowed(drafted: Room) -> None:
    contest = open_first(drafted)
    stranger = drafted.participants[-1]
    with pytest.raises(BadInput, match="at most 3"):
        drafted.cast(stranger, contest.id, {"approved": contest.options[:4]})


@on_both
def test_a_tie_that_waits_for_the_organizer_is_decided_before_the_reveal(drafted: Room) -> None:
    with transaction() as session:
        workshop = session.get_one(Workshop, drafted.workshop_id)
        workshop.settings = {**workshop.settings, "tie_policy": "refuse"}
    contest = open_first(drafted)
    voter = drafted.participants[-1]
    of_others = set_of(drafted, contest, own=False, person=voter)
    drafted.cast(voter, contest.id, {"approved": of_others[:2]})
    with transaction() as session:
        found = session.get_one(Contest, contest.id)
        contests.close_contest(session, drafted.organizer, found)
        actions.reveal(session, drafted.organizer, found)
        show_whole(session, drafted.organizer)
        assert (found.state, found.is_tied) == (COUNTED, True)
        contests.decide(
            session,
            drafted.organizer,
            found,
            winners=found.tied_options[:1],
            reason="The third is the oldest concern.",
            labels={},
        )
        actions.reveal(session, drafted.organizer, found)
        show_whole(session, drafted.organizer)
    assert first_contest(drafted).state == REVEALED


def test_revealing_all_leaves_open_votes_open(drafted: Room) -> None:
    still_open = electorate.open_final_vote(drafted)[-1]
    with transaction() as session:
        for contest in drafted.contests(FINAL)[:-1]:
            found = session.get_one(Contest, contest.id)
            contests.close_contest(session, drafted.organizer, found)
        actions.reveal_overall(session, drafted.organizer)
        show_whole(session, drafted.organizer)
    states = {contest.id: contest.state for contest in drafted.contests(FINAL)}
    assert states.pop(still_open.id) == "open"
    assert set(states.values()) == {REVEALED}
    with reading() as session:
        spotlight = session.get_one(Workshop, drafted.workshop_id).screen_state
    assert spotlight["overall"]
    assert spotlight["unshown"] == []


@on_both
def test_a_closed_vote_can_be_opened_again_before_it_is_revealed(drafted: Room) -> None:
    opened = open_first(drafted)
    with transaction() as session:
        found = session.get_one(Contest, opened.id)
        contests.close_contest(session, drafted.organizer, found)
    assert first_contest(drafted).state == CLOSED
    assert open_first(drafted).state == "open"
