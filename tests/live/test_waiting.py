"""While a writer holds PostgreSQL's lock, the server answers everybody else."""

import asyncio

import aiohttp
from sqlalchemy import Engine

from polling.core import db
from polling.core.engines import make_engine
from tests.databases import on_postgresql
from tests.patience import PATIENCE_SECONDS
from tests.room import Room
from tests.server import Server
from tests.visitor import TOKEN


@on_postgresql
def test_who_only_looks_does_not_wait_for_who_writes(room: Room) -> None:
    room.go("lobby")
    with Server() as server:
        asyncio.run(_look_while_somebody_joins(server, room, _another_process()))


def _another_process() -> Engine:
    made = make_engine(db.engine().url.render_as_string(hide_password=False))
    return made.execution_options(writes=True)


async def _look_while_somebody_joins(server: Server, room: Room, other: Engine) -> None:
    jar = aiohttp.CookieJar(unsafe=True)  # accept cookies for IP addresses
    async with (
        asyncio.timeout(PATIENCE_SECONDS),
        aiohttp.ClientSession(server.address, cookie_jar=jar) as browser,
    ):
        page = await _look(browser, room)
        found = TOKEN.search(page)
        assert found
        headers = {"X-CSRFToken": found.group(1), "Accept": "application/json"}
        with other.begin():
            joining = asyncio.create_task(_join(browser, room, headers))
            for _ in range(3):
                await _look(browser, room)
            assert not joining.done()
        assert await joining == 200
    other.dispose()


async def _look(browser: aiohttp.ClientSession, room: Room) -> str:
    async with browser.get(f"/j/{room.code}") as answer:
        assert answer.status == 200
        return await answer.text()


async def _join(browser: aiohttp.ClientSession, room: Room, headers: dict[str, str]) -> int:
    async with browser.post(f"/j/{room.code}", data={}, headers=headers) as answer:
        return answer.status
