"""Attacks through a shared document: the work for each update is bounded.

Work is counted, not timed: pieces read, steps walked, and library calls.
"""

import random
from collections.abc import Callable, Iterator

import pytest
from limits import parse

from polling.breakouts.drafting.document_binding import key_of
from polling.core import rate_limits
from polling.core.db import reading, transaction
from polling.core.errors import WorkshopError
from polling.documents import store, writing, yjs_updates
from polling.documents.errors import DraftRefused, DraftRewrite, OtherDocument
from polling.documents.models import DocumentUpdate
from polling.documents.shared_document import SharedDocument
from polling.documents.update_batch import MAX_STEPS, Change
from polling.documents.update_cost import Order
from polling.documents.yjs_clients import number
from polling.documents.yjs_updates import BadUpdate, TooCostly
from polling.workshop.models import Workshop
from tests.attacks.hostile_yjs_updates import Piece, Runs, encoded, many_clients
from tests.breakouts.drafting.conftest import asking
from tests.breakouts.drafting.group_at_work import Table
from tests.documents.drafting_phone import Phone
from tests.prepared_rooms import Prepared
from tests.room import Room

ROOT = "1/rationale"
OWN = number(1, 1)


@pytest.fixture
def table(room: Room, prepared: Prepared) -> Iterator[Table]:
    store.forget_all()
    yield prepared.get(Table.of, room)
    store.forget_all()


@pytest.fixture
def integrated(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The updates that reached the library."""
    seen: list[bytes] = []
    apply = SharedDocument.apply

    def applying(document: SharedDocument, update: bytes) -> bytes:
        seen.append(update)
        return apply(document, update)

    monkeypatch.setattr(SharedDocument, "apply", applying)
    return seen


def send(table: Table, data: bytes, member: int = 0) -> WorkshopError | None:
    """Send an update as a member; return the result."""
    change = Change(table.member(member), table.document, data, sender="phone")
    try:
        with store.editing([key_of(table.group_id)]) as session:
            (refusal,) = writing.write(session, [change])
    except WorkshopError as error:
        return error
    return refusal


def own(table: Table) -> int:
    """A Yjs client id of the first member."""
    return number(table.member().mark, 1)


# ---- Too much in one update ----


@pytest.mark.slow
def test_thousands_of_made_up_clients_never_reach_the_library(
    table: Table, integrated: list[bytes]
) -> None:
    made = table.recommend()
    mark = table.member().mark
    for batch in range(8):
        data = many_clients(f"{made}/by", 5_000, batch, mark)
        assert isinstance(send(table, data), DraftRewrite)
    assert integrated == []
    assert table.stored() == []


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(many_clients(ROOT, 101, tag=1), id="runs"),
        pytest.param(encoded({OWN: (0, [Piece("a", root=ROOT)] * 2_001)}), id="structs"),
        pytest.param(encoded({}, [(OWN, [(0, 1)] * 10_001)]), id="ranges"),
        pytest.param(encoded({}, [(OWN, [(0, 1)] * 150) for _ in range(70)]), id="more ranges"),
        pytest.param(b"\xff\xff\x7f", id="a number of runs that are not there"),
    ],
)
def test_an_update_is_read_no_further_than_its_caps(data: bytes) -> None:
    with pytest.raises(TooCostly):
        yjs_updates.read(data)


def test_an_update_may_not_add_more_than_any_text_could_hold(table: Table) -> None:
    made = table.recommend()
    trace = Piece(deleted=yjs_updates.MAX_GROWTH + 1, root=f"{made}/by")
    assert isinstance(send(table, encoded({own(table): (0, [trace])})), DraftRefused)


# ---- Walks over the document ----


def quadratic(count: int, root: str = ROOT) -> Runs:
    """One client's pieces, each in the whole text: it walks over all earlier ones.

    Our pages never send this, because the author of the later pieces had seen the earlier ones.
    """
    return {OWN: (0, [Piece("y", root=root)] * count)}


def test_pieces_that_walk_over_each_other_are_refused_after_a_bounded_walk() -> None:
    order = Order()
    with pytest.raises(TooCostly):
        order.take(yjs_updates.read(encoded(quadratic(600))), MAX_STEPS)
    assert (order.count, order.clocks) == (0, {})
    assert order.take(yjs_updates.read(encoded(quadratic(100))), MAX_STEPS) < MAX_STEPS


def test_deleting_the_same_again_and_again_is_refused() -> None:
    order = Order()
    letters = [Piece("x", root=ROOT)] + [Piece("x", right=(OWN, at)) for at in range(500)]
    typed = yjs_updates.read(encoded({OWN: (0, letters)}))
    order.take(typed, MAX_STEPS)
    order.keep(typed.deletes)
    again = encoded({}, [(OWN, [(0, 500)] * 200)])
    with pytest.raises(TooCostly):
        order.take(yjs_updates.read(again), MAX_STEPS)


def test_steps_only_come_from_others_writing_in_the_same_gap() -> None:
    """Two phones write 200 words each at different places, without seeing each other's."""
    chance, order = random.Random(1), Order()
    for seed in (1, 2):
        phone = Phone("document", seed, mark=seed)
        for words in range(200):
            phone.type(ROOT, 5 * chance.randint(0, words), "word ")
        update = yjs_updates.read(phone.doc.get_update())
        steps = order.take(update, MAX_STEPS)
        order.keep(update.deletes)
    assert 0 < steps < MAX_STEPS / 10


def test_a_refused_move_does_not_change_the_order() -> None:
    phone, order = Phone("document", 1, mark=1), Order()
    phone.type(ROOT, 0, "open a registry")
    typed = yjs_updates.read(phone.doc.get_update())
    order.take(typed, MAX_STEPS)
    order.keep(typed.deletes)
    phone.type(ROOT, 5, "up ", remove=2)
    more = yjs_updates.read(phone.doc.get_update())
    assert order.take(more, MAX_STEPS)
    order.revert()
    assert order.clocks == {phone.doc.client_id: 15}
    order.take(more, MAX_STEPS)
    order.keep(more.deletes)
    assert order.clocks == yjs_updates.read_clocks(phone.doc.get_state())


@pytest.mark.parametrize(
    "runs",
    [
        pytest.param(
            {7: (0, [Piece("a", left=(8, 0))]), 8: (0, [Piece("b", left=(7, 0))])}, id="a ring"
        ),
        pytest.param({7: (0, [Piece("a", left=(7, 5))])}, id="its own end"),
        pytest.param(
            {
                7: (0, [Piece("a", root="1/by"), Piece("b", right=(8, 0), left=(7, 0))]),
                8: (0, [Piece("c", root="1/action")]),
            },
            id="between two texts",
        ),
    ],
)
def test_pieces_that_have_no_place_are_refused(runs: Runs) -> None:
    with pytest.raises(BadUpdate):
        Order().take(yjs_updates.read(encoded(runs)), MAX_STEPS)


# ---- Client ids of others ----


def test_nobody_can_write_with_the_client_ids_of_another_person(table: Table) -> None:
    """Otherwise, the other person's next text would be taken as known, and be lost."""
    made = table.recommend()
    victim = Phone(table.document, 1, mark=table.member(0).mark)
    victim.type(f"{made}/action", 0, "open ")
    assert send(table, victim.unsent.pop()) is None
    client = victim.doc.client_id
    forged = encoded({client: (5, [Piece("nothing at all", left=(client, 4))])})
    assert isinstance(send(table, forged, member=1), DraftRewrite)
    victim.type(f"{made}/action", 5, "a registry")
    assert send(table, victim.unsent.pop()) is None
    assert table.row(made).action == "open a registry"


def test_nobody_writes_as_the_server(table: Table) -> None:
    made = table.recommend()
    forged = encoded({1: (0, [Piece("said by the server", root=f"{made}/action")])})
    assert isinstance(send(table, forged), DraftRewrite)


def test_a_phone_may_send_text_of_its_earlier_clients_and_text_it_received(
    table: Table,
) -> None:
    made = table.recommend()
    mark = table.member().mark
    earlier, now = Phone(table.document, 1, mark), Phone(table.document, 2, mark)
    earlier.type(f"{made}/action", 0, "open ")
    assert send(table, earlier.unsent[0]) is None
    earlier.type(f"{made}/action", 5, "a registry")
    now.hear(earlier.doc.get_update())
    now.type(f"{made}/action", 15, " of owners")
    assert send(table, now.doc.get_update()) is None
    assert table.row(made).action == "open a registry of owners"
    other = Phone(table.document, 3, table.member(1).mark)
    other.hear(now.doc.get_update())
    assert send(table, other.doc.get_update(), member=1) is None


# ---- What is stored ----


def poison(table: Table, made: int) -> None:
    """Store updates as a version without these limits did."""
    with transaction() as session:
        for batch in range(8):
            data = many_clients(f"{made}/by", 5_000, batch)
            session.add(DocumentUpdate(group_id=table.group_id, data=data))


def test_a_poisoned_document_begins_again_with_its_text(
    table: Table, integrated: list[bytes]
) -> None:
    made = table.recommend(action="open a registry")
    poison(table, made)
    ask = asking(table.connect(table.members[0]))
    answer = ask("draft.join", {"document": table.document, "vector": b"\0"})
    assert answer["error"]["code"] == "other-document"
    assert integrated == []
    again = Table.document_of(table.group_id)
    assert again != table.document
    phone = Phone(again, 1)
    phone.join(ask)
    assert phone.text(f"{made}/action") == "open a registry"
    phone.type(f"{made}/action", 0, "now ")
    assert phone.send() == {"ok": True}
    assert table.row(made).action == "now open a registry"
    assert all(len(data) < 1_000 for data in table.stored())


def test_a_poisoned_report_begins_again(room: Room) -> None:
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        workshop.prose = {"summary": "What we found."}
        before = workshop.document_key
        data = many_clients("summary", 5_000)
        session.add(DocumentUpdate(workshop_id=room.workshop_id, data=data))
    store.forget_all()
    writing.make_ready(room.organizer)
    with reading() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        assert workshop.document_key != before
        assert workshop.prose == {"summary": "What we found."}


def test_stored_pieces_that_walk_over_each_other_begin_again(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document that was cheap in its order of arrival may be expensive to read later."""
    made = table.recommend(action="open a registry")
    monkeypatch.setattr("polling.documents.shared_document.MAX_LOADING_STEPS", 1_000)
    runs = quadratic(100, f"{made}/action")
    with transaction() as session:
        session.add(DocumentUpdate(group_id=table.group_id, data=encoded(runs)))
    writing.make_ready(table.member())
    assert Table.document_of(table.group_id) != table.document
    assert table.stored() == []


def test_a_document_is_read_in_a_thread_before_anything_is_locked(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.recommend(action="open a registry")
    asides: list[str] = []

    def aside(work: Callable[..., None], *given: object) -> None:
        asides.append(work.__qualname__)
        work(*given)

    monkeypatch.setattr(store, "run_in_thread", aside)
    monkeypatch.setattr(writing, "transaction", None)
    monkeypatch.setattr(store, "transaction", None)
    writing.make_ready(table.member())
    writing.make_ready(table.member(1))
    assert asides == ["SharedDocument.read"]


def test_a_full_document_is_replaced_and_can_be_edited(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = table.recommend()
    monkeypatch.setattr(yjs_updates, "MAX_CLIENTS", 3)
    ask = asking(table.connect(table.members[0]))
    for seed in range(4):
        phone = Phone(table.document, seed)
        phone.join(ask)
        phone.type(f"{made}/action", 0, "word ")
        assert phone.send() == {"ok": True}
    phone.type(f"{made}/action", 0, "word ")
    assert phone.send()["error"]["code"] == "other-document"
    Phone(Table.document_of(table.group_id), 9).join(ask)
    assert table.row(made).action == "word word word word"


# ---- Many updates ----


def test_a_person_s_work_is_bounded_over_all_their_connections(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = table.recommend()
    monkeypatch.setitem(rate_limits.LIMITS, "drafting", parse("800/minute"))
    lines = [table.connect(table.members[0]) for _ in range(3)]
    Phone(table.document, 1).join(asking(lines[0]))
    costly = encoded({}, [(OWN, [(at, 1) for at in range(400)])])
    payload = {"document": table.document, "data": costly}
    codes = [asking(line)("draft.update", payload)["error"]["code"] for line in lines]
    assert codes == ["draft-gap", "too-many", "too-many"]
    other = Phone(table.document, 2)
    other.join(asking(table.connect(table.members[1])))
    other.type(f"{made}/action", 0, "we go on")
    assert other.send() == {"ok": True}


def test_nobody_can_fill_a_document_with_new_clients(table: Table) -> None:
    made = table.recommend()
    ask = asking(table.connect(table.members[0]))
    mark = table.member().mark
    updates = [many_clients(f"{made}/by", 20, batch, mark) for batch in range(5)]
    answers = [ask("draft.update", {"document": table.document, "data": one}) for one in updates]
    codes = [answer.get("error", {}).get("code") for answer in answers]
    assert codes == [None, None, None, "too-many", "too-many"]


def test_a_person_may_load_the_page_again_and_again(table: Table) -> None:
    made = table.recommend()
    ask = asking(table.connect(table.members[0]))
    for seed in range(30):
        phone = Phone(table.document, seed, table.member().mark)
        phone.join(ask)
        phone.type(f"{made}/action", 0, "w")
        assert phone.send() == {"ok": True}


def test_what_is_refused_for_its_text_is_paid_for_too(table: Table) -> None:
    made = table.recommend()
    long = encoded({own(table): (0, [Piece("x" * 700, root=f"{made}/action")])})
    change = Change(table.member(), table.document, long, sender="phone")
    with store.editing([key_of(table.group_id)]) as session:
        writing.write(session, [change])
        shared = writing.join(session, table.member(), document=table.document, vector=b"\0")
        assert shared.order.clocks == {}
    assert change.holds.size == 1


def test_a_refused_join_does_not_make_the_server_forget_the_document(table: Table) -> None:
    table.recommend(action="open a registry")
    ask = asking(table.connect(table.members[0]))
    Phone(table.document, 1).join(ask)
    for document, vector in (("other", b"\0"), (table.document, b"\7")):
        assert "error" in ask("draft.join", {"document": document, "vector": vector})
        assert store.is_ready(key_of(table.group_id))


def test_a_state_vector_of_thousands_of_clients_is_refused(table: Table) -> None:
    vector = bytes(yjs_updates.MAX_CLIENTS * 17)
    answer = asking(table.connect(table.members[0]))(
        "draft.join", {"document": table.document, "vector": vector}
    )
    assert answer["error"]["code"] == "bad-input"


# ---- Others continue writing ----


def test_no_step_is_needed_for_those_who_write_one_after_the_other(table: Table) -> None:
    made = table.recommend()
    phones = [Phone(table.document, seed, table.member(seed).mark) for seed in range(3)]
    for turn in range(30):
        phone = phones[turn % 3]
        for stored in table.stored():
            phone.hear(stored)
        phone.type(f"{made}/action", turn, "w", remove=0)
        assert send(table, phone.unsent.pop(), member=turn % 3) is None
    assert table.row(made).action == "w" * 30
    with reading() as session:
        assert session.query(DocumentUpdate).count() == 30


# ---- Authors ----


def test_no_client_s_mark_outlives_the_drafting(table: Table) -> None:
    made = table.recommend()
    phone = Phone(table.document, 1, table.member().mark)
    phone.type(f"{made}/action", 0, "open a registry")
    assert send(table, phone.unsent[0]) is None
    table.stage("presentations")
    table.room.go("final_vote")
    assert table.stored() == []
    assert table.row(made).action == "open a registry"
    table.room.go("presentations", "breakouts")
    assert isinstance(send(table, phone.unsent[0]), OtherDocument)
    table.document = Table.document_of(table.group_id)
    with store.editing([key_of(table.group_id)]) as session:
        shared = writing.join(session, table.member(), document=table.document, vector=b"\0")
        assert shared.text(f"{made}/action") == "open a registry"
