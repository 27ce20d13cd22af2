"""A recommendation's history as its page shows it: who changed what, and when."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy.orm import Session

from polling.breakouts.drafting.history import versions as history
from polling.core.text_diff import Piece, pieces
from polling.recommendations.models import DraftVersion, Recommendation
from polling.recommendations.sentence import sentence
from polling.recommendations.wording import TEXT_FIELDS, Wording

COLOURS = 6  # as in static/js/drafting/colour.js


@dataclass(frozen=True)
class HistoryStep:
    """One version, and its differences from the previous one.

    `explanations` are the changed texts that are not part of the sentence, each with its label.
    """

    version: DraftVersion
    who: list[tuple[str, int]]  # label and colour
    sentence: list[Piece]
    explanations: list[tuple[str, list[Piece]]]
    deletes: bool
    returns: bool
    is_now: bool


def steps(session: Session, recommendation: Recommendation) -> list[HistoryStep]:
    """Return the versions of a recommendation, newest first."""
    versions = history.versions_of(session, recommendation.id)
    changes = pairwise([DraftVersion(wording=Wording(), deleted=False), *versions])
    return [_step(*change, is_now=change[1] is versions[-1]) for change in changes][::-1]


def _step(before: DraftVersion, version: DraftVersion, *, is_now: bool) -> HistoryStep:
    return HistoryStep(
        version=version,
        who=[(label, colour_of(label)) for label in version.authors],
        sentence=pieces(sentence(before), sentence(version)),
        explanations=list(_explanations(before.wording, version.wording)),
        deletes=version.deleted and not before.deleted,
        returns=before.deleted and not version.deleted,
        is_now=is_now,
    )


def _explanations(before: Wording, after: Wording) -> Iterator[tuple[str, list[Piece]]]:
    for name, text in TEXT_FIELDS.items():
        was, now = getattr(before, name), getattr(after, name)
        if text.label and was != now:
            yield str(text.label), pieces(was, now)


def colour_of(label: str) -> int:
    """Return the colour of a member's label while they write."""
    return sum(map(ord, label)) % COLOURS
