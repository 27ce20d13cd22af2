"""Random rooms publish several tables of answers, and an attacker solves them together.

    python -m tests.privacy.random_versions [--rooms 300] [--seed 20261201]

Prints how many versions of the report could have new tables, how many had some, and how many exact
counts, or differences of counts, are certain. There must be none. Also prints how many rooms of 78
have a table of two questions, and how much is certain from such a table in small rooms.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from polling.privacy.people_tables import LEVEL, Tables, crossed, large_enough, may_follow
from polling.privacy.rounding import step_of

SEED = 20261201
SECTORS, GENDERS = ["A", "B", "C", ""], ["woman", "man", "another", ""]
SMALL = range(12, 31)  # people
MOST_PUBLISHED = 60  # tables
MOST = 200_000  # possible tables of one version, and pairs of two; if there are more, none is tried
Answers = list[tuple[str, str]]
Cells = Mapping[str, Mapping[str, int | None]]
Exact = Mapping[str, Mapping[str, Mapping[str, int]]]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Published:
    """The tables of the people who are present; and of both questions."""

    here: Tables
    crossed: Cells = field(default_factory=dict)

    @property
    def sides(self) -> dict[str, Tables]:
        """As `may_follow` expects them; nobody has registered."""
        return {"here": self.here, "listed": {"people": 0, "answers": {}, "given": {}}}


def tables(said: Answers) -> tuple[Published, Exact]:
    """Return the tables of a room, and its exact counts."""
    exact = {
        key: dict(Counter(one[at] for one in said)) for at, key in enumerate(("sector", "gender"))
    }
    shown = {key: large_enough(counts, smallest=5)[0] for key, counts in exact.items()}
    given = {key: sum(counts[one] for one in counts if one) for key, counts in exact.items()}
    found = crossed(said, shown["sector"], shown["gender"]) or {}
    here: Tables = {"people": len(said), "answers": shown, "given": given}
    return Published(here, found), {
        "here": exact,
        "listed": {},
    }


def like(number: int | None, size: int) -> range:
    """Return the counts of a sector of this size that are rounded to this number.

    Sectors that are too small have no numbers, so every count is possible.
    """
    step = step_of(size, LEVEL)
    if number is None:
        return range(size + 1) if step is None else range(0)
    if step is None or number % step:
        return range(0)
    return range(max(0, number - step // 2), min(size, number + step // 2) + 1)


@dataclass(frozen=True)
class Versions:
    """The sets of tables of a room, and how many versions could have had new ones."""

    published: list[Published]
    possible: int


def versions(chance: random.Random, *, leaving: bool = False) -> Versions:
    """Let people join, and perhaps leave, between the versions of a random room's report."""
    weights = [chance.choice([5, 6]), chance.choice([2, 5]), chance.choice([0, 0, 3]), 0.3]
    genders = [5, chance.choice([2, 5]), chance.choice([0, 0.3]), 0.3]

    def people(number: int) -> Answers:
        return list(
            zip(
                chance.choices(SECTORS, weights, k=number),
                chance.choices(GENDERS, genders, k=number),
                strict=True,
            )
        )

    said = people(chance.randint(14, 30))
    published = [tables(said)[0]]
    possible = 0
    for _ in range(2):
        if leaving and chance.random() < 0.5:
            chance.shuffle(said)
            said = said[chance.randint(1, 6) :]
        said = said + people(chance.choice([1, 4, 6, 10, 20, 30]))
        new, exact = tables(said)
        if new.here == published[-1].here:
            continue
        possible += 1
        if may_follow([one.sides for one in published], new.sides, exact, smallest=5):
            published.append(Published(new.here))
    return Versions(published, possible)


def certain(published: Sequence[Published]) -> int | None:
    """Return how many counts and differences have one possible value; None if too many to try."""
    sets = [_Solved.of(one, published) for one in published]
    if any(one is None for one in sets):
        return None
    solved = [one for one in sets if one is not None]
    found = 0
    for one, two in combinations(solved, 2):
        if len(one.possible) * len(two.possible) > MOST:
            return None
        more = two.possible[None] - one.possible[:, None]
        left = np.maximum(-more, 0).sum(axis=(2, 3))
        firsts, seconds = np.nonzero(left == left.min())
        found += one.certain(one.possible[firsts]) + two.certain(two.possible[seconds])
        found += _certain_differences(one, two, more[firsts, seconds])
    return found


def certain_alone(published: Published) -> int | None:
    """Return how much the table of two questions makes certain; None if too many to try.

    Counted are exact counts, and for everybody who may have read it, the answers of other people.
    If few tables fit, the reader publishes each, and keeps those that are published like this.
    """
    solved = _Solved.of(published, [published])
    if solved is None:
        return None
    possible = solved.possible
    if len(possible) <= MOST_PUBLISHED:
        said = [_answers(one, *solved.labels) for one in possible]
        possible = possible[[tables(one)[0].crossed == published.crossed for one in said]]
    found = solved.certain(possible)
    for down, across in np.argwhere(possible.any(axis=0)):
        others = possible[possible[:, down, across] > 0].copy()
        others[:, down, across] -= 1
        for axis in (1, 2):
            in_all = others.sum(axis=axis, keepdims=True)
            found += int(((others == in_all) & (others > 0)).all(axis=0).sum())
    return found


def _answers(table: Integers, downs: list[str], acrosses: list[str]) -> Answers:
    cells = np.ndenumerate(table)
    return [(downs[at], acrosses[to]) for (at, to), many in cells for _ in range(many)]


@dataclass(frozen=True)
class _Solved:
    """All exact tables that fit a set: (table, row, column)."""

    labels: tuple[list[str], list[str]]
    shown: tuple[Mapping[str, int], Mapping[str, int]]
    people: int
    has_table: bool
    possible: Integers

    @classmethod
    def of(cls, published: Published, every: Sequence[Published]) -> "_Solved | None":
        labels = tuple(
            [*sorted({a for one in every for a in one.here["answers"][key]}), ""]
            for key in ("sector", "gender")
        )
        here = published.here
        shown = here["answers"]["sector"], here["answers"]["gender"]
        possible = _possible(published, labels[0], labels[1])
        if possible is None:
            return None
        one = cls((labels[0], labels[1]), shown, here["people"], bool(published.crossed), possible)
        return one if len(possible) else None

    def certain(self, possible: Integers) -> int:
        if not self.has_table:
            return 0
        totals = [_with_rest(shown, self.people) for shown in self.shown]
        return sum(
            _is_certain(self.cell(possible, self.shown, down, across))
            for down, across in product(*totals)
            if not {totals[0][down], totals[1][across]} & {0, self.people}
        )

    def cell(
        self, tables: Integers, shown: Sequence[Mapping[str, int]], down: str, across: str
    ) -> Integers:
        """Return a count for each of the tables."""
        rows, columns = (
            [at for at, one in enumerate(labels) if (one == of if of else one not in known)]
            for labels, known, of in zip(self.labels, shown, (down, across), strict=True)
        )
        return np.asarray(tables[:, rows][:, :, columns].sum(axis=(1, 2)))


def _certain_differences(one: _Solved, two: _Solved, more: Integers) -> int:
    changes = [
        {answer: now[answer] - before[answer] for answer in before if answer in now}
        for before, now in zip(one.shown, two.shown, strict=True)
    ]
    if not all(changes):
        return 0
    totals = [_with_rest(change, two.people - one.people) for change in changes]
    for total, now, change in zip(totals, two.shown, changes, strict=True):
        sizes = _with_rest({answer: now[answer] for answer in change}, two.people)
        total.update({answer: 0 for answer, size in sizes.items() if size == two.people})
    return sum(
        _is_certain(one.cell(more, changes, down, across))
        for down, across in product(*totals)
        if not {totals[0][down], totals[1][across]} & {0, two.people - one.people}
    )


def _is_certain(values: Integers) -> bool:
    return bool((values == values[0]).all())


def _with_rest(shown: Mapping[str, int], people: int) -> dict[str, int]:
    return {**shown, "": people - sum(shown.values())}


def _possible(published: Published, downs: list[str], acrosses: list[str]) -> Integers | None:
    """Return all tables with these totals and rounded counts: (table, row, column)."""
    here = published.here
    rows, columns = here["answers"]["sector"], here["answers"]["gender"]
    cells = published.crossed
    left_rows = _with_rest(rows, here["people"])
    hidden = [down for down in downs if down not in rows]
    sizes = [[rows[down]] if down in rows else range(left_rows[""] + 1) for down in downs]
    found: list[list[tuple[int, ...]]] = []
    tried = 0
    for chosen in product(*sizes):
        if sum(chosen) != here["people"]:
            continue
        ways = [
            [
                way
                for way in _divided(size, len(acrosses))
                if down not in rows or _fits(way, cells.get(down), rows[down], published, acrosses)
            ]
            for down, size in zip(downs, chosen, strict=True)
        ]
        number = 1
        for some in ways:
            number *= len(some)
        tried += number
        if tried > MOST:
            return None
        for table in product(*ways):
            sums = [sum(row[at] for row in table) for at in range(len(acrosses))]
            if any(sums[at] != columns[one] for at, one in enumerate(acrosses) if one in columns):
                continue
            rest = tuple(
                sum(table[downs.index(down)][at] for down in hidden) for at in range(len(acrosses))
            )
            if _fits(rest, cells.get(""), left_rows[""], published, acrosses):
                found.append(list(table))
    shape = len(found), len(downs), len(acrosses)
    return np.array(found, dtype=np.int64).reshape(shape)


def _fits(
    counts: Sequence[int],
    cells: Mapping[str, int | None] | None,
    size: int,
    published: Published,
    acrosses: list[str],
) -> bool:
    columns = published.here["answers"]["gender"]
    for across, number in (cells or {}).items():
        count = sum(
            counts[at]
            for at, one in enumerate(acrosses)
            if (one == across if across else one not in columns)
        )
        if count not in like(number, size):
            return False
    return True


def _divided(people: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (people,)
        return
    for first in range(people + 1):
        for others in _divided(people - first, parts - 1):
            yield (first, *others)


def rooms(number: int, seed: int, *sizes: int) -> Iterator[Published]:
    """Publish the tables of random rooms, each of one of these sizes."""
    for at in range(number):
        chance = random.Random(f"{seed} {at}")
        weights = [chance.choice([5, 6]), chance.choice([2, 5]), chance.choice([0, 3]), 0]
        genders = [5, chance.choice([2, 5]), chance.choice([0, 0.3]), chance.choice([0, 0.3])]
        size = chance.choice(sizes)
        sectors = chance.choices(SECTORS, weights, k=size)
        yield tables(list(zip(sectors, chance.choices(GENDERS, genders, k=size), strict=True)))[0]


def main() -> None:
    """Attack the versions of random rooms, and print what was found."""
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--rooms", type=int, default=300)
    reading.add_argument("--seed", type=int, default=SEED)
    asked = reading.parse_args()
    found: Counter[str] = Counter()
    for number in range(asked.rooms):
        chance = random.Random(f"{asked.seed} {number}")
        made = versions(chance, leaving=number % 2 == 1)
        found["versions"] += made.possible
        found["new"] += len(made.published) - 1
        if len(made.published) > 1:
            count = certain(made.published)
            found["not tried" if count is None else "tried"] += 1
            found["certain"] += count or 0
    print(
        f"{found['versions']} versions with other answers, {found['new']} with new tables; "
        f"{found['tried']} rooms solved ({found['not tried']} too large): "
        f"{found['certain']} counts are certain"
    )
    shown = [one for one in rooms(asked.rooms, asked.seed, *SMALL) if one.crossed]
    alone = [certain_alone(one) for one in shown]
    print(
        f"{len(shown)} small rooms with a table of two questions "
        f"({alone.count(None)} too large): {sum(one or 0 for one in alone)} answers are certain"
    )
    large = sum(bool(one.crossed) for one in rooms(asked.rooms, asked.seed, 78))
    print(f"{large / asked.rooms:.0%} of the rooms of 78 have one")


if __name__ == "__main__":
    main()
