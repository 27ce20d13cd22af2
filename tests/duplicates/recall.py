"""Measure how many near-duplicates are found: `python -m tests.duplicates.recall`.

`labelled_pairs.json` contains pairs of the demo's recommendations, labelled by hand. Pairs with the
same meaning are mostly reworded, as by another group in a second language. The others have the same
subject but ask for different things. All texts are ranked together, so each pair competes with more
than 28,000 others.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from polling.demo.content import recommendation_bank
from polling.duplicates.pairs import waiting_pairs
from polling.duplicates.similarity import ALIKE
from polling.recommendations.sentence import sentence

LABELLED = Path(__file__).with_name("labelled_pairs.json")


@dataclass(frozen=True)
class LabelledPair:
    """Two sentences, and whether they ask for the same."""

    first: str
    second: str
    same: bool


def labelled() -> list[LabelledPair]:
    """The labelled pairs."""
    return [LabelledPair(**row) for row in json.loads(LABELLED.read_text(encoding="utf-8"))]


def demo_sentences() -> Iterator[str]:
    """All sentences that the demo's groups may write."""
    for issues in recommendation_bank().values():
        for given in issues.values():
            yield from map(sentence, given)


def shown(per_theme: int) -> set[frozenset[str]]:
    """The pairs that organizers see, with this many pairs per theme of the demo."""
    every = [*demo_sentences(), *(pair.second for pair in labelled() if pair.same)]
    texts = dict(enumerate(dict.fromkeys(every)))
    most = per_theme * len(recommendation_bank())
    found = waiting_pairs(texts, texts, settled=(), alike=ALIKE, most=most)
    return {frozenset(pair.both) for pair in found}


def share_shown(per_theme: int, *, same: bool) -> float:
    """The share of the pairs with this label that are shown."""
    pairs = [frozenset((pair.first, pair.second)) for pair in labelled() if pair.same is same]
    return len(shown(per_theme).intersection(pairs)) / len(pairs)


if __name__ == "__main__":
    print(f"{sum(pair.same for pair in labelled())} pairs say the same, ", end="")
    print(f"{sum(not pair.same for pair in labelled())} do not")
    print(f"{'pairs for each theme':<22}{'recall':>8}{'shown of the different ones':>30}")
    for per_theme, name in ((0, "threshold only"), (10, "10"), (25, "25")):
        recall, wrong = (share_shown(per_theme, same=same) for same in (True, False))
        print(f"{name:<22}{recall:>8.2f}{wrong:>30.2f}")
