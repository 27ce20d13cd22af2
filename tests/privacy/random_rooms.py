"""Random rooms vote, their results are published, and an attacker solves them for the sectors.

    python -m tests.privacy.random_rooms [--rooms 2000] [--seed 20261127] [--paper | --groups]

Prints the share of rooms in which each figure is published, how many secret counts and how many
ballots' sectors are certain, and how many voters, who know their own ballot, are certain of another
one's sector. There must be none. With `--paper`, each room also has a few paper ballots, which one
attacker knows. With `--groups`, all rooms are small, and no group may choose its own work.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from polling.contests.counting.result_statistics import supported
from polling.contests.counting.sector_support import by_sector, rated_by_sector
from polling.privacy.rounding import rounded
from polling.voting import ApprovalBallot, RankedBallot, ScoreBallot, count
from polling.voting.ballots import Ballot
from polling.voting.outcome import Outcome
from polling.voting.ratings import SUPPORT
from tests.privacy.attack import Found, Room, attack

SEED = 20261127
SMALL = ((5, 6), (5, 15), (6, 6), (6, 7), (6, 10), (8, 8))
MIDDLE = "four of 5 to 8"
LARGE = ((40, 3), (40, 4), (60, 5), (78, 4), (78, 5), (78, 6))
KINDS = ("top-three", "approval", "mean-score", "approval-share", "rating")


@dataclass(frozen=True)
class Vote:
    """A room's ballots with their sectors; for a vote by share, who could choose each option.

    Paper ballots have the sector "".
    """

    name: str
    kind: str
    options: list[int]
    sectors: list[str]
    ballots: list[Ballot]
    able: dict[str, dict[int, int]] | None = None
    groups: list[Any] | None = None  # of each voter, None on paper
    authors: dict[int, int] | None = None  # the group of each option, which may not choose it

    def on_phones(self) -> "Vote":
        """The same without the paper ballots."""
        cast = [at for at, sector in enumerate(self.sectors) if sector]
        sectors, ballots = [self.sectors[at] for at in cast], [self.ballots[at] for at in cast]
        groups = [self.groups[at] for at in cast] if self.groups else None
        return replace(self, sectors=sectors, ballots=ballots, groups=groups)

    def seats(self) -> dict[str, Counter[frozenset[int]]] | None:
        """How many voters of each sector may not choose which options."""
        if not self.groups or not self.authors:
            return None
        found: dict[str, Counter[frozenset[int]]] = {}
        for sector, group in zip(self.sectors, self.groups, strict=True):
            barred = frozenset(o for o, author in self.authors.items() if author == group)
            found.setdefault(sector, Counter())[barred] += 1
        return found

    def published(self) -> dict[str, Any] | None:
        """The published figures about the sectors."""
        if self.kind == "rating":
            return rated_by_sector(
                self.sectors, self.ballots, self.options, smallest=5, seats=self.seats()
            )
        return by_sector(
            self.sectors,
            self.ballots,
            self.options,
            self._outcome(),
            smallest=5,
            able=self.able,
            seats=self.seats(),
        )

    def _outcome(self) -> Outcome:
        in_all: Counter[Any] = Counter()
        for able in (self.able or {}).values():
            in_all.update(able)
        return count(self.kind, self.ballots, self.options, 3, able=in_all if self.able else None)

    def as_known(self, published: dict[str, Any]) -> Room:
        """The attacker's knowledge. Paper ballots are a further sector without numbers."""
        pools = [name.split(" + ") for name in published["sectors"]]
        pool_of = {name: at for at, names in enumerate(pools) for name in names}
        sector_of = np.array([pool_of.get(sector, len(pools)) for sector in self.sectors])
        sizes = [int((sector_of == at).sum()) for at in range(len(pools))]
        supports = [[o in _support(b, self.kind) for o in self.options] for b in self.ballots]
        marks, ranges = np.array(supports, dtype=np.int64), []
        named = np.array([[o in _named(b) for o in self.options] for b in self.ballots], dtype=int)
        rates = self.kind == "rating" and not named.all()  # otherwise sector sizes are the bases
        if rates:
            marks = np.hstack([marks, named])
        for at, (size, step) in enumerate(zip(sizes, published["rounded_to"], strict=True)):
            cells = [published["support"][str(o)][at] for o in self.options]
            tops = [size] * len(cells)
            if self.able is not None:
                tops = [sum(self.able[n].get(o, 0) for n in pools[at]) for o in self.options]
            row = [_counts(cell and cell[0], t, step) for cell, t in zip(cells, tops, strict=True)]
            if rates:
                row += [_counts(cell and cell[1], size, step) for cell in cells]
            ranges.append(row)
        if papers := self.sectors.count(""):
            sizes, ranges = [*sizes, papers], [*ranges, [(0, papers)] * marks.shape[1]]
        limits = np.array(ranges, dtype=np.int64)
        return self._with_groups(Room(sector_of, marks, sizes, limits[:, :, 0], limits[:, :, 1]))

    def _with_groups(self, room: Room) -> Room:
        if not self.groups or not self.authors:
            return room
        every = [*sorted(set(self.authors.values())), None]  # the last: everybody else
        group_of = [every.index(one) if one in every else len(every) - 1 for one in self.groups]
        barred = [
            [any(self.authors[o] == group for o in _named(b)) for group in every]
            for b in self.ballots
        ]
        return replace(room, barred=np.array(barred, dtype=np.int64), group_of=np.array(group_of))


def _counts(published: int | None, top: int, step: int) -> tuple[int, int]:
    """The smallest and largest counts that would be published like this."""
    if published is None:
        return 0, top
    like_this = [count for count in range(top + 1) if rounded(count, top, step) == published]
    return like_this[0], like_this[-1]


def _named(ballot: Any) -> frozenset[Any]:
    named: frozenset[Any] = ballot.named
    return named


def _support(ballot: Any, kind: str) -> frozenset[Any]:
    if kind == "rating":
        return frozenset(o for o, mark in ballot.scores.items() if mark >= SUPPORT)
    return supported(ballot)


def votes(rooms: int, seed: int = SEED, *, paper: bool = False) -> Iterator[Vote]:
    """Random votes, half of them in small rooms; with `paper`, each with up to eight on paper."""
    chance = random.Random(seed)
    for number in range(rooms):
        kind = KINDS[number % len(KINDS)]
        if number % 2:
            sizes = list(chance.choice(SMALL))
            name = " + ".join(map(str, sizes))
        elif number % 4:
            name, sizes = MIDDLE, [chance.randint(5, 8) for _ in range(4)]
        else:
            people, parts = LARGE[number // 4 % len(LARGE)]
            name, sizes = f"{people} in {parts}", _split(chance, people, parts)
        yield _vote(chance, name, kind, sizes, chance.randint(1, 8) if paper else 0)


def _split(chance: random.Random, people: int, parts: int) -> list[int]:
    """Sectors of unequal sizes, none below five."""
    weights = [chance.uniform(0.5, 2) for _ in range(parts)]
    more = Counter(chance.choices(range(parts), weights, k=people - 5 * parts))
    return [5 + more[part] for part in range(parts)]


def _vote(chance: random.Random, name: str, kind: str, sizes: Sequence[int], papers: int) -> Vote:
    """Each person's preferences combine their own, their sector's and the room's."""
    small = sum(sizes) < 30
    options = list(range(1, chance.randint(3, 6) if small else chance.randint(6, 10)))
    liked = {o: chance.gauss(0, 1) for o in options}
    sectors = [f"Sector {at}" for at, size in enumerate(sizes) for _ in range(size)]
    tilt = {s: {o: chance.gauss(0, 0.7) for o in options} for s in sorted(set(sectors))}
    groups = [chance.randrange(max(2, sum(sizes) // 7)) for _ in sectors]
    of_group = {o: chance.choice(groups) for o in options} if kind == "approval-share" else {}
    ballots: list[Ballot] = []
    for sector, group in zip(sectors, groups, strict=True):
        taste = {o: liked[o] + tilt[sector][o] + chance.gauss(0, 1.2) for o in options}
        could = [o for o in options if of_group.get(o) != group]
        ballots.append(_ballot(chance, kind, {o: taste[o] for o in could}))
    ballots += [
        _ballot(chance, kind, {o: liked[o] + chance.gauss(0, 1.2) for o in options})
        for _ in range(papers)
    ]
    able = None
    if kind == "approval-share":
        able = {
            name: {
                o: sum(s == name and of_group[o] != g for s, g in zip(sectors, groups, strict=True))
                for o in options
            }
            for name in tilt
        }
        able[""] = dict.fromkeys(options, papers)
    whose = [*groups, *[None] * papers] if of_group else None
    return Vote(name, kind, options, sectors + [""] * papers, ballots, able, whose, of_group)


def in_groups(rooms: int, seed: int = SEED) -> Iterator[Vote]:
    """Final votes in small rooms, where many of a group are from the same sector."""
    chance = random.Random(seed)
    for number in range(rooms):
        parts, many, of_each = ((2, 3, 8), (3, 3, 8), (3, 4, 6), (2, 4, 9))[number % 4]
        authors = {o: o // 2 for o in range(2 * many)}
        liked = {o: chance.random() ** 2 + 0.05 for o in authors}
        people = [
            (f"Sector {g % parts if chance.random() < 0.6 else chance.randrange(parts)}", g)
            for g in range(many)
            for _ in range(of_each)
        ]
        ballots: list[Ballot] = []
        for _, group in people:
            could = [o for o in authors if authors[o] != group]
            taste = {o: liked[o] * chance.random() for o in could}
            ballots.append(ApprovalBallot(frozenset(sorted(could, key=lambda o: -taste[o])[:2])))
        sectors = [sector for sector, _ in people]
        able = {
            name: {o: sum(s == name and g != authors[o] for s, g in people) for o in authors}
            for name in sorted(set(sectors))
        }
        groups = [group for _, group in people]
        yield Vote(
            "in groups", "approval-share", list(authors), sectors, ballots, able, groups, authors
        )


def _ballot(chance: random.Random, kind: str, taste: dict[int, float]) -> Ballot:
    best = sorted(taste, key=lambda o: -taste[o])
    if kind == "top-three":
        return RankedBallot(tuple(best[:3]))
    if kind == "mean-score":
        return ScoreBallot({o: max(0, min(10, round(5 + 2 * taste[o]))) for o in taste})
    if kind == "rating":
        asked = [o for o in taste if chance.random() < 0.9]
        return ScoreBallot({o: 2 if taste[o] > 1 else int(taste[o] > 0) for o in asked})
    return ApprovalBallot(frozenset(o for o in best[:4] if taste[o] > 0))


def certain(vote: Vote, published: dict[str, Any] | None) -> Found:
    """What follows with certainty from the published data; nothing if nothing is published.

    With paper ballots, this is what an attacker who knows them finds, or one who does not.
    """
    if published is None:
        return Found(0, 0, 0)
    found = attack(vote.on_phones().as_known(published))
    if "" not in vote.sectors:
        return found
    other = attack(vote.as_known(published))
    sectors, voters = max(found.sectors, other.sectors), max(found.voters, other.voters)
    return Found(found.counts, sectors, voters)


@dataclass
class Shown:
    """In how many rooms of a kind each figure is published."""

    rooms: int = 0
    tables: int = 0
    sectors: int = 0
    in_all: int = 0
    common: int = 0
    minority: int = 0

    def add(self, vote: Vote, published: dict[str, Any] | None) -> None:
        """Count one more room."""
        self.rooms += 1
        self.in_all += len(set(vote.sectors) - {""})
        if published:
            self.tables += 1
            self.sectors += len(published["sectors"])
            self.common += bool(published["common"])
            self.minority += bool(published.get("minority"))


def main() -> None:
    """Attack this many rooms, and print the results."""
    reading = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    reading.add_argument("--rooms", type=int, default=2000)
    reading.add_argument("--seed", type=int, default=SEED)
    reading.add_argument("--paper", action="store_true")
    reading.add_argument("--groups", action="store_true")
    arguments = reading.parse_args()
    shown: dict[str, Shown] = {}
    counts = sectors = voters = 0
    made = votes(arguments.rooms, arguments.seed, paper=arguments.paper)
    for vote in in_groups(arguments.rooms, arguments.seed) if arguments.groups else made:
        published = vote.published()
        found = certain(vote, published)
        counts, sectors = counts + found.counts, sectors + found.sectors
        voters += found.voters
        shown.setdefault(vote.name, Shown()).add(vote, published)
    for name, one in sorted(shown.items()):
        print(
            f"{name:>14}: {one.rooms:4} rooms, by sector {one.tables / one.rooms:4.0%} "
            f"(sectors kept {one.sectors / one.in_all:4.0%}), "
            f"some common ground {one.common / one.rooms:4.0%}, "
            f"some minority {one.minority / one.rooms:4.0%}"
        )
    print(
        f"{arguments.rooms} rooms: {counts} certain counts, {sectors} certain sectors, "
        f"{voters} voters certain of another ballot"
    )


if __name__ == "__main__":
    main()
