"""Random histories of one draft, forged or honest, to compare the server with Yjs on phones.

Forged updates have pieces between any two places. Honest ones come from phones with Yjs that are
offline for a while, hear others late, undo, redo and reload.
"""

import json
import random
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterable, Sequence

from pycrdt import merge_updates

from polling.documents import yjs_updates
from polling.documents.shared_document import SharedDocument
from polling.documents.update_batch import MAX_STEPS
from tests.attacks.hostile_yjs_updates import Piece, Place, Runs, encoded
from tests.breakouts.drafting.run_in_node import in_node

ROOT = "1/action"
TEXTS = ("a", "bc", "😀", "x🏠y", "🏠😀", "กำ", "é😁")
UPDATES = 40  # of each history

REPLAY = """
import * as Y from "yjs";
const told = %s.map((updates) => {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, Buffer.from(update, "base64"));
  return doc.getText("1/action").toString();
});
console.log(JSON.stringify(told));
"""

HONEST = """
import * as Y from "yjs";
const [seeds, texts, updates] = %s;

function history(seed) {
  const below = (limit) => {  // mulberry32
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) %% limit;
  };
  const server = new Y.Doc();
  const sent = [];
  let clients = 1;

  function load(phone, stored) {
    phone.doc = new Y.Doc();
    phone.doc.clientID = 16 * ++clients + below(16);  // an older client may have the higher id
    if (stored) Y.applyUpdate(phone.doc, stored, "store");
    phone.text = phone.doc.getText("1/action");
    phone.undo = new Y.UndoManager(phone.text, { captureTimeout: 0 });
    phone.doc.on("update", (update, origin) => origin === "server" || phone.unsent.push(update));
  }
  function write(phone) {
    const letters = [...phone.text.toString()];
    const at = below(letters.length + 1);
    const gone = below(3) ? 0 : below(4);
    const start = letters.slice(0, at).join("").length;
    phone.doc.transact(() => {
      phone.text.delete(start, letters.slice(at, at + gone).join("").length);
      if (!gone || below(2)) phone.text.insert(start, texts[below(texts.length)]);
    });
  }
  function send(phone, all) {
    const vector = Y.encodeStateVector(server);
    const update = all ? Y.encodeStateAsUpdate(phone.doc, vector) : Y.mergeUpdates(phone.unsent);
    phone.unsent = [];
    Y.applyUpdate(server, update);
    sent.push(update);
  }
  function hear(phone, count) {
    const news = sent.slice(phone.heard, phone.heard + count);
    for (const update of news) Y.applyUpdate(phone.doc, update, "server");
    phone.heard += news.length;
  }
  const phones = [1, 2, 3, 4].map(() => ({ unsent: [], heard: 0 }));
  for (const phone of phones) load(phone);
  while (sent.length < updates) {
    const phone = phones[below(phones.length)];
    const what = below(20);
    if (what < 9) write(phone);
    else if (what < 11) phone.undo.undo();
    else if (what < 12) phone.undo.redo();
    else if (what < 16) hear(phone, 1 + below(8));
    else if (what < 17) load(phone, Y.encodeStateAsUpdate(phone.doc));
    else if (what < 18) send(phone, true);
    else if (phone.unsent.length) send(phone, false);
  }
  for (const phone of phones) send(phone, true);
  for (const phone of phones) hear(phone, sent.length);
  const shown = phones.map((phone) => phone.text.toString());
  return [sent.map((update) => Buffer.from(update).toString("base64")), shown];
}

console.log(JSON.stringify(seeds.map(history)));
"""


class History:
    """The server's copy of a draft, after updates that it accepted or refused."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.shared = SharedDocument("document")
        self.shared.watch([ROOT])
        self.refusals: Counter[str] = Counter()
        self.shown: list[str] = []  # on the phones that wrote
        self._effects: list[bytes] = []
        self._joins: list[list[bytes]] = []  # what phones apply that join in between

    @property
    def text(self) -> str:
        """The text as the server reads it."""
        return self.shared.text(ROOT)

    def take(self, update: bytes) -> None:
        """Check an update as the server does; apply it unless it is refused."""
        order = self.shared.order
        try:
            holds = yjs_updates.read(update)
            yjs_updates.after(order.clocks, holds)
            order.take(holds, MAX_STEPS)
        except yjs_updates.BadUpdate as error:
            self.refusals[str(error)] += 1
            return
        if effect := self.shared.apply(update):
            for updates in (self._effects, *self._joins):
                updates.append(effect)
        order.keep(holds.deletes)
        if self.chance.random() < 0.05:
            self._joins.append([self.shared.since()])

    def copies(self) -> list[list[bytes]]:
        """Return what phones apply: one that heard everything, a late one, and joining ones."""
        return [self._effects, self._batches(), [self.shared.since()], *self._joins]

    def reloaded(self, updates: Iterable[bytes]) -> str:
        """Return the text that the server reads from these updates after a restart."""
        shared = SharedDocument("document")
        try:
            shared.read(enumerate(updates, 1))
        except yjs_updates.BadUpdate as error:
            return f"(replaced: {error})"
        return shared.text(ROOT)

    def _batches(self) -> list[bytes]:
        """Return the effects as stored: merged with those of the same transaction."""
        size = self.chance.randint(1, 6)
        starts = range(0, len(self._effects), size)
        return [merge_updates(*self._effects[start : start + size]) for start in starts]


def forged(seeds: Sequence[int]) -> list[History]:
    """Return histories of forged updates."""
    histories = [History(seed) for seed in seeds]
    for history in histories:
        for _ in range(UPDATES):
            history.take(_forged(history.chance, history.shared.clocks))
    return histories


def honest(seeds: Sequence[int]) -> list[History]:
    """Return histories of honest phones."""
    histories = [History(seed) for seed in seeds]
    told = in_node(HONEST % json.dumps([[*seeds], TEXTS, UPDATES]))
    for history, (updates, shown) in zip(histories, told, strict=True):
        history.shown += shown
        for update in updates:
            history.take(b64decode(update))
    return histories


def differing(histories: Sequence[History]) -> list[History]:
    """Return the histories after which a phone or a restarted server has another text."""
    copies = [(history, updates) for history in histories for updates in history.copies()]
    coded = [[b64encode(update).decode() for update in updates] for _, updates in copies]
    for (history, updates), shown in zip(copies, in_node(REPLAY % json.dumps(coded)), strict=True):
        history.shown += [shown, history.reloaded(updates)]
    return [history for history in histories if {*history.shown} != {history.text}]


def _forged(chance: random.Random, clocks: dict[int, int]) -> bytes:
    """A random update: pieces at any known places, or a deleted range, or both."""
    runs: Runs = {}
    deletes: list[tuple[int, list[Place]]] = []

    def place() -> Place | None:
        known = [client for client, clock in clocks.items() if clock]
        if not known or chance.random() < 0.3:
            return None
        client = chance.choice(known)
        return client, chance.randrange(clocks[client])

    def piece() -> Piece:
        return Piece(chance.choice(TEXTS), root=ROOT, left=place(), right=place())

    if chance.random() < 0.6:
        client = chance.randint(2, 4)
        clock = max(0, clocks.get(client, 0) - chance.choice((0, 0, 0, 1, 2)))
        runs[client] = (clock, [piece() for _ in range(chance.randint(1, 2))])
    if chance.random() < 0.6 and (start := place()):
        deletes.append((start[0], [(start[1], chance.randint(1, 3))]))
    return encoded(runs, deletes)
