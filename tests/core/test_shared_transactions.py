"""Small writes that arrive together share one transaction, and each has its own sender."""

from collections.abc import Callable
from contextvars import ContextVar, copy_context
from typing import Any

import gevent
import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from benchmarks.counted_queries import counted_queries
from polling.core import db, shared_transactions
from polling.core.db import on_commit, reading
from polling.core.errors import Conflict
from polling.core.shared_transactions import write_together
from polling.people.models import Participant
from polling.workshop.models import Workshop
from tests.databases import commits, on_both
from tests.room import Room

sender: ContextVar[str] = ContextVar("sender")
planned: list[str] = []  # the senders whose plans for after the commit were carried out


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
    session.query(Workshop).one()  # reading is not writing
    raise Conflict(f"not {sender.get()}")


def execute_an_update(session: Session) -> None:
    session.execute(update(Workshop).values(title="another"))


def write_to_the_connection(session: Session) -> None:
    session.connection().execute(update(Workshop).values(title="another"))


def plan_for_after_the_commit(session: Session) -> None:
    on_commit(session, lambda: planned.append(sender.get()))


def title() -> str:
    with reading() as session:
        return session.query(Workshop).one().title


@on_both
def test_what_arrives_together_is_one_transaction_and_each_has_its_own_sender(room: Room) -> None:
    before = title()
    found = outcomes(room, {"ann": append, "bob": append})
    assert found["ann"] is found["bob"]
    assert title() == f"{before} ann bob"


@on_both
def test_a_refusal_before_anything_is_written_leaves_the_others_together(room: Room) -> None:
    before = title()
    with commits() as made:
        found = outcomes(room, {"ann": append, "bob": refuse, "cy": append})
    assert (found["bob"], len(made)) == ("not bob", 1)
    assert title() == f"{before} ann cy"


@pytest.mark.parametrize(
    "effect", [append, execute_an_update, write_to_the_connection, plan_for_after_the_commit]
)
def test_nothing_of_a_refused_write_remains(room: Room, effect: Callable[[Session], Any]) -> None:
    def refuse_late(session: Session) -> None:
        effect(session)
        raise Conflict(f"not {sender.get()}")

    before = title()
    planned.clear()
    found = outcomes(room, {"ann": append, "bob": refuse_late, "cy": append})
    assert found["bob"] == "not bob"
    assert (title(), planned) == (f"{before} ann cy", [])


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
    """The SELECTs of a transaction in which each of these people's rows is read."""

    def write(person: int) -> shared_transactions._Write:
        def work(session: Session) -> None:
            session.get_one(Participant, person).removed = True

        reads = [(Participant, (person,))]
        return shared_transactions._Write(room.workshop_id, work, reads, copy_context())

    writes = [write(person) for person in people]
    with counted_queries() as seen:
        shared_transactions._commit(writes)
    return sum(statement.startswith("SELECT") for statement in seen)


@on_both
def test_the_rows_of_all_are_read_in_one_query(room: Room) -> None:
    room.go("lobby")
    assert queries_of_writes(room, room.join(2)) == queries_of_writes(room, room.join(6))
