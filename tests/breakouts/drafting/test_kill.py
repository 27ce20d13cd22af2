"""A server that is killed while people type keeps what it has acknowledged, and gets the rest."""

import asyncio
import re
from typing import Any

import pytest
import socketio
from pycrdt import Doc, Text

from polling.access import Role
from tests.breakouts.drafting.table import Table
from tests.server import COOKIE, Server, cookie_of

WRITERS = 3
ACK_SECONDS = 5


class Typist:
    """Types one numbered word after the other, and notes which were acknowledged."""

    def __init__(self, table: Table, index: int, root: str) -> None:
        self.name = "xyz"[index]
        self.doc: Doc[Text] = Doc(client_id=1000 + index)
        self.acked: list[str] = []
        self.typed: list[str] = []
        self._table, self._root = table, root
        self._cookie = cookie_of(table.visitor(table.members[index]))

    async def connect(self, address: str) -> socketio.AsyncClient:
        client = socketio.AsyncClient(reconnection=False)
        auth = {"workshop": self._table.room.code, "role": Role.PARTICIPANT.value}
        headers = {"Cookie": f"{COOKIE}={self._cookie}"}
        await client.connect(address, headers=headers, auth=auth, transports=["websocket"])
        return client

    async def catch_up(self, client: socketio.AsyncClient) -> None:
        """Join: take what the server has, send what it lacks."""
        answer = await self._call(client, "draft.join", vector=self.doc.get_state())
        self.doc.apply_update(answer["update"])
        await self._call(client, "draft.update", data=self.doc.get_update(answer["vector"]))
        self.acked = list(self.typed)

    async def type_on_and_on(self, client: socketio.AsyncClient) -> None:
        text = self.doc.get(self._root, type=Text)
        while True:
            before = self.doc.get_state()
            word = f"{self.name}{len(self.typed)} "
            text.insert(0, word)
            self.typed.append(word)
            await self._call(client, "draft.update", data=self.doc.get_update(before))
            self.acked.append(word)

    async def _call(self, client: socketio.AsyncClient, event: str, **more: Any) -> dict[str, Any]:
        asked = {"document": self._table.document, **more}
        answer: dict[str, Any] = await client.call(event, asked, timeout=ACK_SECONDS)
        assert "error" not in answer, answer
        return answer


@pytest.mark.parametrize("acks", [1, 10, 25])
def test_every_acknowledged_word_survives_and_none_is_doubled(table: Table, acks: int) -> None:
    made = table.recommend()
    root = f"{made}/rationale"
    typists = [Typist(table, index, root) for index in range(WRITERS)]
    with Server() as server:
        asyncio.run(_type_and_kill(server, typists, acks))
        server.start()
        survived = _words(asyncio.run(_read(server, table, root)))
        acked = {word for typist in typists for word in typist.acked}
        assert acked <= set(survived)
        assert len(survived) == len(set(survived))
        asyncio.run(_all_return(server, typists))
        words = _words(asyncio.run(_read(server, table, root)))
    assert sorted(words) == sorted(word for typist in typists for word in typist.typed)
    assert table.row(made).rationale.split() == [word.strip() for word in words]


async def _type_and_kill(server: Server, typists: list[Typist], acks: int) -> None:
    clients = [await typist.connect(server.address) for typist in typists]
    for typist, client in zip(typists, clients, strict=True):
        await typist.catch_up(client)
    typing = [
        asyncio.create_task(typist.type_on_and_on(client))
        for typist, client in zip(typists, clients, strict=True)
    ]
    while sum(len(typist.acked) for typist in typists) < acks:
        assert not any(task.done() for task in typing)
        await asyncio.sleep(0)
    server.kill()
    for task in typing:
        task.cancel()
    await asyncio.gather(*typing, return_exceptions=True)
    for client in clients:
        await client.disconnect()


async def _all_return(server: Server, typists: list[Typist]) -> None:
    for typist in typists:
        client = await typist.connect(server.address)
        await typist.catch_up(client)
        await client.disconnect()


async def _read(server: Server, table: Table, root: str) -> str:
    reader = Typist(table, 0, root)
    client = await reader.connect(server.address)
    await reader.catch_up(client)
    await client.disconnect()
    return str(reader.doc.get(root, type=Text))


def _words(text: str) -> list[str]:
    return re.findall(r"[xyz]\d+ ", text)
