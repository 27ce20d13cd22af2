"""What a workshop has counted so far, as the `results` of its file."""

from collections import Counter
from collections.abc import Iterable
from itertools import chain
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.breakouts.models import Recommendation
from polling.contests.models import CLOSED, FINAL, RANKING, REVEALED, Contest
from polling.contests.queries import contests
from polling.people import queries as people
from polling.survey.models import SurveyResponse
from polling.workshop.models import Workshop
from polling.workshop_file.schema import Settings
from polling.workshop_file.sentence import sentence

Tree = dict[str, Any]


def results(session: Session, workshop: Workshop) -> Tree:
    """The results as a tree; those that came with the file until people have joined."""
    present = people.present(session, workshop.id)
    if not present:
        return workshop.imported
    names = _names(session, workshop)
    return {
        "participation": {"present": present, "attributes": _attributes(session, workshop)},
        "contests": [
            _contest(contest, workshop, names)
            for kind in (RANKING, FINAL)
            for contest in contests(session, workshop.id, kind)
            if contest.state in (CLOSED, REVEALED)
        ],
        "survey": _survey(session, workshop),
    }


def _attributes(session: Session, workshop: Workshop) -> dict[str, dict[str, int]]:
    """The counts that are large enough to name nobody."""
    smallest = _smallest(workshop)
    return {
        attribute["key"]: {
            answer: count
            for answer, count in _most_first(attribute["counts"])
            if answer and count >= smallest
        }
        for attribute in people.by_attribute(session, workshop)
    }


def _names(session: Session, workshop: Workshop) -> dict[str, dict[int, str]]:
    """What the option ids of each kind of contest stand for, deleted ones included."""
    headlines = {issue.id: issue.headline for theme in workshop.themes for issue in theme.issues}
    chosen = select(Recommendation).where(Recommendation.issue_id.in_(headlines))
    return {RANKING: headlines, FINAL: {one.id: sentence(one) for one in session.scalars(chosen)}}


def _contest(contest: Contest, workshop: Workshop, names: dict[str, dict[int, str]]) -> Tree:
    titles = {theme.id: theme.title for theme in workshop.themes}
    named = names[contest.kind]
    result = dict(contest.result)
    return {
        "id": contest.id,
        "kind": contest.kind,
        "theme": titles.get(contest.theme_id or 0),
        "rule": contest.rule,
        "options": [{"id": option, "name": named.get(option, "")} for option in contest.options],
        "present": result.pop("present"),
        "voted": result.pop("voted"),
        "paper": result.pop("paper", 0),
        "ballots": result.pop("ballots"),
        "result": result,
        "decision": contest.decision,
    }


def _survey(session: Session, workshop: Workshop) -> list[Tree]:
    """The questions that enough people have answered to name nobody."""
    chosen = select(SurveyResponse.answers).where(SurveyResponse.workshop_id == workshop.id)
    responses = list(session.scalars(chosen))
    sittings = {str(sitting.id): sitting.code or sitting.title for sitting in workshop.sittings}
    counted = [_question(question, responses, sittings) for question in workshop.survey]
    return [one for one in counted if one["answered"] >= _smallest(workshop)]


def _question(question: Tree, responses: list[Tree], sittings: dict[str, str]) -> Tree:
    key, names = question["key"], sittings if question["options_from"] == "sessions" else {}
    given = [response[key] for response in responses if response.get(key) not in (None, "", [])]
    counted: Tree = {"key": key, "answered": len(given)}
    if question["type"] == "text":
        return counted | {"texts": sorted(given)}
    chosen = chain.from_iterable(one if isinstance(one, list) else [one] for one in given)
    counts = Counter(names.get(str(answer), str(answer)) for answer in chosen)
    return counted | {"counts": dict(_most_first(counts.items()))}


def _smallest(workshop: Workshop) -> int:
    return Settings.model_validate(workshop.settings).smallest_cell


def _most_first(counts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(counts, key=lambda pair: (-pair[1], pair[0]))
