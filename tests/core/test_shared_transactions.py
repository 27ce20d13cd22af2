"""Small writes that arrive together share one transaction, and each has its own sender."""

from collections.abc import Callable
from contextvars import ContextVar, copy_context
from typing import Any

import gevent
import pytest
from sqlalchemy.orm import Session

from benchmarks.counted_queries import counted_queries
from polling.core import db, shared_transactions
from polling.core.db import reading
from polling.core.errors import Conflict
from polling.core.shared_transactions import write_together
from polling.people.models import Participant
from polling.workshop.models import Workshop
from tests.databases import on_both
from tests.room import Room

sender: ContextVar[str] = ContextVar("sender")


def outcomes(room: Room, works: dict[str, Callable[[Session], Any]]) -> dict[str, Any]:
    """What each of these senders, who write together, gets."""

    def outcome(name: str, work: Callable[[Session], Any]) -> Any:
        sender.set(name)
        try:
            return write_together(room.workshop_id, work)
        except Conflict as refusal:
            return str(refusal)

    sent = {name: gevent.spawn(outcome, name, work) for name, work in works.items()}
    return {name: one.get(timeout=30) for name, one in sent.items()}


def append(session: Session) -> Session:
    """Add the sender's name to the title."""
    workshop = session.query(Workshop).one()
    workshop.title += f" {sender.get()}"
    return session


def refuse(session: Session) -> None:
    append(session)
    raise Conflict(f"not {sender.get()}")


def title() -> str:
    with reading() as session:
        return session.query(Workshop).one().title


@on_both
def test_what_arrives_together_is_one_transaction_and_each_has_its_own_sender(room: Room) -> None:
    before = title()
    found = outcomes(room, {"ann": append, "bob": append})
    assert found["ann"] is found["bob"]
    assert title() == f"{before} ann bob"


def test_a_refused_write_does_not_take_the_others_with_it(room: Room) -> None:
    before = title()
    found = outcomes(room, {"ann": append, "bob": refuse, "cy": append})
    assert found["bob"] == "not bob"
    assert title() == f"{before} ann cy"


def test_each_sender_is_confirmed_in_the_transaction(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def confirm(_session: Session) -> None:
        if sender.get("") == "bob":
            raise Conflict("bob has left")

    monkeypatch.setattr(db, "_look_first", confirm)
    before = title()
    assert outcomes(room, {"ann": append, "bob": append})["bob"] == "bob has left"
    assert title() == f"{before} ann"


def queries_of_writes(room: Room, people: list[int]) -> int:
    """The queries of a transaction in which each of these people's rows is read."""

    def write(person: int) -> shared_transactions._Write:
        def work(session: Session) -> None:
            session.get_one(Participant, person).removed = True

        reads = [(Participant, (person,))]
        return shared_transactions._Write(room.workshop_id, work, reads, copy_context())

    writes = [write(person) for person in people]
    with counted_queries() as seen:
        shared_transactions._commit(writes)
    return len(seen)


@on_both
def test_the_rows_of_all_are_read_in_one_query(room: Room) -> None:
    room.go("lobby")
    assert queries_of_writes(room, room.join(2)) == queries_of_writes(room, room.join(6))
