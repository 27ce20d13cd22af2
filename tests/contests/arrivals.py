"""People who vote, or answer the survey, one after the other."""

import hashlib

from polling.contests import actions as contests
from polling.contests.models import Concern, Contest
from polling.core.db import transaction
from polling.survey.actions import editing as survey
from polling.survey.models import SurveyResponse, SurveyTurnout
from tests.room import Room


def vote(room: Room, contest: Contest, *voters: int) -> None:
    """Let people vote, one after the other, with a concern each."""
    for voter in voters:
        room.cast(voter, contest.id, {"ranking": contest.options[:3]})
        with transaction(room.workshop_id) as session:
            key = hashlib.sha256(str(voter).encode()).hexdigest()
            session.add(Concern(contest_id=contest.id, key=key, option=1, text="It costs much."))


def close(room: Room, contest: Contest) -> None:
    with transaction(room.workshop_id) as session:
        contests.close_contest(session, room.organizer, session.get_one(Contest, contest.id))


def answer_one_after_the_other(room: Room) -> None:
    set_survey_open(room, is_open=True)
    for person in reversed(room.participants):
        with transaction(room.workshop_id) as session:
            key = hashlib.sha256(str(person).encode()).hexdigest()
            session.add(SurveyTurnout(workshop_id=room.workshop_id, participant_id=person))
            session.add(SurveyResponse(workshop_id=room.workshop_id, key=key))


def set_survey_open(room: Room, *, is_open: bool) -> None:
    with transaction(room.workshop_id) as session:
        survey.set_open(session, room.organizer, is_open=is_open)
