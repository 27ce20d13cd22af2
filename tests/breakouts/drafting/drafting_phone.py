"""A phone over the network that types words, disconnects, returns, and records acks."""

import asyncio
import random
from contextlib import suppress
from typing import Any

import aiohttp
from pycrdt import merge_updates

from polling.core.access import Role
from polling.rehearsal.socketio_client import NoAck, Refused, Wire
from tests.breakouts.drafting.group_at_work import Table
from tests.documents.drafting_phone import Phone
from tests.live.socket_client import Caller

ACK_SECONDS = 3
AGAIN_SECONDS = 0.5
MOST_EDITS = 6  # between two deliveries
VANISHES, RETURNS, DELETES = 0.15, 0.4, 0.25
CAPS = {"action": 200, "rationale": 800}  # characters; above these, a typist prefers deleting
LOST = (NoAck, Refused, aiohttp.ClientError, OSError)


class ImpatientWire(Wire):
    """Gives up soon, because the server is often killed."""

    patience = ACK_SECONDS


class Typist(Phone):
    """`acked` are the words acknowledged by the server, `removed` those deleted here.

    A word is typed completely and between others, so that it can be found: "c17 ".
    """

    def __init__(self, table: Table, index: int, roots: list[str], seed: int) -> None:
        super().__init__(table.document, seed * 100 + index, table.member(index).mark)
        self.name = "abcdefgh"[index]
        self.acked: set[str] = set()
        self.removed: set[str] = set()
        self.typed: set[str] = set()
        self.edits = self.vanished = 0
        self.roots = roots
        self._chance = random.Random(seed * 100 + index)
        self._visitor, self._code = table.visitor(table.members[index]), table.room.code
        self._line: Caller | None = None

    async def work(self, address: str, edits: int) -> None:
        """Make this many edits, and stay until all are acknowledged."""
        while self.edits < edits or self._line is None or self.unsent:
            for _ in range(min(self._chance.randint(1, MOST_EDITS), edits - self.edits)):
                self._edit()
            if self._line is None:
                await self._perhaps_return(address, surely=self.edits == edits)
            elif self.edits < edits and self._chance.random() < VANISHES:
                await self._vanish()
            else:
                await self._deliver()

    async def return_once_more(self, address: str) -> None:
        """Receive all remaining changes of the others."""
        await self._leave()
        await self._return(address)
        await self._leave()

    def _edit(self) -> None:
        root = self._chance.choice(self.roots)
        words = self.text(root).split(" ")[:-1]
        full = len(self.text(root)) > CAPS[root.partition("/")[2]]
        if words and (full or self._chance.random() < DELETES):
            self._delete(root, words, self._chance.randrange(len(words)))
        else:
            self._write(root, words, self._chance.randint(0, len(words)))
        self.edits += 1

    def _write(self, root: str, words: list[str], place: int) -> None:
        word = f"{self.name}{len(self.typed)}"
        self.typed.add(word)
        self.type(root, sum(len(before) + 1 for before in words[:place]), f"{word} ")

    def _delete(self, root: str, words: list[str], place: int) -> None:
        self.removed.add(words[place])
        before = sum(len(word) + 1 for word in words[:place])
        self.type(root, before, "", remove=len(words[place]) + 1)

    async def _perhaps_return(self, address: str, *, surely: bool) -> None:
        if not surely and self._chance.random() > RETURNS:
            return
        try:
            await self._return(address)
        except LOST:
            await self._leave()
            await asyncio.sleep(AGAIN_SECONDS)

    async def _return(self, address: str) -> None:
        self._line = Caller(
            self._visitor, self._code, Role.PARTICIPANT, self._listen, ImpatientWire
        )
        await self._line.connect(address)
        answer = await self._ask("draft.join", vector=self.doc.get_state())
        self.hear(answer["update"])
        self.unsent = [self.doc.get_update(answer["vector"])]

    async def _deliver(self) -> None:
        if not self.unsent:
            return None
        self.unsent = [merge_updates(*self.unsent)]
        try:
            answer = await self._ask("draft.update", data=self.unsent[0])
        except LOST:
            return await self._leave()
        if answer.get("ok"):
            self.unsent, self.acked = [], set(self.typed)
        else:
            self._shorten(answer["error"])
        return None

    def _shorten(self, error: dict[str, Any]) -> None:
        """Shorten the text, because concurrent typing exceeded the field's limit."""
        assert error["code"] == "text-too-long", error
        for problem in error["problems"]:
            words = self.text(problem["place"]).split(" ")[:-1]
            for place in reversed(range(len(words) // 2, len(words))):
                self._delete(problem["place"], words, place)

    async def _vanish(self) -> None:
        """Disconnect; every second time with a pending update that is never acknowledged."""
        self.vanished += 1
        if self.unsent and self._chance.random() < 0.5:
            self.unsent = [merge_updates(*self.unsent)]
            assert self._line
            with suppress(*LOST):
                await self._line.tell("draft.update", document=self.document, data=self.unsent[0])
        await self._leave()

    async def _leave(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            await line.leave()

    def _listen(self, event: str, message: dict[str, Any]) -> None:
        if event == "draft" and message["kind"] == "update":
            self.hear(message["data"])

    async def _ask(self, event: str, **more: Any) -> dict[str, Any]:
        assert self._line
        return await self._line.call(event, document=self.document, **more)
