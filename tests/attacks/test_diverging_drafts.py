"""Attacks after which phones and the server would show different texts.

If an update separates the two halves (UTF-16 surrogates) of an emoji, Yjs replaces both by U+FFFD;
the server's library counts differently and then deletes other text. The two libraries also disagree
about text whose right neighbour comes before its left one.
"""

import json
import random
from collections.abc import Iterator

import pytest

from polling.core.db import transaction
from polling.documents import store, writing, yjs_updates
from polling.documents.errors import DraftRefused
from polling.documents.models import DocumentUpdate
from polling.documents.shared_document import SharedDocument
from polling.documents.update_batch import MAX_STEPS
from polling.documents.yjs_clients import number
from tests.attacks.hostile_yjs_updates import Piece, Place, Runs, encoded
from tests.attacks.test_drafts import send
from tests.breakouts.drafting.group_at_work import Table
from tests.breakouts.drafting.run_in_node import in_node
from tests.documents.drafting_phone import Phone
from tests.prepared_rooms import Prepared
from tests.room import Room

FULL = "😀 States should notw ban the trade"
W = len("x" * 3 + "States should no")  # the position of "tw" in UTF-16
ROOT = "1/action"
TEXTS = ("a", "bc", "😀", "x🏠y", "🏠😀", "กำ", "é😁")


@pytest.fixture
def table(room: Room, prepared: Prepared) -> Iterator[Table]:
    store.forget_all()
    yield prepared.get(Table.of, room)
    store.forget_all()


@pytest.fixture
def written(table: Table) -> tuple[int, int]:
    """A recommendation with an emoji, written under this client id."""
    made, client = table.recommend(), number(table.member().mark, 1)
    typed = encoded({client: (0, [Piece(FULL, root=f"{made}/action")])})
    assert send(table, typed) is None
    return made, client


def test_no_half_of_an_emoji_is_deleted(table: Table, written: tuple[int, int]) -> None:
    made, client = written
    for start, length in ((1, 1), (0, 1), (1, 5)):
        update = encoded({}, [(client, [(start, length)])])
        assert isinstance(send(table, update), DraftRefused)
    halves = encoded({}, [(client, [(0, 1), (1, 1)])])
    assert isinstance(send(table, halves), DraftRefused)
    assert send(table, encoded({}, [(client, [(W, 1)])])) is None
    assert table.row(made).action == "😀 States should now ban the trade"


@pytest.mark.parametrize("restart", [False, True], ids=["in memory", "after a restart"])
def test_nothing_is_written_between_the_halves_of_an_emoji(
    table: Table, written: tuple[int, int], *, restart: bool
) -> None:
    made, client = written
    if restart:
        store.forget_all()
        writing.make_ready(table.member())
    end = len(FULL) + 1
    other = number(table.member(1).mark, 1)
    for piece in (Piece("x", left=(client, 0)), Piece("x", right=(client, 1))):
        assert isinstance(send(table, encoded({client: (end, [piece])})), DraftRefused)
        assert isinstance(send(table, encoded({other: (0, [piece])}), member=1), DraftRefused)
    assert table.row(made).action == FULL


def test_no_half_of_an_emoji_follows_known_text(table: Table, written: tuple[int, int]) -> None:
    """The piece begins before the known end, which is in the middle of its emoji."""
    made, client = written
    end = len(FULL) + 1
    forged = encoded({client: (end - 1, [Piece("😀x", left=(client, end - 2))])})
    assert isinstance(send(table, forged), DraftRefused)
    assert table.row(made).action == FULL


def test_no_half_of_an_emoji_in_the_same_update_is_deleted(table: Table) -> None:
    made, client = table.recommend(), number(table.member().mark, 1)
    piece = Piece("a😀b", root=f"{made}/action")
    half = encoded({client: (0, [piece])}, [(client, [(2, 1)])])
    assert isinstance(send(table, half), DraftRefused)
    assert send(table, encoded({client: (0, [piece])}, [(client, [(1, 2)])])) is None
    assert table.row(made).action == "ab"


def test_nothing_is_written_between_the_halves_of_a_deleted_emoji(
    table: Table, written: tuple[int, int]
) -> None:
    """In one update with the emoji, as after a merge, this would split it again."""
    made, client = written
    assert send(table, encoded({}, [(client, [(0, 2)])])) is None
    between = Piece("x", left=(client, 0), right=(client, 1))
    assert isinstance(send(table, encoded({client: (len(FULL) + 1, [between])})), DraftRefused)
    assert table.row(made).action == FULL[2:]


def test_people_type_and_delete_emoji(table: Table) -> None:
    made = table.recommend()
    root = f"{made}/action"
    phones = [Phone(table.document, seed, table.member(seed).mark) for seed in range(2)]
    for turn, (at, insert, remove) in enumerate(
        [(0, "a😀b", 0), (5, "🏠🏠", 0), (1, "", 4), (1, "😁", 4), (0, "😀", 0), (0, "", 4)]
    ):
        phone = phones[turn % 2]
        for stored in table.stored():
            phone.hear(stored)
        phone.type(root, at, insert, remove)
        assert send(table, phone.unsent.pop(), member=turn % 2) is None
    assert table.row(made).action == phone.text(root)
    assert send(table, phone.doc.get_update(), member=1) is None


def test_a_document_with_a_stored_half_begins_again(table: Table, written: tuple[int, int]) -> None:
    made, client = written
    with transaction() as session:
        data = encoded({}, [(client, [(1, 1)])])
        session.add(DocumentUpdate(group_id=table.group_id, data=data))
    store.forget_all()
    writing.make_ready(table.member())
    assert Table.document_of(table.group_id) != table.document
    assert table.row(made).action == FULL


def test_a_page_that_asks_from_half_an_emoji_on_does_no_harm(
    table: Table, written: tuple[int, int]
) -> None:
    shared = SharedDocument("document")
    shared.read(enumerate(table.stored(), 1))
    client = next(iter(shared.clocks))
    for half in range(3):
        shared.since(b"\x01" + encoded({client: (half, [])})[2:-1])
    assert shared.text(f"{written[0]}/action") == FULL


def test_nothing_is_written_between_neighbours_in_the_wrong_order(
    table: Table, written: tuple[int, int]
) -> None:
    made, client = written
    for left, right in ((9, 9), (9, 5), (len(FULL), 2)):
        crossed = Piece("x", left=(client, left), right=(client, right))
        update = encoded({client: (len(FULL) + 1, [crossed])})
        assert isinstance(send(table, update), DraftRefused)
    assert table.row(made).action == FULL


# ---- Compared with the browsers' library ----

REPLAY = """
import * as Y from "yjs";
const told = %s.map((effects) => {
  const doc = new Y.Doc();
  for (const effect of effects) Y.applyUpdate(doc, Uint8Array.from(effect));
  return doc.getText("1/action").toString();
});
console.log(JSON.stringify(told));
"""


def forged(chance: random.Random, clocks: dict[int, int]) -> bytes:
    """A random update: a piece at any known place, or a deleted range, or both."""
    runs: Runs = {}
    deletes: list[tuple[int, list[Place]]] = []

    def place() -> Place | None:
        known = [client for client, clock in clocks.items() if clock]
        if not known or chance.random() < 0.3:
            return None
        client = chance.choice(known)
        return client, chance.randrange(clocks[client])

    def piece(*, known: bool) -> Piece:
        left, right = place(), place()
        right = None if known and left else right
        return Piece(chance.choice(TEXTS), root=ROOT, left=left, right=right)

    if chance.random() < 0.6:
        client = chance.randint(2, 4)
        clock = max(0, clocks.get(client, 0) - chance.choice((0, 0, 0, 1, 2)))
        known = clock < clocks.get(client, 0)
        runs[client] = (clock, [piece(known=known) for _ in range(chance.randint(1, 2))])
    if chance.random() < 0.6 and (start := place()):
        deletes.append((start[0], [(start[1], chance.randint(1, 3))]))
    return encoded(runs, deletes)


def attacked(seed: int) -> tuple[str, list[list[int]], int]:
    """Return the server's text after many forged updates, its effects, and refusals."""
    chance, shared, refused = random.Random(seed), SharedDocument("document"), 0
    shared.watch([ROOT])
    effects = []
    for _ in range(40):
        data = forged(chance, shared.clocks)
        try:
            holds = yjs_updates.read(data)
            yjs_updates.after(shared.order.clocks, holds)
            shared.order.take(holds, MAX_STEPS)
        except yjs_updates.BadUpdate:
            refused += 1
            continue
        effects.append(list(shared.apply(data)))
        shared.order.keep(holds.deletes)
    return shared.text(ROOT), [effect for effect in effects if effect], refused


def test_phones_show_the_text_of_the_server_after_any_forged_updates() -> None:
    played = [attacked(seed) for seed in range(60)]
    phones = in_node(REPLAY % json.dumps([effects for _, effects, _ in played]))
    assert phones == [text for text, _, _ in played]
    assert sum(refused for _, _, refused in played) < 60 * 40 * 0.7
    assert sum("😀" in text or "🏠" in text for text in phones) > 30
