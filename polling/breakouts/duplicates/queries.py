"""Queries for pairs to review, open questions, and decisions."""

from collections import defaultdict
from itertools import combinations

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from polling import stages
from polling.breakouts import queries as breakouts
from polling.breakouts.drafting.write_access import is_voted_on
from polling.breakouts.duplicates.models import MERGED, OPEN, MergeAnswer, MergeProposal
from polling.core.db import stop_reading
from polling.core.edit_conflicts import Values
from polling.core.errors import NotFound
from polling.core.i18n import _
from polling.core.query_cache import loaded_once
from polling.duplicates.pairs import SimilarPair, in_order, waiting_pairs
from polling.duplicates.similarity import ALIKE, MANY
from polling.recommendations.models import Recommendation
from polling.recommendations.sentence import sentence
from polling.workshop.models import Workshop

PAIRS_PER_THEME = 10


def is_reviewing(session: Session, workshop: Workshop) -> bool:
    """Return whether recommendations can be reviewed: there are some, and no final vote yet."""
    return bool(stages.BY_KEY[workshop.stage].drafters) and not is_voted_on(session, workshop)


def similar(session: Session, workshop_id: int) -> list[SimilarPair[Recommendation]]:
    """Return the undecided pairs of all groups and themes, most similar first."""
    written = {one.id: one for one in breakouts.written(session, workshop_id)}
    known = mergings(session, workshop_id)
    themes = {one.issue.theme_id for one in written.values()}
    if len(written) ** 2 > MANY:
        stop_reading(session)
    return waiting_pairs(
        written,
        {key: sentence(one) for key, one in written.items()},
        {_ids(one) for one in known} | _asked_to_become_one(known),
        alike=ALIKE,
        most=PAIRS_PER_THEME * len(themes),
    )


def _asked_to_become_one(known: list[MergeProposal]) -> set[tuple[int, int]]:
    """Return the pairs of recommendations that may all be replaced by the same one."""
    asked: dict[int, set[int]] = defaultdict(set)
    for one in known:
        if one.state in OPEN and one.stands:
            asked[one.first_id].add(one.second_id)
            asked[one.second_id].add(one.first_id)
    return {in_order(*two) for others in asked.values() for two in combinations(others, 2)}


@loaded_once
def mergings(session: Session, workshop_id: int) -> list[MergeProposal]:
    """Return all open and settled mergers, newest first."""
    query = (
        select(MergeProposal)
        .where(MergeProposal.workshop_id == workshop_id)
        .order_by(MergeProposal.id.desc())
        .options(joinedload(MergeProposal.first), joinedload(MergeProposal.second))
    )
    return list(session.scalars(query))


def merging(session: Session, workshop_id: int, merging_id: int) -> MergeProposal:
    """Return one pair of this workshop."""
    found = session.get(MergeProposal, merging_id)
    if found is None or found.workshop_id != workshop_id:
        raise NotFound(_("This item no longer exists."))
    return found


def of_pair(session: Session, first: int, second: int) -> MergeProposal | None:
    """Return the merger or decision about these two recommendations."""
    query = select(MergeProposal).where(
        MergeProposal.first_id == first, MergeProposal.second_id == second
    )
    return session.scalar(query)


def shown(pair: MergeProposal) -> Values:
    """Return what a page shows of an open proposal, for the marks of its forms; or nothing."""
    if pair.state not in OPEN:
        return {}
    texts = (sentence(pair), pair.rationale, pair.issue.label if pair.issue else "")
    return {str(pair.id): "\n".join(filter(None, texts))}


def in_words(pair: MergeProposal) -> Values:
    """Return what `shown` does, with labels in the reader's language, for an edit conflict."""
    if pair.state not in OPEN:
        return {}
    labelled = ((_("Why"), pair.rationale), (_("Issue"), pair.issue.label if pair.issue else ""))
    lines = (sentence(pair), *(f"{label}: {text}" for label, text in labelled if text))
    return {str(pair.id): "\n".join(lines)}


def waiting(session: Session, workshop_id: int) -> int:
    """Return how many mergers of recommendations that both stand wait for answers."""
    query = select(func.count()).where(MergeProposal.workshop_id == workshop_id)
    return session.scalar(query.where(*_open())) or 0


def _open() -> tuple[ColumnElement[bool], ...]:
    # If a recommendation is restored, the question about it is asked again.
    stand = (MergeProposal.first, MergeProposal.second)
    return (
        MergeProposal.state.in_(OPEN),
        *(one.has(Recommendation.deleted_at.is_(None)) for one in stand),
    )


@loaded_once
def asked(
    session: Session, groups: tuple[int, ...]
) -> list[tuple[MergeProposal, list[MergeAnswer]]]:
    """Return the questions to these groups about their recommendations, if both stand.

    The answers of their facilitators and members are loaded too.
    """
    # Cached, because every page of the breakouts runs this query, and creating aliases is slow.
    own = select(Recommendation.id).where(Recommendation.group_id.in_(groups))
    mine = or_(MergeProposal.first_id.in_(own), MergeProposal.second_id.in_(own))
    query = (
        select(MergeProposal, MergeAnswer)
        .outerjoin(MergeAnswer, MergeAnswer.proposal_id == MergeProposal.id)
        .where(*_open(), mine)
        .order_by(MergeProposal.id, MergeAnswer.id)
    )
    found: dict[MergeProposal, list[MergeAnswer]] = {}
    for pair, answer in session.execute(query):
        answers = found.setdefault(pair, [])
        if answer is not None:
            answers.append(answer)
    return list(found.items())


def result(session: Session, settled: MergeProposal) -> Recommendation | None:
    """Return the result of a merger: a new recommendation, or one of the two."""
    if settled.state != MERGED:
        return None
    one, other = settled.both
    kept = [each for each, gone in ((one, other), (other, one)) if gone.merged_into_id == each.id]
    if kept or one.merged_into_id is None:
        return kept[0] if kept else None
    return session.get(Recommendation, one.merged_into_id)


def _ids(one: MergeProposal) -> tuple[int, int]:
    return one.first_id, one.second_id
