"""How often are the labels of the first stage right? `python docs/methods/labels.py`

A seeded simulation with the product's own code: a room of 78 people in three sectors, of whom 27
rate an option. Counts by sector are rounded, as in a result. Each row is a room with different
opinions. The columns show how often the option gets a label under today's rule and under the rule
of earlier versions. A good label is frequent if it is true and rare if it is not. The simulation
takes a few seconds.
"""

import numpy as np

from polling.contests.results.rating_figures import has_broad_support
from polling.privacy.rounding import rounded, step_of
from polling.voting.ratings import Rating

ROOMS = 4_000
SECTORS = (36, 27, 15)  # people: a large sector, a smaller one, and all small ones together
RATERS, WROTE_IT = 27, 7
OLD_COMMON, OLD_DISPUTED = 0.6, 0.25

BROAD = {
    "75% in every sector": (0.75, 0.75, 0.75),
    "90% in every sector": (0.9, 0.9, 0.9),
    "75%, but 30% of the smallest sector": (0.75, 0.75, 0.3),
    "80%, but 30% of the second sector": (0.8, 0.3, 0.8),
    "50% in every sector": (0.5, 0.5, 0.5),
}
SPLIT = {  # priority now, not now
    "40% now, 40% later": (0.4, 0.4),
    "33% now, 33% later": (0.33, 0.33),
    "25% now, 25% later": (0.25, 0.25),
    "20% now, 20% later": (0.2, 0.2),
    "40% now, 10% later": (0.4, 0.1),
}


def main() -> None:
    """Print both tables."""
    chance = np.random.default_rng(1)
    electorate = sum(SECTORS) - WROTE_IT
    print(f"{'support in the room':40}  broad support  earlier: common ground")
    for name, shares in BROAD.items():
        new, old = np.mean([_broad(chance, shares, electorate) for _ in range(ROOMS)], axis=0)
        print(f"{name:40}  {new:13.0%}  {old:22.0%}")
    print(f"\n{'opinion in the room':40}  split on timing  earlier: disputed")
    for name, (now, later) in SPLIT.items():
        new, old = np.mean([_split(chance, now, later, electorate) for _ in range(ROOMS)], axis=0)
        print(f"{name:40}  {new:15.0%}  {old:17.0%}")


def _broad(
    chance: np.random.Generator, shares: tuple[float, ...], electorate: int
) -> tuple[bool, bool]:
    """Return whether an option gets the label under each rule; raters match the sectors' sizes."""
    cells = []
    for size, share in zip(SECTORS, shares, strict=True):
        likes = np.arange(size) < round(share * size)
        asked = round(RATERS * size / sum(SECTORS))
        cells.append([int(chance.permutation(likes)[:asked].sum()), asked])
    supporters, raters = (sum(column) for column in zip(*cells, strict=True))
    rating = Rating(1, 0, supporters, raters - supporters, electorate=electorate)
    steps = [step_of(of) or 1 for _count, of in cells]
    published = [[rounded(*cell, step), cell[1]] for cell, step in zip(cells, steps, strict=True)]
    result = {"by_sector": {"rounded_to": steps, "support": {"1": published}}}
    old = min(count / of for count, of in [*cells, [supporters, raters]]) >= OLD_COMMON
    return has_broad_support(result, rating), old


def _split(
    chance: np.random.Generator, now: float, later: float, electorate: int
) -> tuple[bool, bool]:
    people = np.zeros(electorate, dtype=int)
    people[: round(now * electorate)] = 2
    people[electorate - round(later * electorate) :] = 1
    asked = chance.permutation(people)[:RATERS]
    priority, not_now = int((asked == 2).sum()), int((asked == 1).sum())
    rating = Rating(1, priority, RATERS - priority - not_now, not_now, electorate=electorate)
    return rating.is_split, min(priority, not_now) >= OLD_DISPUTED * RATERS


if __name__ == "__main__":
    main()
