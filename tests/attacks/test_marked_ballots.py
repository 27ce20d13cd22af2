"""No published ballot identifies its voter by what it leaves out, or by how often it was sent."""

import json
from collections import Counter

import pytest
from sqlalchemy import select, update

from polling.breakouts.models import Group
from polling.breakouts.seating import actions as seating
from polling.contests.casting.idempotency import ROUND
from polling.contests.kinds import RATING
from polling.contests.models import Ballot, BallotAssignment, Contest
from polling.core.db import reading, transaction
from polling.core.errors import Conflict
from polling.final_vote.two_stages.actions.assignment import ask_one_more
from polling.people.models import Participant
from polling.recommendations.models import Recommendation
from polling.setup.actions import groups as setup
from polling.survey.models import SurveyResponse
from tests.final_vote import electorate, raters
from tests.room import Room


def drafted(room: Room, people: int, stages: str) -> Room:
    electorate.gather(room, people)
    electorate.prioritise(room)
    electorate.draft(room, each=2)
    electorate.set_stages(room, stages)
    room.go("presentations", "final_vote")
    return room


def test_an_additional_issue_is_never_one_of_the_own_group(room: Room) -> None:
    drafted(room, 24, "two")
    raters.open_first(room)
    person = room.participants[0]
    while True:
        with transaction() as session:
            try:
                ask_one_more(session, room.actor(person), seen=400)
            except Conflict:
                break
    group = room.actor(person).group_id
    with reading() as session:
        mine = set(
            session.scalars(
                select(BallotAssignment.contest_id).where(BallotAssignment.participant_id == person)
            )
        )
    for contest in room.contests(RATING):
        written_here = group in contest.rule["authors"].values()
        assert (contest.id in mine) == (not written_here)


def test_in_a_group_of_one_a_ballot_names_the_work_of_every_group(room: Room) -> None:
    """Otherwise, the only ballot without the group's work would be known to be theirs."""
    drafted(room, 24, "one")
    alone = room.participants[0]
    own = room.actor(alone).group_id
    with transaction() as session:
        others = Participant.id != alone, Participant.group_id == own
        session.execute(update(Participant).where(*others).values(group_id=None))
    contest = next(one for one in electorate.open_final_vote(room) if own in _writers(one))
    room.cast(alone, contest.id, {"approved": _written_by(contest, own)[:1]})
    with reading() as session:
        [stored] = session.scalars(select(Ballot.choices).where(Ballot.contest_id == contest.id))
    assert json.loads(stored) == {"approved": _written_by(contest, own)[:1]}


def test_what_members_of_a_group_must_leave_out_at_least_five_people_leave_out(
    room: Room,
) -> None:
    drafted(room, 66, "one")
    with transaction() as session:  # the smallest possible first group
        first = room.actor(room.participants[0]).group_id
        some = session.scalars(select(Participant).where(Participant.group_id == first)).all()
        for spare in some[2:]:
            spare.group_id = None
    for contest in electorate.open_final_vote(room):
        left_out: Counter[frozenset[str]] = Counter()
        for person in room.participants:
            group = room.actor(person).group_id
            authors = contest.rule["authors"].items()
            left_out[frozenset(option for option, by in authors if by == group)] += 1
        assert min(left_out.values()) >= 5
        assert len(left_out) > 1


def test_nobody_changes_groups_between_the_opening_and_the_reveal_of_a_final_vote(
    room: Room,
) -> None:
    drafted(room, 24, "one")
    electorate.open_final_vote(room)
    with transaction() as session, pytest.raises(Conflict, match="final vote has begun"):
        seating.move(
            session,
            room.organizer,
            session.get_one(Participant, room.participants[0]),
            None,
        )


def test_forming_groups_during_a_final_vote_deletes_none(room: Room) -> None:
    drafted(room, 24, "one")
    with transaction() as session:
        theme = session.scalars(select(Group.theme_id).limit(1)).one()
        setup.add(session, room.organizer, theme_id=theme, count=1)
        before = set(session.scalars(select(Group.id)))
    electorate.open_final_vote(room)
    form = {"themes": [theme], "counts": [0], "seen": ""}
    answer = room.organizer_visitor().post(f"/console/{room.code}/groups/form", json=form)
    assert (answer.status_code, "final vote has begun" in answer.text) == (409, True)
    with reading() as session:
        assert set(session.scalars(select(Group.id))) == before


@pytest.mark.parametrize("stages", ["one", "two"])
def test_nobody_gets_a_seat_between_the_opening_and_the_reveal_of_a_final_vote(
    room: Room, stages: str
) -> None:
    drafted(room, 24, stages)
    without = room.participants[0]
    with transaction() as session:
        seating.move(session, room.organizer, session.get_one(Participant, without), None)
    open_it = raters.open_first if stages == "two" else electorate.open_final_vote
    open_it(room)
    room.go("breakouts")
    with transaction() as session, pytest.raises(Conflict, match="final vote has begun"):
        seating.take_seat(session, room.actor(without))
    room.join(1)
    assert {room.actor(one).group_id for one in (without, room.participants[-1])} == {None}


def test_who_joins_during_a_final_vote_without_a_group_can_vote(room: Room) -> None:
    drafted(room, 24, "one")
    contest = electorate.open_final_vote(room)[0]
    room.go("breakouts")
    room.join(1)
    room.go("final_vote")
    room.cast(room.participants[-1], contest.id, {"approved": contest.options[:1]})
    with reading() as session:
        [stored] = session.scalars(select(Ballot.choices).where(Ballot.contest_id == contest.id))
    assert json.loads(stored) == {"approved": contest.options[:1]}


def test_nothing_stored_says_how_often_somebody_has_sent_a_ballot(room: Room) -> None:
    room.go("lobby")
    room.join(6)
    room.go("ranking")
    contest = room.open_ranking()[0]
    for person in room.participants:
        room.cast(person, contest.id, {"ranking": contest.options[:2]})
    for revision in range(2, 6):
        room.cast(room.participants[0], contest.id, {"abstain": True}, revision=revision)
    room.close_and_reveal()
    with reading() as session:
        assert set(session.scalars(select(Ballot.revision))) == {ROUND}


def test_nor_how_often_somebody_has_sent_answers_to_the_survey(room: Room) -> None:
    room.go("lobby")
    phone = room.participant_visitor()
    room.go("ranking", "breakouts", "presentations", "final_vote", "results", "survey")
    for revision in range(1, 6):
        sent = {"receipt": "a" * 32, "revision": revision, "answers": {"learned": str(revision)}}
        assert phone.post(f"/w/{room.code}/survey", json=sent).status_code == 200
    room.organizer_visitor().post(f"/console/{room.code}/survey/close")
    with reading() as session:
        assert list(session.scalars(select(SurveyResponse.revision))) == [ROUND]
    again = phone.post(f"/w/{room.code}/survey", json=sent)  # the response was lost
    assert again.status_code == 200


def _writers(contest: Contest) -> set[int | None]:
    return {_author(option) for option in contest.options}


def _written_by(contest: Contest, group: int | None) -> list[int]:
    return [option for option in contest.options if _author(option) == group]


def _author(option: int) -> int | None:
    with reading() as session:
        return session.get_one(Recommendation, option).group_id
