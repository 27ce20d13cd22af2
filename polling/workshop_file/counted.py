"""What a workshop has counted so far, as the `results` of its file."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.breakouts.models import Recommendation
from polling.contests.counting.concerns import admitted
from polling.contests.counting.sectors import turnout_told
from polling.contests.models import (
    CLOSED,
    FINAL,
    FINALISTS,
    RANKING,
    RATING,
    REVEALED,
    Contest,
)
from polling.contests.pooling import pools
from polling.contests.queries import contests
from polling.final_vote.dissent.models import DissentNote
from polling.people import queries as people
from polling.survey import queries as survey
from polling.workshop.models import Workshop
from polling.workshop_file.crossed import crossed
from polling.workshop_file.schema import Settings
from polling.workshop_file.sentence import sentence

Tree = dict[str, Any]


def results(session: Session, workshop: Workshop) -> Tree:
    """The results as a tree; those that came with the file until people have joined."""
    present = people.present(session, workshop.id)
    if not present:
        return workshop.imported
    names, attributes = _names(session, workshop), _attributes(session, workshop)
    everybody = [person.attributes for person in people.participants(session, workshop.id)]
    return {
        "participation": {
            "present": present,
            "surveyed": survey.answered(session, workshop.id),
            "surveyable": survey.may_answer(session, workshop.id),
            "attributes": attributes,
            "crossed": crossed(workshop.attributes, everybody, attributes, _smallest(workshop)),
        },
        "contests": [
            _contest(contest, workshop, names)
            for kind in (RANKING, FINAL, RATING, FINALISTS)
            for contest in contests(session, workshop.id, kind)
            if contest.state in (CLOSED, REVEALED)
        ],
        "survey": _survey(session, workshop),
    } | _dissent(session, workshop, names[FINAL])


def registered(session: Session, workshop: Workshop) -> Tree:
    """The registration list; nothing if there is none."""
    stored = people.registration(session, workshop.id)
    if stored is None:
        return {}
    answers = {
        attribute["key"]: _large_enough(dict(attribute["counts"]), _smallest(workshop))
        for attribute in people.registered_by_attribute(session, workshop)
    }
    return {"people": stored.people, "answers": answers}


def _attributes(session: Session, workshop: Workshop) -> dict[str, dict[str, int]]:
    """The counts that are large enough to name nobody, by themselves and by what they leave."""
    return {
        attribute["key"]: _large_enough(dict(attribute["counts"]), _smallest(workshop))
        for attribute in people.by_attribute(session, workshop)
    }


def _large_enough(counts: dict[str, int], smallest: int) -> dict[str, int]:
    said = {answer: count for answer, count in counts.items() if answer}
    if any(count < smallest for count in said.values()):
        pooled = pools("", list(Counter(counts).elements()), smallest=smallest, other="")["of"]
        said = {answer: count for answer, count in said.items() if pooled[answer]}
    return dict(_most_first(said.items()))


def _names(session: Session, workshop: Workshop) -> dict[str, dict[int, str]]:
    """What the option ids of each kind of contest stand for, deleted ones included."""
    headlines = {issue.id: issue.headline for theme in workshop.themes for issue in theme.issues}
    chosen = select(Recommendation).where(Recommendation.issue_id.in_(headlines))
    sentences = {one.id: sentence(one) for one in session.scalars(chosen)}
    return {RANKING: headlines} | dict.fromkeys((FINAL, RATING, FINALISTS), sentences)


def _contest(contest: Contest, workshop: Workshop, names: dict[str, dict[int, str]]) -> Tree:
    titles = {theme.id: theme.title for theme in workshop.themes}
    named = names[contest.kind]
    result = dict(contest.result)
    if "sectors" in result:
        result["sectors"] = turnout_told(result["sectors"], smallest=contest.smallest)
    if "concerns" in result:
        result["concerns"] = admitted(result)
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
    return [
        {
            "key": tally.asked.key,
            "asked": tally.asked_of,
            "answered": tally.answered,
            "counts": dict(_most_first(tally.counts.items())),
            "grid": {name: tally.grid[name] for name in sorted(tally.grid)},
            "texts": tally.texts,
            "tags": tally.tags,
        }
        for tally in survey.tallies(session, workshop)
        if tally.answered >= _smallest(workshop)
    ]


def _dissent(session: Session, workshop: Workshop, names: dict[int, str]) -> Tree:
    """The notes that were admitted, by what they are about, and how many there are in all."""
    every = select(DissentNote).where(DissentNote.theme_id.in_([one.id for one in workshop.themes]))
    every = every.where(DissentNote.text != "").order_by(DissentNote.text)
    written = list(session.scalars(every))
    of: dict[tuple[int, int], list[str]] = {}
    for note in written:
        if note.shown:
            of.setdefault((note.theme_id, note.recommendation_id or 0), []).append(note.text)
    told = [
        {"theme": theme.title, "recommendation": names.get(about, ""), "notes": texts}
        for theme in workshop.themes
        for (theme_id, about), texts in sorted(of.items())
        if theme_id == theme.id
    ]
    return {"dissent": told, "dissent_written": len(written)}


def _smallest(workshop: Workshop) -> int:
    return Settings.model_validate(workshop.settings).smallest_cell


def _most_first(counts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(counts, key=lambda pair: (-pair[1], pair[0]))
