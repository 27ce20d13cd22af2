"""A receipt known to others does not let them change the voter's ballot: see receipts.py."""

from typing import Any

import pytest
from sqlalchemy import select, update

from polling.contests.casting.actions import UnknownReceipt
from polling.contests.casting.receipts import ballot_keys
from polling.contests.models import Ballot, Contest
from polling.core.db import reading, transaction
from polling.core.errors import BadInput
from polling.final_vote import actions as final_vote
from polling.final_vote.dissent.models import DissentNote
from polling.survey.models import SurveyResponse
from polling.workshop.models import Workshop
from tests.databases import on_both
from tests.final_vote import electorate
from tests.room import Room
from tests.screen.shown_results import show_whole
from tests.visitor import Visitor

VICTIMS = "0123456789abcdef" * 2


@pytest.fixture
def contest(room: Room) -> Contest:
    room.go("lobby")
    room.join(4)
    room.go("ranking")
    room.open_ranking()
    return room.contests()[0]


def top(contest: Contest, place: int) -> dict[str, Any]:
    return {"ranking": [contest.options[place]]}


def ballots(contest: Contest) -> dict[str, str]:
    with reading() as session:
        stored = select(Ballot.key, Ballot.digest).where(Ballot.contest_id == contest.id)
        return {row.key: row.digest for row in session.execute(stored)}


def age(room: Room, contest: Contest, voter: int) -> None:
    """Store the voter's ballot as in versions before ballots were bound to voters."""
    keys = ballot_keys(room.app.config["SECRET_KEY"], contest.id, voter, VICTIMS)
    with transaction() as session:
        session.execute(update(Ballot).where(Ballot.key == keys.own).values(key=keys.earlier))


@on_both
@pytest.mark.parametrize("has_voted", [True, False])
def test_another_person_cannot_change_a_ballot_by_its_receipt(
    room: Room, contest: Contest, has_voted: bool
) -> None:
    victim, attacker = room.participants[:2]
    room.cast(victim, contest.id, top(contest, 0), receipt=VICTIMS)
    before = ballots(contest)
    if has_voted:
        room.cast(attacker, contest.id, top(contest, 1))
        with pytest.raises(UnknownReceipt):
            room.cast(attacker, contest.id, top(contest, 2), receipt=VICTIMS, revision=9)
    else:
        room.cast(attacker, contest.id, top(contest, 2), receipt=VICTIMS, revision=9)
    assert before.items() <= ballots(contest).items()
    assert len(ballots(contest)) == 2


@on_both
def test_two_people_cannot_have_the_same_line_in_the_list(room: Room, contest: Contest) -> None:
    """Otherwise, people who check the list would take equal lines for forged ballots."""
    one, other, third = room.participants[:3]
    room.cast(one, contest.id, top(contest, 0), receipt=VICTIMS)
    with pytest.raises(BadInput):
        room.cast(other, contest.id, top(contest, 0), receipt=VICTIMS)
    room.cast(third, contest.id, top(contest, 1), receipt=VICTIMS)
    with pytest.raises(BadInput):
        room.cast(third, contest.id, top(contest, 0), receipt=VICTIMS, revision=2)
    room.cast(other, contest.id, top(contest, 0))
    lines = list(ballots(contest).values())
    assert len(lines) == len(set(lines)) == 3


@on_both
def test_ballots_of_before_the_update_are_still_their_voters(room: Room, contest: Contest) -> None:
    victim, attacker = room.participants[:2]
    sent = room.cast(victim, contest.id, top(contest, 0), receipt=VICTIMS)
    age(room, contest, victim)
    again = room.cast(victim, contest.id, top(contest, 0), receipt=VICTIMS)
    assert again["digest"] == sent["digest"]
    room.cast(attacker, contest.id, top(contest, 1), receipt=VICTIMS)  # the attacker's own ballot
    changed = room.cast(victim, contest.id, top(contest, 2), receipt=VICTIMS, revision=2)
    assert len(ballots(contest)) == 2
    assert changed["digest"] in ballots(contest).values()


def test_another_person_cannot_change_answers_by_their_receipt(room: Room) -> None:
    room.go("lobby")
    victim, attacker = room.participant_visitor(), room.participant_visitor()
    with transaction() as session:
        session.get_one(Workshop, room.workshop_id).survey_open = True

    def send(phone: Visitor, words: str, receipt: str, revision: int = 1) -> Any:
        answers = {"receipt": receipt, "revision": revision, "answers": {"valuable": words}}
        return phone.post(f"/w/{room.code}/survey", json=answers)

    assert send(victim, "The people.", VICTIMS).json["ok"]
    assert send(attacker, "The food.", "f" * 32).json["ok"]
    foreign = send(attacker, "Nothing.", VICTIMS, 9)
    assert foreign.json["error"]["code"] == "unknown-receipt"
    with reading() as session:
        said = [one["valuable"] for one in session.scalars(select(SurveyResponse.answers))]
    assert sorted(said) == ["The food.", "The people."]


def test_answers_of_before_the_update_can_still_be_changed(room: Room) -> None:
    room.go("lobby")
    phone = room.participant_visitor()
    with transaction() as session:
        session.get_one(Workshop, room.workshop_id).survey_open = True
    answers = {"receipt": VICTIMS, "answers": {"valuable": "The people."}}
    assert phone.post(f"/w/{room.code}/survey", json=answers).get_json()["ok"]
    secret, about = room.app.config["SECRET_KEY"], f"survey:{room.workshop_id}"
    with transaction() as session:
        stored = session.scalars(select(SurveyResponse)).one()
        stored.key = ballot_keys(secret, about, 0, VICTIMS).earlier
    changed = answers | {"revision": 2, "answers": {"valuable": "The food."}}
    assert phone.post(f"/w/{room.code}/survey", json=changed).get_json()["ok"]
    with reading() as session:
        assert session.scalars(select(SurveyResponse.answers)).one() == {"valuable": "The food."}


@pytest.mark.parametrize("is_older", [False, True])
def test_another_person_cannot_write_dissent_by_a_receipt(room: Room, is_older: bool) -> None:
    electorate.gather(room, 24)
    electorate.prioritise(room)
    electorate.draft(room, each=2)
    electorate.set_stages(room, "one")
    room.go("presentations", "final_vote")
    contest = electorate.open_final_vote(room)[0]
    victim, attacker = room.participants[:2]
    room.cast(victim, contest.id, {"abstain": True}, receipt=VICTIMS)
    if is_older:
        age(room, contest, victim)
    electorate.close_all(room)
    with transaction() as session:
        final_vote.reveal_overall(session, room.organizer)
        show_whole(session, room.organizer)
    note = {"contest": contest.id, "receipt": VICTIMS, "recommendation": contest.options[0]}

    def send(person: int, text: str, revision: int) -> Any:
        phone = room.participant_visitor(person)
        sent = note | {"text": text, "revision": revision}
        return phone.post(f"/w/{room.code}/dissent", json=sent)

    assert send(victim, "Too late.", 1).json["ok"]
    assert send(attacker, "All is well.", 2).json["error"]["code"] == "not-allowed"
    assert send(victim, "Too late for us.", 2).json["ok"]
    with reading() as session:
        assert session.scalars(select(DissentNote.text)).all() == ["Too late for us."]
