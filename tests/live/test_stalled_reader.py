"""Slow or stalled readers get complete messages, and cost others nothing."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import aiohttp

from polling.live.backpressure import MOST_WAITING_BYTES
from polling.rehearsal.socketio_client import Listener, NoAck, Wire
from tests.faults.hostile_payloads import memory_mb
from tests.live.slow_reader import Reader, Torn
from tests.live.socket_client import PatientWire
from tests.patience import PATIENCE_SECONDS

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


@asynccontextmanager
async def joined(port: int, listener: Listener = lambda *_: None) -> AsyncIterator[Wire]:
    """A connection that reads at once."""
    async with aiohttp.ClientSession() as session:
        wire = await PatientWire.open(session, f"http://127.0.0.1:{port}", {}, listener)
        try:
            yield wire
        finally:
            await wire.close()


async def until(wire: Wire, event: str, enough: range) -> None:
    """Ask until the answer is in this range."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await wire.emit(event, None) not in enough:
            await asyncio.sleep(0)


def expected(count: int) -> list[str]:
    """The messages as expected."""
    return [f'42["big","{chr(97 + number) * BIG}"]' for number in range(count)]


async def received(kind: str, port: int) -> list[str]:
    """The messages of a connection that starts reading after four large messages were sent."""
    async with joined(port) as other:
        stalled = await asyncio.to_thread(Reader, port, PATIENCE[kind])
        try:
            async with asyncio.timeout(PATIENCE[kind]):
                await other.emit("flood", {"count": 4, "size": BIG})
            if kind == "safe":
                await until(other, "waiting", range(BIG, MOST_WAITING_BYTES))
            return [await asyncio.to_thread(stalled.next) for _ in range(4)]
        finally:
            stalled.close()


def test_a_reader_that_stalled_gets_every_message_of_400_kb_whole() -> None:
    with flooding("safe") as (_, port):
        assert asyncio.run(received("safe", port)) == expected(4)


def test_without_our_websocket_the_same_reader_gets_torn_messages_or_none() -> None:
    with flooding("plain") as (_, port):
        try:
            got = asyncio.run(received("plain", port))
        except (Torn, EOFError, TimeoutError, NoAck, UnicodeDecodeError):
            return
    assert got != expected(4)


def test_a_stalled_reader_is_cut_off_and_the_others_get_everything() -> None:
    with flooding("safe") as (server, port):
        heard, grown = asyncio.run(_overflow(server.pid, port))
    assert [message[0] for message in heard] == [*"abcde"] * 12
    assert grown < 20


async def _overflow(pid: int, port: int) -> tuple[list[str], float]:
    heard: list[str] = []
    async with joined(port, lambda _event, data: heard.append(data)) as other:
        stalled = await asyncio.to_thread(Reader, port)
        before = memory_mb(pid)
        for _ in range(12):  # a slow but active reader receives all of these before the next
            await other.emit("flood", {"count": 5, "size": 200_000})
        await until(other, "connected", range(1, 2))
        grown = memory_mb(pid) - before
        stalled.close()
    return heard, grown


def test_nothing_of_a_connection_that_is_over_stays_in_memory_until_its_next_ping() -> None:
    with flooding("safe") as (_, port):
        asyncio.run(_come_and_go(port))


async def _come_and_go(port: int) -> None:
    async with joined(port) as watching:
        for _ in range(5):
            async with joined(port):
                pass
        await until(watching, "in-memory", range(1, 2))
