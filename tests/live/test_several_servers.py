"""Two servers on one database act as one: changes are known on both, and count once."""

import asyncio
import time
from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import aiohttp
from pycrdt import Doc, Text
from sqlalchemy import func, select

from polling.contests.actions import close_contest, count_contest
from polling.contests.counting.verify import verify
from polling.contests.models import Ballot, Contest
from polling.core.access import Role
from polling.core.db import reading, transaction
from polling.documents.yjs_clients import number as client
from tests.breakouts.drafting.group_at_work import Table
from tests.databases import on_postgresql
from tests.live.conftest import Pair
from tests.live.socket_client import Caller
from tests.patience import PATIENCE_SECONDS
from tests.room import Room
from tests.server import COOKIE, Server, cookie_of
from tests.visitor import TOKEN

pytestmark = on_postgresql
VOTERS = 6
WORDS = 8


def test_ballots_from_both_servers_count_once_and_both_screens_show_them(
    pair: Pair, room: Room
) -> None:
    table = Table(room)
    room.go("lobby")
    room.join(2 * VOTERS)
    room.go("ranking")
    contest = room.open_ranking()[0]
    asyncio.run(_vote_on_both(pair, table, contest))
    with transaction() as session:
        found = session.get_one(Contest, contest.id)
        close_contest(session, room.organizer, found)
        count_contest(session, room.organizer, found)
    with reading() as session:
        checks = verify(session, session.get_one(Contest, contest.id))
        ballots = session.scalar(select(func.count()).select_from(Ballot))
    assert ballots == 2 * VOTERS
    assert [check.text for check in checks if not check.passed] == []


async def _vote_on_both(pair: Pair, table: Table, contest: Contest) -> None:
    room = table.room
    screens = [
        await Caller(room.screen_visitor(), room.code, Role.SCREEN).connect(s.address) for s in pair
    ]
    # Everybody has a phone on each server that sends the same ballot, like a retry.
    phones = [
        (
            person,
            await Caller(table.visitor(person), room.code, Role.PARTICIPANT).connect(
                server.address
            ),
        )
        for person in room.participants
        for server in pair
    ]
    answers = await asyncio.gather(*(_vote(phone, person, contest) for person, phone in phones))
    assert [answer for answer in answers if "error" in answer] == []
    assert len({answer["digest"] for answer in answers}) == 2 * VOTERS
    for screen in screens:
        await screen.until(partial(_everybody_is_counted, screen, contest))
    for caller in [*screens, *(phone for _, phone in phones)]:
        await caller.leave()


async def _vote(phone: Caller, person: int, contest: Contest) -> dict[str, Any]:
    choices = {"ranking": contest.options[:3]}
    return await phone.call(
        "ballot", contest=contest.id, receipt=f"{person:032x}", revision=1, choices=choices
    )


def _everybody_is_counted(screen: Caller, contest: Contest) -> bool:
    counted = [data["voted"] for event, data in screen.heard if event == "counted"]
    return any(voted[contest.id] == 2 * VOTERS for voted in counted)


def test_a_group_writes_in_one_text_from_both_servers(pair: Pair, room: Room) -> None:
    table = Table.of(room)
    made = table.recommend()
    texts = asyncio.run(_write_on_both(pair, table, f"{made}/rationale"))
    words = sorted(f"{name}{number}" for name in "xy" for number in range(WORDS))
    assert [sorted(text.split()) for text in texts] == [words, words]
    assert table.row(made).rationale == texts[0].strip() == texts[1].strip()


async def _write_on_both(pair: Pair, table: Table, root: str) -> list[str]:
    writers = [Writer(table, index, root) for index in range(2)]
    for writer, server in zip(writers, pair, strict=True):
        await writer.join(server)
    await asyncio.gather(*(writer.write() for writer in writers))
    for writer in writers:
        await writer.caller.until(writer.has_everything)
        await writer.caller.leave()
    return [writer.read() for writer in writers]


class Writer:
    """A phone that types words, and only receives the others' through broadcasts."""

    def __init__(self, table: Table, index: int, root: str) -> None:
        self.name = "xy"[index]
        visitor = table.visitor(table.members[index])
        self.caller = Caller(visitor, table.room.code, Role.PARTICIPANT)
        self._doc: Doc[Text] = Doc(client_id=client(table.member(index).mark, 1000 + index))
        self._root, self._document = root, table.document

    async def join(self, server: Server) -> None:
        await self.caller.connect(server.address)
        answer = await self.caller.call(
            "draft.join", document=self._document, vector=self._doc.get_state()
        )
        self._doc.apply_update(answer["update"])

    async def write(self) -> None:
        for number in range(WORDS):
            before = self._doc.get_state()
            self._text().insert(0, f"{self.name}{number} ")
            answer = await self.caller.call(
                "draft.update", document=self._document, data=self._doc.get_update(before)
            )
            assert "error" not in answer, answer

    def has_everything(self) -> bool:
        return len(self.read().split()) == 2 * WORDS

    def read(self) -> str:
        for event, data in self.caller.heard:
            if event == "draft" and data["kind"] == "update":
                self._doc.apply_update(data["data"])
        return str(self._text())

    def _text(self) -> Text:
        return self._doc.get(self._root, type=Text)


def test_both_servers_know_who_is_there_and_count_wrong_passwords_together(
    pair: Pair, room: Room
) -> None:
    room.go("lobby")
    room.join(3)
    asyncio.run(_meet(pair, Table(room)))


async def _meet(pair: Pair, table: Table) -> None:
    room = table.room
    phones = [
        await Caller(table.visitor(person), room.code, Role.PARTICIPANT).connect(pair[0].address)
        for person in room.participants
    ]
    own = {"Cookie": f"{COOKIE}={cookie_of(room.organizer_visitor())}"}
    console = f"{pair[1].address}/console/{room.code}/lobby"
    async with asyncio.timeout(PATIENCE_SECONDS), aiohttp.ClientSession(headers=own) as desk:
        while ">3</span> online" not in await _text(desk, console):
            await asyncio.sleep(0.2)  # the servers exchange versions every two seconds
    await _guess_in_turn(pair)
    for phone in phones:
        await phone.leave()


async def _text(desk: aiohttp.ClientSession, address: str) -> str:
    async with desk.get(address) as answer:
        return await answer.text()


async def _guess_in_turn(pair: Pair) -> None:
    """The sixth guess at one account must wait, on either server."""
    email = f"{uuid4().hex}@test.example"
    for server in (*pair, *pair, pair[0]):
        assert await _guess_a_password(server, email) == HTTPStatus.FORBIDDEN
    started = time.monotonic()
    assert await _guess_a_password(pair[1], email) == HTTPStatus.FORBIDDEN
    assert time.monotonic() - started >= 1


async def _guess_a_password(server: Server, email: str) -> int:
    jar = aiohttp.CookieJar(unsafe=True)  # accept cookies for IP addresses
    async with aiohttp.ClientSession(server.address, cookie_jar=jar) as stranger:
        found = TOKEN.search(await _text(stranger, "/"))
        assert found
        headers = {"X-CSRFToken": found.group(1), "Accept": "application/json"}
        guess = {"email": email, "password": "wrong"}
        async with stranger.post("/login", data=guess, headers=headers) as answer:
            return answer.status
