"""A connection that has ended leaves nothing open here."""

import asyncio
from typing import Any

import aiohttp
from aiohttp import web

from polling.rehearsal.socketio_client import Wire
from polling.rehearsal.socketio_connection import EVENTS, WELCOME


async def _greet(request: web.Request) -> web.WebSocketResponse:
    line = web.WebSocketResponse()
    await line.prepare(request)
    await line.send_str("0{}")
    await line.receive()
    await line.send_str(f"{WELCOME}{{}}")
    await line.send_str(f'{EVENTS}["news",1]')
    await line.receive()
    return line


def _fail(_event: str, _data: Any) -> None:
    raise ValueError


async def _lose_a_connection() -> Wire:
    site = web.Application()
    site.router.add_get("/socket.io/", _greet)
    runner = web.AppRunner(site)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    async with aiohttp.ClientSession() as session:
        wire = await Wire.open(session, f"http://{host}:{port}", {}, _fail)
        await wire.lost()
    await runner.cleanup()
    return wire


def test_a_lost_connection_is_released() -> None:
    wire = asyncio.run(_lose_a_connection())
    assert isinstance(wire._reader.exception(), ValueError)  # type: ignore[union-attr]
    assert wire._socket._response.connection is None
