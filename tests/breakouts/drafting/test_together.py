"""Changes that arrive together share one commit, but succeed or fail separately."""

from collections.abc import Sequence
from typing import Any

import gevent
import pytest
from sqlalchemy import delete

from polling.breakouts.drafting import actions
from polling.breakouts.drafting.document_binding import GroupDocument, key_of
from polling.core.db import transaction
from polling.core.errors import WorkshopError
from polling.documents import group_commit, store, writing, yjs_updates
from polling.documents.errors import DraftRefused, OtherDocument, TextTooLong
from polling.documents.models import DocumentUpdate
from polling.documents.update_batch import Change
from polling.live import announce
from polling.live.messages import Draft, LiveMessage
from tests.breakouts.drafting.group_at_work import Table
from tests.databases import commits, on_both
from tests.documents.drafting_phone import Phone
from tests.patience import PATIENCE_SECONDS


def typed(table: Table, seed: int, root: str, words: str, *, at: int = 0) -> Change:
    """The update of a member's phone that has joined and typed these words."""
    phone = Phone(table.document, seed, table.member(seed).mark)
    for stored in table.stored():
        phone.hear(stored)
    phone.type(root, at, words)
    return Change(table.member(seed), table.document, phone.unsent[0], sender=f"phone {seed}")


def of_stranger(table: Table, root: str, words: str) -> Change:
    """The same from a person in the other group."""
    actor = table.room.actor(table.stranger)
    phone = Phone(table.other_document, 77, actor.mark)
    phone.type(root, 0, words)
    return Change(actor, table.other_document, phone.unsent[0], sender="stranger")


def fates(changes: Sequence[Change]) -> list[type[Exception] | None]:
    """The results of changes that arrive together: None, or the kind of error."""

    def fate(change: Change) -> type[Exception] | None:
        try:
            group_commit.take(change)
        except Exception as error:  # noqa: BLE001
            return type(error)
        return None

    arrived = [gevent.spawn(fate, change) for change in changes]
    return [one.get(timeout=PATIENCE_SECONDS) for one in arrived]


@on_both
def test_what_several_groups_write_together_is_stored_in_one_commit(table: Table) -> None:
    ours, theirs = table.recommend(), table.recommend(group_id=table.other_group_id)
    changes = [typed(table, seed, f"{ours}/rationale", f"word{seed} ") for seed in range(6)]
    with commits() as made:
        assert set(fates([*changes, of_stranger(table, f"{theirs}/action", "theirs")])) == {None}
    assert len(made) == 1
    words = table.row(ours).rationale.split()
    assert sorted(words) == [f"word{seed}" for seed in range(6)]
    assert table.row(theirs).action == "theirs"
    assert len(table.stored()) == 1


def test_first_words_get_in_although_another_document_of_the_commit_was_erased(
    table: Table,
) -> None:
    ours = table.recommend(action="open a registry")
    theirs = table.recommend(group_id=table.other_group_id)
    both = [typed(table, 0, f"{ours}/by", "2027"), of_stranger(table, f"{theirs}/by", "2028")]
    assert fates(both) == [None, None]
    with store.editing([key_of(table.other_group_id)]) as session:  # SQLite uses its id again
        session.execute(delete(DocumentUpdate).filter_by(group_id=table.other_group_id))
    with transaction() as session:
        split = actions.split(session, table.member(), ours).id
    assert fates([typed(table, 1, f"{split}/by", "soon")]) == [None]
    assert table.row(split).action == "open a registry"
    fresh = Phone(table.document, 9)
    for stored in table.stored():
        fresh.hear(stored)
    assert fresh.text(f"{split}/action") == "open a registry"


@on_both
def test_a_refused_change_does_not_affect_the_others(table: Table) -> None:
    made = table.recommend()
    long = typed(table, 1, f"{made}/by", "x" * 201)
    changes = [
        typed(table, 0, f"{made}/by", "by 2027"),
        long,
        Change(table.member(3), table.other_document, long.update, sender="lost"),
        typed(table, 2, f"{made}/action", "open a registry"),
    ]
    assert fates(changes) == [None, TextTooLong, OtherDocument, None]
    row = table.row(made)
    assert (row.by, row.action) == ("by 2027", "open a registry")
    later = typed(table, 4, f"{made}/by", " at the latest", at=len("by 2027"))
    assert fates([later]) == [None]
    store.forget_all()
    fresh = Phone(table.document, 9)
    for stored in table.stored():
        fresh.hear(stored)
    assert fresh.text(f"{made}/by") == table.row(made).by == "by 2027 at the latest"


def test_a_failing_request_is_retried_alone_and_the_others_are_stored(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = table.recommend()
    changes = [typed(table, seed, f"{made}/rationale", f"word{seed} ") for seed in range(3)]
    write = writing.write

    def failing(session: Any, given: Sequence[Change]) -> list[WorkshopError | None]:
        written = write(session, given)
        if changes[1] in given:
            raise ZeroDivisionError
        return written

    monkeypatch.setattr(group_commit, "write", failing)
    assert fates(changes) == [None, ZeroDivisionError, None]
    assert sorted(table.row(made).rationale.split()) == ["word0", "word2"]
    monkeypatch.undo()
    assert fates(changes) == [None] * 3
    assert sorted(table.row(made).rationale.split()) == ["word0", "word1", "word2"]


def test_what_the_library_stumbles_over_keeps_nobody_from_writing(table: Table) -> None:
    made = table.recommend()
    first = typed(table, 0, f"{made}/action", "open ")
    assert fates([first]) == [None]
    hostile = Change(table.member(1), table.document, empty_run(first), sender="hostile")
    later = typed(table, 2, f"{made}/action", "a registry", at=len("open "))
    assert fates([hostile, later]) == [DraftRefused, None]
    assert table.row(made).action == "open a registry"


def empty_run(known: Change) -> bytes:
    """An empty update from a client that has written; no library creates one."""
    (client,) = yjs_updates.read(known.update).adds
    number = bytearray()
    while client > 0x7F:
        number.append(client & 0x7F | 0x80)
        client >>= 7
    return bytes([1, 0, *number, client, 0, 0])


def test_a_failed_commit_is_not_announced(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    made = table.recommend()
    heard: list[str] = []

    def hear(message: LiveMessage, room: str, skip_sid: str | None = None) -> None:
        # The room's first stage is announced on a tick, to each of four audiences.
        if isinstance(message, Draft) and message.document == table.document:
            heard.append(f"{room}, but not {skip_sid}")

    monkeypatch.setattr(announce, "relay", hear)
    changes = [typed(table, seed, f"{made}/action", f"word{seed} ") for seed in range(2)]
    with monkeypatch.context() as broken:
        broken.setattr(GroupDocument, "project", lambda *_: 1 / 0)
        assert fates(changes) == [ZeroDivisionError] * 2
    assert heard == []
    assert table.stored() == []
    assert fates(changes) == [None] * 2
    assert heard == [f"group:{table.group_id}, but not None"]  # both changes at once
