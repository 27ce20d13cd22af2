"""Queries for a workshop's results, in the form of the `results` of its file."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from polling.contests import imported_results
from polling.contests.concerns import admitted
from polling.contests.kinds import FINAL, FINALISTS, RANKING, RATING, VOTES
from polling.contests.models import REVEALED, Contest
from polling.contests.queries import contests
from polling.core.query_cache import loaded_once
from polling.core.time_zones import local
from polling.final_vote.dissent.queries import written
from polling.people import queries as people
from polling.privacy.people_tables import crossed, crossed_attribute, large_enough, may_follow
from polling.privacy.turnout_table import turnout
from polling.recommendations.queries import everything
from polling.recommendations.sentence import sentence
from polling.report.published_results.schema import TURNOUT_TABLES
from polling.survey import queries as survey
from polling.workshop import queries as workshops
from polling.workshop.models import Workshop
from polling.workshop.settings import Settings

Tree = dict[str, Any]


def results(session: Session, workshop: Workshop) -> Tree:
    """Return the results as a tree; those of the file as long as they are shown."""
    if imported_results.are_shown(session, workshop):
        return workshop.imported_results
    return own_results(session, workshop)


def own_results(
    session: Session,
    workshop: Workshop,
    unshown: Collection[str] = frozenset(),
    *,
    repeated: bool = False,
) -> Tree:
    """Return the results of the workshop's own votes and answers; only of revealed votes.

    Args:
        unshown: revealed votes that count as not revealed, because they are not shown yet.
        repeated: as for `people_tables`.
    """
    titles = {theme.id: theme.title for theme in workshops.themes(session, workshop.id)}
    names, tables = _names(session, workshop), people_tables(session, workshop, repeated=repeated)
    version: int | None = tables.get("version")
    since = None if version is None else {"version": version, "people": tables["here"]["people"]}
    return {
        "participation": {
            "present": people.present(session, workshop.id),
            "surveyed": survey.answered(session, workshop.id),
            "surveyable": survey.may_answer(session, workshop.id),
            "attributes": tables["here"]["answers"],
            "crossed": tables["crossed"],
            "repeated": since,
        },
        "contests": [
            _contest(contest, workshop, titles, names)
            for kind in VOTES
            for contest in contests(session, workshop.id, *VOTES)
            if contest.kind == kind and contest.state == REVEALED and contest.id not in unshown
        ],
        "survey": _survey(session, workshop),
    } | _dissent(session, workshop, titles, names[FINAL], unshown)


def registered(session: Session, workshop: Workshop, *, repeated: bool = False) -> Tree:
    """Return the registration list; nothing if there is none."""
    stored = people.registration(session, workshop.id)
    if stored is None:
        return {}
    listed: Tree = people_tables(session, workshop, repeated=repeated)["listed"]
    if not listed["people"]:
        return {"people": stored.people, "answers": {}}
    return {"people": listed["people"], "answers": listed["answers"]}


@loaded_once
def people_tables(session: Session, workshop: Workshop, *, repeated: bool = False) -> Tree:
    """Return the tables of answers; the last published ones if new ones may not follow them.

    Args:
        repeated: repeat the last published ones in any case.

    Returns:
        "here" and "listed": the `Tables` of present and registered people. "crossed": the table of
        two attributes, until other tables follow. "earlier": the tables published before.
        "version": only if they repeat the tables of this version, 0 for those of a report that was
        published without a version.
    """
    smallest = _smallest(workshop)
    present = _by_key(people.by_attribute(session, workshop))
    registered = _by_key(people.registered_by_attribute(session, workshop))
    list_ = people.registration(session, workshop.id)
    number = people.present(session, workshop.id), list_.people if list_ else 0
    published = {
        key: large_enough(counts, registered.get(key, {}), smallest=smallest)
        for key, counts in present.items()
    }
    answers = {key: both[0] for key, both in published.items()}
    now: Tree = {
        "here": {"people": number[0], "answers": answers, "given": _given(present)},
        "listed": {
            "people": number[1],
            "answers": {key: published[key][1] for key in registered},
            "given": _given(registered),
        },
    }
    last: Tree = workshop.disclosed.get("tables", {})
    if not last:
        return now | {"crossed": _crossed(session, workshop, answers), "earlier": []}
    earlier = last.get("earlier", [])
    if _shown(last) == _shown(now):
        is_same = last["crossed"] in ([], _crossed(session, workshop, answers))
        return now | {"crossed": last["crossed"], "earlier": earlier} if is_same else last
    earlier = [*earlier, {side: last[side] for side in now}]
    exact = {"here": present, "listed": registered}
    if repeated or not may_follow(earlier, now, exact, smallest=smallest):
        return last
    return now | {"crossed": [], "earlier": earlier}


def _shown(tables: Tree) -> list[Tree]:
    return [
        {name: tables[side][name] for name in ("people", "answers")} for side in ("here", "listed")
    ]


def _given(attributes: dict[str, dict[str, int]]) -> dict[str, int]:
    """Return how many people gave an answer, by attribute."""
    return {
        key: sum(people for answer, people in counts.items() if answer)
        for key, counts in attributes.items()
    }


def _by_key(attributes: Iterable[Tree]) -> dict[str, dict[str, int]]:
    return {attribute["key"]: dict(attribute["counts"]) for attribute in attributes}


def _crossed(
    session: Session, workshop: Workshop, attributes: dict[str, dict[str, int]]
) -> list[Tree]:
    keys = crossed_attribute(workshop.attributes)
    if keys is None:
        return []
    said = [
        (person.said.get(keys[0], ""), person.said.get(keys[1], ""))
        for person in people.everybody(session, workshop.id)
        if not person.removed
    ]
    table = crossed(said, attributes[keys[0]], attributes[keys[1]])
    return [{"rows": keys[0], "columns": keys[1], "people": table}] if table else []


def _names(session: Session, workshop: Workshop) -> dict[str, dict[int, str]]:
    """Return the options by id for each kind of contest, including deleted ones."""
    headlines = {
        issue.id: issue.headline
        for theme in workshops.themes(session, workshop.id)
        for issue in theme.issues
    }
    sentences = {one.id: sentence(one) for one in everything(session, workshop.id)}
    return {RANKING: headlines} | dict.fromkeys((FINAL, RATING, FINALISTS), sentences)


def _contest(
    contest: Contest, workshop: Workshop, titles: dict[int, str], names: dict[str, dict[int, str]]
) -> Tree:
    result = dict(contest.result)
    now = names[contest.kind]  # for votes counted by a version that did not store the names
    named = {int(one): name for one, name in result.pop("names", {}).items()} or now
    for table in TURNOUT_TABLES & result.keys():
        result[table] = turnout(result[table], smallest=contest.smallest)
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
        "withdrawn": result.pop("withdrawn", 0),
        "removed": result.pop("removed", 0),
        "reopened": [
            local(datetime.fromisoformat(at), workshop.time_zone).isoformat()
            for at in contest.reopened
        ],
        "ballots": result.pop("ballots"),
        "result": result,
        "decision": contest.decision,
    }


def _survey(session: Session, workshop: Workshop) -> list[Tree]:
    """Return the survey questions that enough people have answered."""
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


def _dissent(
    session: Session,
    workshop: Workshop,
    titles: dict[int, str],
    names: dict[int, str],
    unshown: Collection[str],
) -> Tree:
    """Return the approved notes by subject, and the total number of notes."""
    every = [note for note in written(session, workshop.id) if note.contest_id not in unshown]
    of: dict[tuple[int, int], list[str]] = {}
    for note in every:
        if note.approved:
            of.setdefault((note.theme_id, note.recommendation_id or 0), []).append(note.text)
    told = [
        {"theme": title, "recommendation": names.get(about, ""), "notes": texts}
        for id_, title in titles.items()
        for (theme_id, about), texts in sorted(of.items())
        if theme_id == id_
    ]
    return {"dissent": told, "dissent_written": len(every)}


def _smallest(workshop: Workshop) -> int:
    return Settings.model_validate(workshop.settings).smallest_cell


def _most_first(counts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(counts, key=lambda pair: (-pair[1], pair[0]))
