"""Slow or stalled readers get complete messages, and cost others nothing."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import socketio
from socketio.exceptions import TimeoutError as SocketTimeout

from polling.live.backpressure import MOST_WAITING_BYTES
from tests.faults.hostile_payloads import memory_mb
from tests.live.slow_reader import PATIENCE_SECONDS, Reader, Torn

ROOT = Path(__file__).parents[2]
BIG = 400_000
PATIENCE = {"safe": PATIENCE_SECONDS, "plain": 3.0}  # for messages that may never arrive


@contextmanager
def flooding(kind: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The server, and its port."""
    command = [sys.executable, str(Path(__file__).with_name("flooding_server.py")), kind]
    with subprocess.Popen(
        command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        try:
            yield server, int(server.stdout.readline())
        finally:
            server.kill()


async def joined(port: int, heard: list[str]) -> socketio.AsyncClient:
    """A connection that reads at once."""
    client = socketio.AsyncClient(reconnection=False)
    client.on("big", heard.append)
    address = f"http://127.0.0.1:{port}"
    await client.connect(address, transports=["websocket"], wait_timeout=PATIENCE_SECONDS)
    return client


async def until(client: socketio.AsyncClient, event: str, enough: range) -> None:
    """Ask until the answer is in this range."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await client.call(event) not in enough:
            await asyncio.sleep(0)


def expected(count: int) -> list[str]:
    """The messages as expected."""
    return [f'42["big","{chr(97 + number) * BIG}"]' for number in range(count)]


async def received(kind: str, port: int) -> list[str]:
    """The messages of a connection that starts reading after four large messages were sent."""
    other = await joined(port, [])
    stalled = await asyncio.to_thread(Reader, port, PATIENCE[kind])
    try:
        await other.call("flood", {"count": 4, "size": BIG}, timeout=PATIENCE[kind])
        if kind == "safe":
            await until(other, "waiting", range(BIG, MOST_WAITING_BYTES))
        return [await asyncio.to_thread(stalled.next) for _ in range(4)]
    finally:
        stalled.close()
        await other.disconnect()


def test_a_reader_that_stalled_gets_every_message_of_400_kb_whole() -> None:
    with flooding("safe") as (_, port):
        assert asyncio.run(received("safe", port)) == expected(4)


def test_without_our_websocket_the_same_reader_gets_torn_messages_or_none() -> None:
    with flooding("plain") as (_, port):
        try:
            got = asyncio.run(received("plain", port))
        except (Torn, EOFError, TimeoutError, SocketTimeout, UnicodeDecodeError):
            return
    assert got != expected(4)


def test_a_stalled_reader_is_cut_off_and_the_others_get_everything() -> None:
    with flooding("safe") as (server, port):
        heard, grown = asyncio.run(_overflow(server.pid, port))
    assert [message[0] for message in heard] == [*"abcde"] * 12
    assert grown < 20


async def _overflow(pid: int, port: int) -> tuple[list[str], float]:
    heard: list[str] = []
    other = await joined(port, heard)
    stalled = await asyncio.to_thread(Reader, port)
    before = memory_mb(pid)
    for _ in range(12):  # a slow but active reader receives all of these before the next
        await other.call("flood", {"count": 5, "size": 200_000}, timeout=PATIENCE_SECONDS)
    await until(other, "connected", range(1, 2))
    grown = memory_mb(pid) - before
    stalled.close()
    await other.disconnect()
    return heard, grown


def test_nothing_of_a_connection_that_is_over_stays_in_memory_until_its_next_ping() -> None:
    with flooding("safe") as (_, port):
        asyncio.run(_come_and_go(port))


async def _come_and_go(port: int) -> None:
    watching = await joined(port, [])
    for _ in range(5):
        await (await joined(port, [])).disconnect()
    await until(watching, "in-memory", range(1, 2))
    await watching.disconnect()
