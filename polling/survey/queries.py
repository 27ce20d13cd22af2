"""Queries for the turnout and the answers. The two are not linked."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.core.db import among
from polling.core.query_cache import loaded_once
from polling.people.queries import everybody
from polling.survey.models import AnswerTag, SurveyResponse, SurveyTurnout
from polling.survey.question_types.base import QuestionTally, tally
from polling.survey.question_types.grids import large_enough
from polling.survey.questionnaire import asked
from polling.workshop.models import Workshop
from polling.workshop.settings import Settings


@dataclass(frozen=True)
class Written:
    """A text that one or more people wrote, and its tags."""

    digest: str
    text: str
    times: int
    tags: list[str]


def answered(session: Session, workshop_id: int) -> int:
    """Return how many people have answered."""
    return len(_turnout(session, workshop_id))


def may_answer(session: Session, workshop_id: int) -> int:
    """Return how many people are asked: everybody present, and removed people who had answered."""
    sent = _turnout(session, workshop_id)
    return sum(not one.removed or one.id in sent for one in everybody(session, workshop_id))


@loaded_once
def _turnout(session: Session, workshop_id: int) -> set[int]:
    """Return the ids of people who have answered."""
    query = select(SurveyTurnout.participant_id).where(SurveyTurnout.workshop_id == workshop_id)
    return set(session.scalars(query))


def who_answered(session: Session, workshop_id: int, people: Sequence[int]) -> set[int]:
    """Return which of these participants have answered."""
    chosen = select(SurveyTurnout.participant_id).where(
        SurveyTurnout.workshop_id == workshop_id, among(SurveyTurnout.participant_id, people)
    )
    return set(session.scalars(chosen))


def responses(session: Session, workshop_id: int) -> list[SurveyResponse]:
    """Return all sets of answers by key, an order that does not disclose when they arrived."""
    query = select(SurveyResponse).where(SurveyResponse.workshop_id == workshop_id)
    return list(session.scalars(query.order_by(SurveyResponse.key)))


def waiting(responses: Sequence[SurveyResponse]) -> int:
    """Return how many people have answers that are not released yet, new or changed ones."""
    return sum((one.shown or {}) != one.answers for one in responses)


@loaded_once
def tallies(session: Session, workshop: Workshop) -> list[QuestionTally]:
    """Return the counted and released answers to each question, in order."""
    shown = [one.shown for one in responses(session, workshop.id) if one.shown is not None]
    given = _tags(session, workshop.id) if shown else {}
    counted = [tally(question, shown) for question in asked(workshop)]
    return [_tagged(_without_few(one, workshop), given) for one in counted]


def _without_few(counted: QuestionTally, workshop: Workshop) -> QuestionTally:
    """Remove options with so few ratings that the marks would disclose individual answers."""
    if not counted.asked.type.suppresses_options:
        return counted
    smallest = Settings.model_validate(workshop.settings).smallest_cell
    return replace(counted, grid=large_enough(counted.grid, smallest))


def written(tally: QuestionTally) -> list[Written]:
    """Return the different answers to a free-text question, in alphabetical order."""
    return [
        Written(digest(text), text, tally.texts.count(text), tally.tags.get(text, []))
        for text in dict.fromkeys(tally.texts)
    ]


def digest(text: str) -> str:
    """Return the digest of a text, which identifies it in tags."""
    return hashlib.sha256(text.encode()).hexdigest()


def _tags(session: Session, workshop_id: int) -> Mapping[tuple[str, str], list[str]]:
    """Return the tags by question key and digest of the text."""
    query = select(AnswerTag).where(AnswerTag.workshop_id == workshop_id)
    given = defaultdict[tuple[str, str], list[str]](list)
    for one in session.scalars(query.order_by(AnswerTag.tag)):
        given[one.question, one.digest].append(one.tag)
    return given


def _tagged(counted: QuestionTally, given: Mapping[tuple[str, str], list[str]]) -> QuestionTally:
    key = counted.asked.key
    found = {text: given.get((key, digest(text)), []) for text in counted.texts}
    return replace(counted, tags={text: tags for text, tags in found.items() if tags})
