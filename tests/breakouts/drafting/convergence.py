"""`python -m tests.breakouts.drafting.convergence`: eight people draft while connections fail.

Phones lose the connection at random, with pending updates, and the server is killed twice. In the
end, all replicas and the columns have the same text, and no acknowledged word is missing.
"""

import argparse
import asyncio
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from pycrdt import Doc, Text

from config import TestConfig
from polling.app import close_database, create_app
from polling.core import db
from polling.core.migrate import upgrade
from polling.recommendations.wording import TEXT_FIELDS
from tests.breakouts.drafting.drafting_phone import Typist
from tests.breakouts.drafting.group_at_work import MEMBERS, Table
from tests.room import Room
from tests.server import Server

LOOK_SECONDS = 0.01
KILLS = ((0.2, 0.45), (0.55, 0.85))  # after which share of all edits


@dataclass
class Outcome:
    """The result of one run; `wrong` lists the broken promises."""

    edits: int = 0
    vanished: int = 0
    kills: int = 0
    words: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.edits:,} edits, {self.vanished} disconnects, {self.kills} kills, "
            f"{self.words} words left"
        )


async def converge(table: Table, server: Server, *, seed: int, edits: int) -> Outcome:
    """Let eight people make this many `edits` each."""
    roots = [f"{table.recommend(position=place)}/rationale" for place in (1, 2, 3)]
    roots.append(f"{table.recommend(position=4)}/action")
    typists = [Typist(table, index, roots, seed) for index in range(MEMBERS)]
    outcome = Outcome()
    work = [asyncio.create_task(one.work(server.address, edits)) for one in typists]
    await _kill_twice(server, table, typists, outcome, random.Random(seed), edits)
    await asyncio.gather(*work)
    for one in typists:
        await one.return_once_more(server.address)
    _compare(table, typists, roots, outcome)
    outcome.edits = sum(one.edits for one in typists)
    outcome.vanished = sum(one.vanished for one in typists)
    return outcome


async def _kill_twice(
    server: Server,
    table: Table,
    typists: list[Typist],
    outcome: Outcome,
    chance: random.Random,
    edits: int,
) -> None:
    for earliest, latest in KILLS:
        goal = chance.uniform(earliest, latest) * edits * len(typists)
        while sum(one.edits for one in typists) < goal:
            await asyncio.sleep(LOOK_SECONDS)
        server.kill()
        outcome.kills += 1
        _nothing_acked_is_missing(table, typists, outcome)
        await asyncio.to_thread(server.start)


def _nothing_acked_is_missing(table: Table, typists: list[Typist], outcome: Outcome) -> None:
    """Check that every acknowledged word is stored, unless a person has deleted it."""
    stored = " ".join(_on_disk(table, typists[0]).values()).split()
    acked = set[str]().union(*(one.acked for one in typists))
    missing = acked - _removed(typists) - set(stored)
    if missing:
        outcome.wrong.append(f"acknowledged, and not on disk: {sorted(missing)}")


def _compare(table: Table, typists: list[Typist], roots: list[str], outcome: Outcome) -> None:
    texts = {root: typists[0].text(root) for root in roots}
    for one in typists[1:]:
        if {root: one.text(root) for root in roots} != texts:
            outcome.wrong.append(f"{one.name} shows something else")
    if _on_disk(table, typists[0]) != texts:
        outcome.wrong.append("the stored document is another one")
    for root, text in texts.items():
        made, _, name = root.partition("/")
        if getattr(table.row(int(made)), name) != TEXT_FIELDS[name].clean(text):
            outcome.wrong.append(f"the column of {root} has something else")
    words = Counter(" ".join(texts.values()).split())
    expected = set[str]().union(*(one.typed for one in typists)) - _removed(typists)
    if words != Counter(expected):
        differ = (words - Counter(expected)) + (Counter(expected) - words)
        outcome.wrong.append(f"lost, doubled or back again: {sorted(differ)}")
    outcome.words = len(words)


def _on_disk(table: Table, like: Typist) -> dict[str, str]:
    doc: Doc[Text] = Doc()
    for update in table.stored():
        doc.apply_update(update)
    return {root: str(doc.get(root, type=Text)) for root in like.roots}


def _removed(typists: list[Typist]) -> set[str]:
    return set[str]().union(*(one.removed for one in typists))


def main() -> int:
    """Run the seeds; return 1 if a promise was broken."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seeds", type=int, default=50)
    asked.add_argument("--first", type=int, default=1)
    asked.add_argument("--edits", type=int, default=500, help="of each of the eight")
    given = asked.parse_args()
    broken = [_run(seed, given.edits) for seed in range(given.first, given.first + given.seeds)]
    print(f"{len(broken)} seeds, {sum(broken)} with a broken promise")
    return int(any(broken))


def _run(seed: int, edits: int) -> bool:
    started = time.monotonic()
    with TemporaryDirectory() as folder:
        upgrade(db.connect(f"sqlite:///{Path(folder) / 'workshop.sqlite'}"))
        app = create_app(TestConfig(data_dir=Path(folder)))
        table = Table.of(Room.of(app))
        with Server() as server:
            outcome = asyncio.run(converge(table, server, seed=seed, edits=edits))
        close_database(app)
    print(f"seed {seed}: {outcome}; {time.monotonic() - started:.0f} s", flush=True)
    for sentence in outcome.wrong:
        print(f"  NOT: {sentence}")
    return bool(outcome.wrong)


if __name__ == "__main__":
    sys.exit(main())
