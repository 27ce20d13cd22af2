"""The terms of a vote: its rule, and its options with their names.

A phone keeps their hashes with each ballot that it sends, and compares them with the published list
and with the names in the result. So it notices if somebody exchanges the names of two options, or
changes the rule, after the vote.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.contests.casting.published_list import labels_digest, terms_digest
from polling.contests.kinds import RANKING
from polling.contests.models import Contest
from polling.core.text import clean
from polling.recommendations.models import Recommendation
from polling.recommendations.sentence import sentence
from polling.workshop.models import Issue, Workshop
from polling.workshop.version_cache import cached_for_phones

Row = TypeVar("Row", Issue, Recommendation)
Names = dict[str, str]  # option id → its headline or sentence, in the form of the workshop file


def names_of(session: Session, contests: Sequence[Contest]) -> dict[str, Names]:
    """Return {contest id: the names of its options}, with one query for each kind of option."""
    issues, written = _issues(session, contests), _written(session, contests)
    return {one.id: _names(one, issues, written) for one in contests}


def terms_on_phones(
    session: Session, workshop: Workshop, contests: Sequence[Contest]
) -> dict[str, str]:
    """Return {contest id: the hash of its rule and names}, for the ballots that phones show.

    Phones show issues by their short names. The hash of these follows, after a space.
    """

    def made() -> dict[str, str]:
        issues, written = _issues(session, contests), _written(session, contests)
        return {one.id: _terms(one, issues, written) for one in contests}

    return cached_for_phones(workshop, "terms", made)


def _terms(
    contest: Contest, issues: Mapping[int, Issue], written: Mapping[int, Recommendation]
) -> str:
    terms = terms_digest(contest, _names(contest, issues, written))
    if contest.kind != RANKING:
        return terms
    labels = [(option, issues[option].label) for option in contest.options if option in issues]
    return f"{terms} {labels_digest(labels)}"


def _names(
    contest: Contest, issues: Mapping[int, Issue], written: Mapping[int, Recommendation]
) -> Names:
    named = (
        {option: one.headline for option, one in issues.items()}
        if contest.kind == RANKING
        else {option: sentence(one) for option, one in written.items()}
    )
    return {str(option): clean(named.get(option, "")) for option in contest.options}


def _issues(session: Session, contests: Sequence[Contest]) -> dict[int, Issue]:
    ranked = {option for one in contests if one.kind == RANKING for option in one.options}
    return _by_id(session, Issue, ranked)


def _written(session: Session, contests: Sequence[Contest]) -> dict[int, Recommendation]:
    others = {option for one in contests if one.kind != RANKING for option in one.options}
    return _by_id(session, Recommendation, others)


def _by_id(session: Session, kind: type[Row], ids: set[int]) -> dict[int, Row]:
    found = session.scalars(select(kind).where(kind.id.in_(ids))).all() if ids else []
    return {one.id: one for one in found}
