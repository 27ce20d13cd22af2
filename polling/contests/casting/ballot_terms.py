"""The terms of a vote: its rule, and its options with their names.

A phone keeps their hash with each ballot that it sends, and compares it with the published list.
So it notices if somebody exchanges the names of two options, or changes the rule, after the vote.
"""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.contests.casting.published_list import terms
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
    issues = {one for contest in contests if contest.kind == RANKING for one in contest.options}
    written = {one for contest in contests if contest.kind != RANKING for one in contest.options}
    headlines = {one.id: one.headline for one in _rows(session, Issue, issues)}
    sentences = {one.id: sentence(one) for one in _rows(session, Recommendation, written)}
    named = {
        contest.id: headlines if contest.kind == RANKING else sentences for contest in contests
    }
    return {
        contest.id: {
            str(option): clean(named[contest.id].get(option, "")) for option in contest.options
        }
        for contest in contests
    }


def _rows(session: Session, kind: type[Row], ids: set[int]) -> Sequence[Row]:
    return session.scalars(select(kind).where(kind.id.in_(ids))).all() if ids else []


def terms_on_phones(
    session: Session, workshop: Workshop, contests: Sequence[Contest]
) -> dict[str, str]:
    """Return {contest id: the hash of its terms} for the ballots that phones show."""

    def made() -> dict[str, str]:
        names = names_of(session, contests)
        return {one.id: terms(one, names[one.id]) for one in contests}

    return cached_for_phones(workshop, "terms", made)
