"""`python -m tests.attacks.hostile_drafts`: can one phone delay the others through a group draft?

A member of a group sends eight updates of about 85 KB, each with 5,000 forged Yjs clients whose
text has no left neighbour. At the same time, a member of another group requests the server's time,
and a visitor loads a page. Then the server restarts on a document stored by an older version, and
the member sends as many pieces as the limits allow. Last, the member joins the draft again and
again, with many requests at once, while a member of another group types. Prints the longest delay
of another person, and the duration of the first page and the first join.
"""

import argparse
import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import Request, urlopen

from pycrdt import Doc, Text

from config import TestConfig
from polling.app import close_database, create_app
from polling.core import db
from polling.core.access import Role
from polling.core.db import transaction
from polling.core.migrate import upgrade
from polling.documents import yjs_clients as clients
from polling.documents.models import DocumentUpdate
from polling.rehearsal.socketio_client import NoAck
from tests.attacks.hostile_yjs_updates import many_clients, many_pieces
from tests.breakouts.drafting.group_at_work import Table
from tests.live.socket_client import Caller
from tests.room import Room
from tests.server import COOKIE, Server, cookie_of

UPDATES, CLIENTS = 8, 5_000
PIECES = 2_000
ASK_EVERY_SECONDS = 0.02
JOINS_AT_ONCE, JOINING_SECONDS = 36, 4


@dataclass
class Figures:
    """Delays in milliseconds; `answers` counts the attacker's answers by kind."""

    longest_delay: float = 0
    usual_delay: float = 0
    page: float = 0
    join: float = 0
    answers: Counter[str] = field(default_factory=Counter)


def attack(table: Table, updates: list[bytes]) -> Figures:
    """Send the updates to a running server, and measure the delays of others."""
    with Server() as server:
        return asyncio.run(_attack(table, server.address, updates))


def restart(table: Table) -> Figures:
    """Start a server, and measure the first page and the first join in the attacked group."""
    figures = Figures()
    with Server() as server:
        figures.page = _page_ms(table, server.address)
        asyncio.run(_join(table, server.address, figures))
    return figures


def store(table: Table, updates: list[bytes]) -> None:
    """Insert updates into the database unchecked, as a version without today's limits did."""
    with transaction() as session:
        session.add_all(DocumentUpdate(group_id=table.group_id, data=data) for data in updates)


async def _attack(table: Table, address: str, updates: list[bytes]) -> Figures:
    attacker = await _line(table, address, table.members[0])
    other = await _line(table, address, table.stranger)
    figures = Figures()
    await attacker.call("draft.join", document=table.document, vector=b"\0")
    watch = asyncio.create_task(_watch(lambda: other.call("clock"), figures))
    await asyncio.sleep(10 * ASK_EVERY_SECONDS)
    sent = [attacker.call("draft.update", document=table.document, data=data) for data in updates]
    for answer in await asyncio.gather(*sent, return_exceptions=True):
        if isinstance(answer, BaseException):
            figures.answers["no answer"] += 1
        else:
            figures.answers[answer.get("error", {}).get("code", "ok")] += 1
    await asyncio.sleep(10 * ASK_EVERY_SECONDS)
    watch.cancel()
    for line in (attacker, other):
        await line.leave()
    return figures


async def _watch(ask: Callable[[], Awaitable[Any]], figures: Figures) -> None:
    delays = []
    while True:
        asked = time.perf_counter()
        try:
            await ask()
        except NoAck:
            return  # the server was blocked until the connection timed out
        finally:
            delays.append(1000 * (time.perf_counter() - asked))
            figures.longest_delay, figures.usual_delay = max(delays), median(delays)
        await asyncio.sleep(ASK_EVERY_SECONDS)


def join_at_once(table: Table, requests: int, field_name: str) -> Figures:
    """Let a member join again and again, and measure how long another group's typing takes."""
    with Server() as server:
        return asyncio.run(_join_at_once(table, server.address, requests, field_name))


async def _join_at_once(table: Table, address: str, requests: int, field_name: str) -> Figures:
    attacker = await _line(table, address, table.members[0])
    other = await _line(table, address, table.stranger)
    answer = await other.call("draft.join", document=table.other_document, vector=b"\0")
    document: Doc[Text] = Doc(client_id=clients.number(answer["mark"], 1))
    document.apply_update(answer["update"])

    async def write() -> None:
        before, text = document.get_state(), document.get(field_name, type=Text)
        text.insert(len(text), "a")
        data = document.get_update(before)
        said = await other.call("draft.update", document=table.other_document, data=data)
        assert said == {"ok": True}

    async def join() -> None:
        while True:
            said = await attacker.call("draft.join", document=table.document, vector=b"\0")
            figures.answers[said.get("error", {}).get("code", "ok")] += 1

    figures = Figures()
    watch = asyncio.create_task(_watch(write, figures))
    joins = [asyncio.create_task(join()) for _ in range(requests)]
    await asyncio.sleep(JOINING_SECONDS)
    for task in (watch, *joins):
        task.cancel()
    for line in (attacker, other):
        await line.leave()
    return figures


async def _join(table: Table, address: str, figures: Figures) -> None:
    line = await _line(table, address, table.members[1])
    asked = time.perf_counter()
    answer = await line.call("draft.join", document=table.document, vector=b"\0")
    figures.join = 1000 * (time.perf_counter() - asked)
    figures.answers[answer.get("error", {}).get("code", "ok")] += 1
    await line.leave()


async def _line(table: Table, address: str, person: int) -> Caller:
    line = Caller(table.visitor(person), table.room.code, Role.PARTICIPANT)
    return await line.connect(address)


def _page_ms(table: Table, address: str) -> float:
    cookie = f"{COOKIE}={cookie_of(table.visitor(table.members[1]))}"
    asked = time.perf_counter()
    page = Request(f"{address}/w/{table.room.code}", headers={"Cookie": cookie})  # noqa: S310
    with urlopen(page) as answer:  # noqa: S310
        answer.read()
    return 1000 * (time.perf_counter() - asked)


def main() -> None:
    """Run the attack once, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--updates", type=int, default=UPDATES)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        _run(Path(folder), asked.updates, asked.clients)


def _run(folder: Path, count: int, clients: int) -> None:
    upgrade(db.connect(f"sqlite:///{folder / 'workshop.sqlite'}"))
    app = create_app(TestConfig(data_dir=folder))
    table = Table.of(Room.of(app))
    made = table.recommend(action="open a registry")
    updates = [many_clients(f"{made}/by", clients, batch) for batch in range(count)]
    clean = restart(table)
    _say("restart, clean document", page=clean.page, join=clean.join)
    quiet = attack(table, [])
    print(f"longest delay without an attack: {quiet.longest_delay:.0f} ms", flush=True)
    _say_attack(f"{clients:,} clients each", updates, attack(table, updates))
    after = restart(table)
    _say("restart after the attack", page=after.page, join=after.join)
    store(table, updates)
    poisoned = restart(table)
    _say("restart, document poisoned by an older version", page=poisoned.page, join=poisoned.join)
    print(f"the text is still there: {table.row(made).action == 'open a registry'}")
    table.document = Table.document_of(table.group_id)
    mark = table.member().mark
    fine = [many_pieces(f"{made}/by", mark, at * PIECES, PIECES) for at in range(40)]
    _say_attack(f"{PIECES:,} pieces each", fine, attack(table, fine))
    _join_often(table)
    close_database(app)


def _join_often(table: Table) -> None:
    table.document = Table.document_of(table.group_id)
    theirs = table.recommend(group_id=table.other_group_id, action="train officers")
    for requests in (0, 1, JOINS_AT_ONCE):
        joined = join_at_once(table, requests, f"{theirs}/action")
        answers = ", ".join(f"{code} {number}" for code, number in joined.answers.items())
        print(
            f"{requests} joins of one person at once ({answers or 'none'}): another person's "
            f"letter is saved in {joined.usual_delay:.0f} ms, at most {joined.longest_delay:.0f} ms"
        )


def _say_attack(what: str, updates: list[bytes], figures: Figures) -> None:
    size = max(map(len, updates)) / 1000
    answers = ", ".join(f"{code} {number}" for code, number in figures.answers.items())
    print(f"{len(updates)} updates of {size:.0f} KB, {what}: {answers}")
    print(f"longest delay of another person: {figures.longest_delay:.0f} ms", flush=True)


def _say(what: str, **figures: Any) -> None:
    said = ", ".join(f"first {name} {value:.0f} ms" for name, value in figures.items())
    print(f"{what}: {said}", flush=True)


if __name__ == "__main__":
    main()
