"""Drafting over the socket: access, and delivery without losses."""

import json
import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import gevent
import pytest
from flask_socketio import SocketIOTestClient
from limits import RateLimitItemPerMinute

from polling.app import socketio_of
from polling.breakouts.drafting import actions
from polling.core import rate_limits
from polling.core.access import Role
from polling.core.db import transaction
from polling.documents import store
from polling.live import debounce, incoming_events
from tests.breakouts.drafting.conftest import Connect, asking
from tests.breakouts.drafting.group_at_work import Table
from tests.documents.drafting_phone import Phone
from tests.visitor import Visitor

CLIENTS, EDITS = 8, 40
LETTERS = ("a", "é ", "กำ", "កម្ពុ", "😀", "word ")


def drafts(client: SocketIOTestClient) -> list[dict[str, Any]]:
    """The `draft` messages that a connection has received since the last call."""
    return [one["args"][0] for one in client.get_received() if one["name"] == "draft"]


def updates(client: SocketIOTestClient) -> list[bytes]:
    return [one["data"] for one in drafts(client) if one["kind"] == "update"]


def as_role(table: Table, role: Role, target: int) -> Visitor:
    return Visitor(table.room.app).holding(role, table.room.workshop_id, target)


def connected_as(table: Table, role: Role, visitor: Visitor) -> SocketIOTestClient:
    return socketio_of(table.room.app).test_client(
        table.room.app,
        flask_test_client=visitor.client,
        auth={"workshop": table.room.code, "role": role},
    )


def test_the_group_gets_typed_text_once_it_is_stored(table: Table, connect: Connect) -> None:
    made = table.recommend()
    writer, reader, stranger = (
        connect(who) for who in (table.members[0], table.members[1], table.stranger)
    )
    phone, other = Phone(table.document, 1), Phone(table.document, 2)
    phone.join(asking(writer))
    other.join(asking(reader))
    drafts(reader)
    phone.type(f"{made}/action", 0, "open a registry")
    assert phone.send() == {"ok": True}
    heard = updates(reader)
    assert heard == table.stored()
    for update in heard:
        other.hear(update)
    assert other.text(f"{made}/action") == "open a registry"
    assert updates(writer) == []
    assert updates(stranger) == []


def test_two_people_in_one_sentence_both_keep_their_words(table: Table, connect: Connect) -> None:
    made = table.recommend(action="open a registry")
    lines = [connect(who) for who in table.members[:2]]
    phones = [Phone(table.document, seed) for seed in (1, 2)]
    for phone, line in zip(phones, lines, strict=True):
        phone.join(asking(line))
    phones[0].type(f"{made}/action", 0, "quickly ")
    phones[1].type(f"{made}/action", 15, " of owners")
    for phone in phones:
        phone.send()
    assert table.row(made).action == "quickly open a registry of owners"


@pytest.mark.slow
def test_everybody_ends_up_with_the_same_text_however_often_they_lose_the_connection(
    table: Table, connect: Connect
) -> None:
    roots = [f"{table.recommend(action='begin')}/{field}" for field in ("action", "rationale")]
    lines = [connect(who) for who in table.members]
    phones = [Phone(table.document, seed) for seed in range(CLIENTS)]
    for phone, line in zip(phones, lines, strict=True):
        phone.join(asking(line))
    chance = random.Random(7)
    for _ in range(CLIENTS * EDITS):
        index = chance.randrange(CLIENTS)
        _edit(phones[index], chance.choice(roots), chance)
        _come_and_go(phones[index], lines[index], chance)
    for _ in range(2):
        for phone, line in zip(phones, lines, strict=True):
            _listen(phone, line)
            phone.join(asking(line))
    for phone, line in zip(phones, lines, strict=True):
        _listen(phone, line)
    shown = [[phone.text(root) for root in roots] for phone in phones]
    assert shown == [shown[0]] * CLIENTS
    store.forget_all()
    fresh = Phone(table.document, 99)
    fresh.join(asking(lines[0]))
    assert [fresh.text(root) for root in roots] == shown[0]
    assert len(shown[0][0]) > 100


def _edit(phone: Phone, root: str, chance: random.Random) -> None:
    text = phone.text(root)
    at = chance.randrange(len(text) + 1)
    long = len(text) > 250
    phone.type(root, _bytes(text, at), "" if long else chance.choice(LETTERS))
    if long:
        phone.type(root, _bytes(text, at), "", remove=len(text[at : at + 40].encode()))


def _bytes(text: str, at: int) -> int:
    return len(text[:at].encode())  # pycrdt counts in UTF-8


def _come_and_go(phone: Phone, line: SocketIOTestClient, chance: random.Random) -> None:
    if phone.ask is None:
        if chance.random() < 0.2:
            line.get_received()  # messages since then are lost
            phone.join(asking(line))
    elif chance.random() < 0.1:
        phone.ask = None
    else:
        _listen(phone, line)
        assert phone.send() == {"ok": True}


def _listen(phone: Phone, line: SocketIOTestClient) -> None:
    for update in updates(line):
        phone.hear(update)


def test_somebody_who_is_moved_reads_and_writes_the_new_group_only(
    table: Table, connect: Connect
) -> None:
    made = table.recommend()
    person = table.members[0]
    ask = asking(connect(person))
    phone = Phone(table.document, 1)
    phone.join(ask)
    table.seat(person, table.other_group_id)
    phone.type(f"{made}/action", 0, "from outside")
    assert phone.send()["error"]["code"] == "other-document"
    assert table.row(made).action == ""
    again = ask("draft.join", {"document": table.document, "vector": b"\0"})
    assert again["error"]["code"] == "other-document"
    Phone(table.other_document, 2).join(ask)


def test_the_name_of_another_group_s_document_opens_nothing(table: Table, connect: Connect) -> None:
    table.recommend(action="a secret of group 1")
    ask = asking(connect(table.stranger))
    answer = ask("draft.join", {"document": table.document, "vector": b"\0"})
    assert answer["error"]["code"] == "other-document"
    answer = ask("draft.update", {"document": table.document, "data": b"\0\0"})
    assert answer["error"]["code"] == "other-document"
    answer = ask("draft.awareness", {"document": table.document, "field": "1/action"})
    assert answer["error"]["code"] == "other-document"


@pytest.mark.parametrize("event", ["draft.join", "draft.update", "draft.awareness"])
def test_screens_do_not_write(table: Table, event: str) -> None:
    screen = as_role(table, Role.SCREEN, table.room.workshop_id)
    line = connected_as(table, Role.SCREEN, screen)
    answer = line.emit(event, {}, callback=True)
    assert answer["error"]["code"] == "not-allowed"


def test_a_facilitator_writes_in_their_own_group(table: Table) -> None:
    made = table.recommend()
    visitor = as_role(table, Role.FACILITATOR, table.group_id)
    tablet = Phone(table.document, 3)
    tablet.join(asking(connected_as(table, Role.FACILITATOR, visitor)))
    tablet.type(f"{made}/action", 0, "by the facilitator")
    assert tablet.send() == {"ok": True}
    assert table.row(made).action == "by the facilitator"


def test_presence_goes_to_the_group_and_does_not_tell_the_connection_s_id(
    table: Table, connect: Connect
) -> None:
    writer, reader, stranger = (
        connect(who) for who in (table.members[0], table.members[1], table.stranger)
    )
    drafts(reader)
    assert writer.emit(
        "draft.awareness", {"document": table.document, "field": "1/action"}, callback=True
    ) == {"ok": True}
    (message,) = drafts(reader)
    said = json.loads(message["data"])
    assert (message["kind"], said["who"], said["field"]) == ("awareness", "#1", "1/action")
    assert writer.eio_sid not in message["data"].decode()
    assert drafts(writer) == drafts(stranger) == []


def test_too_much_presence_leaves_room_for_text(
    table: Table, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(rate_limits.LIMITS, "presence", RateLimitItemPerMinute(3))
    monkeypatch.setitem(rate_limits.LIMITS, "event", RateLimitItemPerMinute(3))
    made = table.recommend()
    ask = asking(connect(table.members[0]))
    phone = Phone(table.document, 1)
    phone.join(ask)
    said = {"document": table.document, "field": f"{made}/action"}
    codes = [ask("draft.awareness", said).get("error", {}).get("code") for _ in range(5)]
    assert codes == [None, None, None, "too-many", "too-many"]
    phone.type(f"{made}/action", 0, "we go on")
    assert phone.send() == {"ok": True}


@pytest.mark.parametrize(
    "field", ["../x", "1/a/b", "a" * 5000, None, 7, {"a": 1}], ids=lambda field: str(field)[:9]
)
def test_presence_says_nothing_but_a_field(table: Table, connect: Connect, field: object) -> None:
    line = connect(table.members[0])
    answer = line.emit("draft.awareness", {"document": "d", "field": field}, callback=True)
    assert answer["error"]["code"] == "bad-input"


@pytest.mark.parametrize(
    "payload",
    [
        None,
        "text",
        {},
        {"document": "d"},
        {"document": "d", "data": "text", "vector": "text"},
        {"document": 1, "data": b"", "vector": b""},
        {"document": "d", "data": b"\0\0", "vector": b"\0", "group": 1},
        {"document": "d", "data": bytes(300_000), "vector": bytes(300_000)},
    ],
    ids=["none", "text", "empty", "half", "text for bytes", "number", "more", "huge"],
)
@pytest.mark.parametrize("event", ["draft.join", "draft.update"])
def test_a_payload_of_another_shape_is_refused(
    table: Table, connect: Connect, event: str, payload: Any
) -> None:
    answer = connect(table.members[0]).emit(event, payload, callback=True)
    assert answer["error"]["code"] == "bad-input"


@pytest.mark.slow
def test_five_hundred_broken_updates_change_nothing_that_they_may_not(
    table: Table, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Change random bytes of real updates. Accepted ones contain only text within the limits."""
    monkeypatch.setitem(rate_limits.LIMITS, "event", RateLimitItemPerMinute(9000))
    monkeypatch.setitem(rate_limits.LIMITS, "drafting", RateLimitItemPerMinute(900_000))
    made = table.recommend(action="ours")
    theirs = table.recommend(group_id=table.other_group_id, action="theirs")
    ask = asking(connect(table.members[0]))
    phone, good = Phone(table.document, 1), []
    phone.join(ask)
    for letter in ("first ", "second 😀 ", "third "):
        phone.type(f"{made}/action", 0, letter)
        good.append(phone.doc.get_update())
    phone.type(f"{made}/action", 2, "", remove=5)
    good.append(phone.doc.get_update())
    codes = {_try(ask, table.document, _broken(good, chance)) for chance in _chances(500)}
    assert codes <= {"ok", "draft-refused", "draft-gap", "draft-rewrite", "text-too-long"}
    assert {"ok", "draft-refused", "draft-gap", "draft-rewrite"} <= codes
    assert table.row(theirs).action == "theirs"
    assert table.stored(table.other_group_id) == []
    assert len(table.row(made).action) <= 600
    store.forget_all()
    fresh = Phone(table.document, 2)
    fresh.join(ask)
    assert fresh.text(f"{made}/action").strip() == table.row(made).action


def _chances(count: int) -> list[random.Random]:
    return [random.Random(seed) for seed in range(count)]


def _broken(good: list[bytes], chance: random.Random) -> bytes:
    data = bytearray(chance.choice(good))
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data))
        kind = chance.randrange(4)
        if kind == 0:
            data[at] = chance.randrange(256)
        elif kind == 1:
            data[at] ^= 1 << chance.randrange(8)
        elif kind == 2:
            del data[at : at + chance.randint(1, 4)]
        else:
            data[at:at] = chance.randbytes(chance.randint(1, 4))
        if not data:
            break
    return bytes(data)


def _try(ask: Any, document: str, data: bytes) -> str:
    answer = ask("draft.update", {"document": document, "data": data})
    code: str = answer["error"]["code"] if "error" in answer else "ok"
    return code


def test_consoles_get_one_message_for_many_changes(
    table: Table, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(debounce, "PAUSE_SECONDS", 0.05)
    monkeypatch.setattr(debounce, "_waiting", set())
    organizer = as_role(table, Role.ORGANIZER, table.room.organizer_id)
    console = connected_as(table, Role.ORGANIZER, organizer)
    made = table.recommend()
    phone = Phone(table.document, 1)
    phone.join(asking(connect(table.members[0])))
    for _ in range(5):
        phone.type(f"{made}/action", 0, "key ")
        phone.send()
    assert _topics(console) == ["drafts"]


def test_the_screen_is_refreshed_when_the_order_changes(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(debounce, "PAUSE_SECONDS", 0.05)
    monkeypatch.setattr(debounce, "_waiting", set())
    first, _second = (table.recommend(action=f"action {at}", position=at) for at in (1, 2))
    screen = as_role(table, Role.SCREEN, table.room.workshop_id)
    shown = connected_as(table, Role.SCREEN, screen)
    table.stage("presentations")
    with transaction() as session:
        actions.step(session, table.facilitator(), first, to="down")
    assert _topics(shown) == ["drafts"]


def _topics(line: SocketIOTestClient) -> list[str]:
    """The topics of the next change message, without those of the room's creation."""
    with gevent.Timeout(60):
        while True:
            for message in line.get_received():
                if message["name"] == "changed":
                    topics: list[str] = message["args"][0]["topics"]
                    if "stage" not in topics:
                        return topics
            gevent.sleep(0.02)


def test_a_person_s_joins_only_wait_for_each_other(table: Table, connect: Connect) -> None:
    flood, stranger = connect(table.members[0]), connect(table.stranger)
    own, other = (
        {"document": document, "vector": b"\0"}
        for document in (table.document, table.other_document)
    )
    turns, key = incoming_events._turns, table.member().key
    with ThreadPoolExecutor(1) as pool:
        with turns.turn(key, "browser"):
            answer = pool.submit(asking(flood), "draft.join", own)
            while turns.of(key) < 2:
                assert not answer.done()
            assert "update" in asking(stranger)("draft.join", other)
            assert not answer.done()
        assert "update" in answer.result()
