"""How a ballot on paper is filled in, in words; what it is about is said as on the phones."""

from typing import Any

from polling.contests.payloads import HIGHEST_SCORE
from polling.core.i18n import LazyString, _, lazy
from polling.voting.ballots import BallotKind
from polling.voting.ratings import NOT_NOW, PRIORITY, SUPPORT

HOW: dict[str, LazyString] = {
    BallotKind.RANKING: lazy("Write the ranks into the boxes, each rank once."),
    BallotKind.APPROVAL: lazy("Tick the box beside each that you choose."),
    BallotKind.SCORE: lazy(
        "Tick one box in a row: 0 is not important, 5 is most important. A row may stay empty."
    ),
    BallotKind.POINTS: lazy("Write the points into the boxes. Together they are 100 at most."),
    "rating": lazy("Tick one box in a row. A row stays empty where you have no opinion."),
}


def columns(kind: str) -> list[dict[str, Any]]:
    """The boxes of a row: the words above each, and the mark that is typed for it, if ticked."""
    if kind == BallotKind.SCORE:
        return [_box("", str(score)) for score in range(HIGHEST_SCORE + 1)]
    if kind == "rating":
        words = [(_("Priority now"), PRIORITY), (_("Support"), SUPPORT), (_("Not now"), NOT_NOW)]
        return [_box(word, str(mark)) for word, mark in words]
    heads = {BallotKind.RANKING: _("Rank"), BallotKind.POINTS: _("Points")}
    return [_box(heads[BallotKind(kind)] if kind in heads else "", "")]


def _box(words: str, sign: str) -> dict[str, str]:
    return {"words": words, "sign": sign}
