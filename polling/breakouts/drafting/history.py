"""The history of a recommendation as pages show it: its versions, and their differences."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.core.text_diff import Piece, pieces
from polling.core.threads import let_others_in
from polling.recommendations.models import DraftVersion, Recommendation
from polling.recommendations.sentence import sentence
from polling.recommendations.wording import TEXT_FIELDS, Wording

COLOURS = 6  # as in static/js/drafting/colour.js
STEPS_SHOWN = 10  # at once
MOST_PIECES = 100  # of a comparison


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
    is_first: bool
    is_now: bool


@dataclass(frozen=True)
class History:
    """Some versions of a recommendation, newest first.

    Versions before `earlier` are on the next page; it is None on the last page. `is_newest` is
    true on the first page.
    """

    steps: list[HistoryStep]
    earlier: int | None
    is_newest: bool


def history(session: Session, recommendation: Recommendation, before: int | None = None) -> History:
    """Return the newest versions of a recommendation, or the newest before the version `before`."""
    found = _newest_first(session, recommendation.id, before)
    shown = found[:STEPS_SHOWN]
    steps = []
    for number, version in enumerate(shown):
        let_others_in()  # a long comparison takes milliseconds
        previous = found[number + 1] if number + 1 < len(found) else None
        steps.append(_step(previous, version, is_now=before is None and number == 0))
    earlier = shown[-1].id if len(found) > len(shown) else None
    return History(steps, earlier, is_newest=before is None)


def _newest_first(
    session: Session, recommendation_id: int, before: int | None
) -> list[DraftVersion]:
    """Return the versions of one page, and the one that precedes them."""
    query = select(DraftVersion).where(DraftVersion.recommendation_id == recommendation_id)
    if before is not None:
        query = query.where(DraftVersion.id < before)
    return list(session.scalars(query.order_by(DraftVersion.id.desc()).limit(STEPS_SHOWN + 1)))


def _step(previous: DraftVersion | None, version: DraftVersion, *, is_now: bool) -> HistoryStep:
    before = previous or DraftVersion(wording=Wording(), deleted=False)
    return HistoryStep(
        version=version,
        who=[(label, colour_of(label)) for label in version.authors],
        sentence=_compared(sentence(before), sentence(version)),
        explanations=list(_explanations(before.wording, version.wording)),
        deletes=version.deleted and not before.deleted,
        returns=before.deleted and not version.deleted,
        is_first=previous is None,
        is_now=is_now,
    )


def _explanations(before: Wording, after: Wording) -> Iterator[tuple[str, list[Piece]]]:
    for name, text in TEXT_FIELDS.items():
        was, now = getattr(before, name), getattr(after, name)
        if text.label and was != now:
            yield str(text.label), _compared(was, now)


def _compared(before: str, after: str) -> list[Piece]:
    """Return the differences; only the new text if there are so many that nobody could read it."""
    found = pieces(before, after)
    return found if len(found) <= MOST_PIECES else [Piece("both", after)]


def colour_of(label: str) -> int:
    """Return the colour of a member's label while they write."""
    return sum(map(ord, label)) % COLOURS
