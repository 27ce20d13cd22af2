"""Attacks after which phones and the server would show different texts.

If an update separates the two halves (UTF-16 surrogates) of an emoji, Yjs replaces both by U+FFFD;
the server's library counts differently and then deletes other text. Text between two places that no
author saw next to each other gets an order that depends on which updates arrive together.
"""

from collections.abc import Iterator

import pytest

from polling.core.db import transaction
from polling.documents import store, writing
from polling.documents.errors import DraftRefused
from polling.documents.models import DocumentUpdate
from polling.documents.shared_document import SharedDocument
from polling.documents.yjs_clients import number
from tests.attacks.draft_histories import UPDATES, differing, forged, honest
from tests.attacks.hostile_yjs_updates import Piece, encoded
from tests.attacks.test_drafts import send
from tests.breakouts.drafting.group_at_work import Table
from tests.documents.drafting_phone import Phone
from tests.prepared_rooms import Prepared
from tests.room import Room

FULL = "😀 States should notw ban the trade"
W = len("x" * 3 + "States should no")  # the position of "tw" in UTF-16


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


def test_nothing_is_written_between_places_that_were_never_neighbours(
    table: Table, written: tuple[int, int]
) -> None:
    made, client = written
    end = len(FULL) + 1
    inserted = Piece("x", left=(client, 5), right=(client, 6))
    assert send(table, encoded({client: (end, [inserted])})) is None
    text = table.row(made).action
    for left, right in ((9, 9), (9, 5), (end - 1, 2), (None, 4), (3, 9), (end, None)):
        forged = Piece(
            "y",
            left=None if left is None else (client, left),
            right=None if right is None else (client, right),
        )
        assert isinstance(send(table, encoded({client: (end + 1, [forged])})), DraftRefused)
    assert table.row(made).action == text


def test_phones_show_the_text_of_the_server_after_any_forged_updates() -> None:
    histories = forged(range(60))
    assert differing(histories) == []
    assert sum(history.refusals.total() for history in histories) < 60 * UPDATES * 0.7
    assert sum(len(history.text) > 5 for history in histories) > 30


def test_no_honest_update_is_refused() -> None:
    histories = honest(range(20))
    assert differing(histories) == []
    assert [history.refusals for history in histories if history.refusals] == []
