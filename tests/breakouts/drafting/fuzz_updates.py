"""Fuzz one group's document with mutated updates, through the real handlers and database.

    python -m tests.breakouts.drafting.fuzz_updates [20000] [--seed 20261124] [--histories forged]

Real updates of a member are damaged: bytes are flipped, removed, doubled or inserted, or spliced
with another update. In each case, the server must answer, enforce its limits, not affect the other
group, and let everybody continue writing.

`--histories` instead compares the server with Yjs on phones, after this many forged or honest
histories (see `tests.attacks.draft_histories`).
"""

import argparse
import random
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from config import TestConfig
from polling.app import close_database, create_app
from polling.breakouts.drafting.document_binding import text_name
from polling.core.db import reading
from polling.core.errors import WorkshopError
from polling.recommendations.models import Recommendation
from polling.recommendations.wording import LIMITS
from tests.attacks.draft_histories import differing, forged, honest
from tests.breakouts.drafting.group_at_work import Table
from tests.breakouts.drafting.group_members import Author
from tests.room import Room

SEED = 20261124
HISTORIES = {"forged": forged, "honest": honest}
AT_ONCE = 100  # histories
WORDS = ("open ", "a registry ", "ก ", "😀", "of owners ", "é")


@dataclass
class Attack:
    """One member's phone sends damaged updates to the group's document."""

    table: Table
    seed: int = SEED
    answers: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.made = self.table.recommend(action="open a registry")
        self.other = self.table.recommend(
            group_id=self.table.other_group_id, action="theirs", position=2
        )
        self.author = Author.member(self.table)
        self.known: list[bytes] = [self.author.phone.doc.get_update(b"\0")]

    def run(self, count: int) -> None:
        """Send this many damaged updates, and sometimes an honest one."""
        for number in range(count):
            if number % 20 == 0:
                self._write()
            self.answers[self._send(self._damaged())] += 1

    def _write(self) -> None:
        """Write a word as a phone does; keep the update for later mutations."""
        self.author.look()
        root = text_name(self.made, self.chance.choice([*LIMITS]))
        shown = self.author.phone.text(root)
        length = len(shown.encode())
        if length > 100:
            self.author.phone.type(root, 0, "", remove=length)
        self.author.phone.type(root, 0, self.chance.choice(WORDS))
        self.known = [*self.known[-50:], *self.author.phone.unsent]
        self.author.phone.send()

    def _send(self, data: bytes) -> str:
        try:
            self.author.send(data)
        except WorkshopError as refusal:
            return refusal.code
        return "taken"

    def _damaged(self) -> bytes:
        data = bytearray(self.chance.choice(self.known))
        for _ in range(self.chance.randint(1, 3)):
            self.chance.choice((_flip, _cut, _put_in, _double))(data, self.chance)
        if self.chance.random() < 0.2:
            data += self.chance.choice(self.known)
        return bytes(data)

    def damage(self) -> list[str]:
        """Return what is wrong afterwards; empty if everything is fine."""
        wrong = []
        with reading() as session:
            own = session.get_one(Recommendation, self.made)
            wrong += [
                f"{name} has {len(getattr(own, name))} characters"
                for name, limit in LIMITS.items()
                if len(getattr(own, name)) > limit
            ]
            if session.get_one(Recommendation, self.other).action != "theirs":
                wrong.append("the other group's text has changed")
        self.author = Author.member(self.table, 1)
        root = text_name(self.made, "by")
        self.author.write(root, "by June")
        if self.table.row(self.made).by != "by June":
            wrong.append("nobody can write any more")
        return wrong


def _flip(data: bytearray, chance: random.Random) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randint(0, len(data)) :]


def _put_in(data: bytearray, chance: random.Random) -> None:
    data.insert(chance.randint(0, len(data)), chance.randrange(256))


def _double(data: bytearray, chance: random.Random) -> None:
    start = chance.randint(0, len(data))
    data[start:start] = data[start : start + chance.randint(1, 9)]


def attack(count: int, seed: int) -> None:
    """Send damaged updates; print the answers, and what is wrong afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(TestConfig(data_dir=Path(folder)))
        attacker = Attack(Table.of(Room.of(app)), seed)
        attacker.run(count)
        answered = ", ".join(f"{code} {times}" for code, times in attacker.answers.most_common())
        print(f"{count} mutated updates, seed {seed}: {answered}")
        print(
            "; ".join(attacker.damage()) or "limits kept, the other group untouched, all can write"
        )
        close_database(app)


def compare(kind: str, count: int, seed: int) -> None:
    """Print how often updates were refused, and how often the texts differ after a history."""
    refused = differ = 0
    for start in range(seed, seed + count, AT_ONCE):
        histories = HISTORIES[kind](range(start, min(start + AT_ONCE, seed + count)))
        refused += sum(history.refusals.total() for history in histories)
        differ += len(differing(histories))
    print(
        f"{count} {kind} histories, seed {seed}: {refused} updates refused, {differ} texts differ"
    )


def main() -> None:
    """Run the attack, or compare histories, and print the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=20_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--histories", choices=HISTORIES)
    asked = parser.parse_args()
    if asked.histories:
        compare(asked.histories, asked.count, asked.seed)
    else:
        attack(asked.count, asked.seed)


if __name__ == "__main__":
    main()
