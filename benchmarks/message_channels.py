"""Ways to notify another server of a commit, each measured in a process under gevent.

Each message follows a committed change, so all ways make the same writes. Ours and Socket.IO's
Redis manager send it after the commit; NOTIFY is part of the transaction. Sender and receiver have
separate connections, like two servers. Prints figures as JSON.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import gevent
import socketio
from gevent.queue import Empty, Queue
from psycopg import Connection

from benchmarks.figures import Figures, percentile
from polling.core import redis_client
from polling.core.postgresql_connection import LockingConnection
from polling.live.peers import Peers

Receive = Callable[[int], None]
Tell = Callable[[int], None]

SAID = {"workshop": 1, "topics": {f"organizer:{n}": ["drafts", "people"] for n in range(3)}}
TABLE = "CREATE TABLE IF NOT EXISTS change (id int PRIMARY KEY, version int NOT NULL)"
ROWS = "INSERT INTO change SELECT n, 0 FROM generate_series(0, 99) n ON CONFLICT DO NOTHING"
UPDATE = "UPDATE change SET version = version + 1 WHERE id = %s"
NOTIFY = "SELECT pg_notify(%s, %s)"


def ours(redis_url: str, channel: str, receive: Receive) -> Tell:
    """As in `live.peers`."""

    def obey(kind: str, said: dict[str, Any]) -> None:
        if kind == "changed":
            receive(said["number"])

    sender, receiver = (
        Peers(redis_client.connect(redis_url), channel, obey, lambda: None) for _ in range(2)
    )
    sender.start()
    receiver.start()
    return lambda number: sender.tell("changed", SAID | {"number": number})


def redis_manager(redis_url: str, channel: str, receive: Receive) -> Tell:
    """Socket.IO's own way: what one server emits, the others emit too."""

    class Receiver(socketio.RedisManager):  # type: ignore[misc]
        def _handle_emit(self, message: dict[str, Any]) -> None:
            (said,) = message["data"]
            receive(said["number"])

    manager = Receiver(redis_url, channel=channel)
    socketio.Server(async_mode="gevent", client_manager=manager)
    manager.initialize()
    sender = socketio.RedisManager(redis_url, channel=channel, write_only=True)
    return lambda number: sender.emit("changed", SAID | {"number": number}, room="organizers")


def listen(url: str, channel: str, receive: Receive) -> None:
    """Receive messages through NOTIFY."""
    connection = Connection.connect(url, autocommit=True)
    connection.execute(f"LISTEN {channel}".encode())

    def hear() -> None:
        for said in connection.notifies():
            receive(json.loads(said.payload)["number"])

    gevent.spawn(hear)


class _Measurement:
    """Measures one way: writers commit changes, and a receiver gets a message about each."""

    def __init__(self, way: str, url: str, redis_url: str, writers: int) -> None:
        self._channel = f"bench_{uuid4().hex[:8]}"
        self._connections = [
            LockingConnection.connect(url, autocommit=True) for _ in range(writers)
        ]
        self._connections[0].execute(TABLE)
        self._connections[0].execute(ROWS)
        self.heard: Queue[tuple[int, float]] = Queue()
        self._tell: Tell | None = None
        if way == "notify":
            listen(url, self._channel, self._receive)
        else:
            self._tell = {"ours": ours, "redis_manager": redis_manager}[way](
                redis_url, self._channel, self._receive
            )

    def _receive(self, number: int) -> None:
        self.heard.put((number, time.perf_counter()))

    def commit(self, writer: int, number: int) -> None:
        """Commit a change, and send a message."""
        connection = self._connections[writer]
        with connection.transaction():
            connection.execute(UPDATE, [writer])
            if self._tell is None:
                words = json.dumps(SAID | {"number": number})
                connection.execute(NOTIFY, [self._channel, words])
        if self._tell is not None:
            self._tell(number)

    def alone(self, writes: int) -> list[float]:
        """Return the seconds from the start of each write to its message, one write at a time."""
        took = []
        for number in range(writes):
            started = time.perf_counter()
            self.commit(0, number)
            heard, at = self.heard.get(timeout=60)
            while heard != number:  # messages from before both ends were connected
                heard, at = self.heard.get(timeout=60)
            took.append(at - started)
        return took

    def together(self, least: float) -> tuple[int, float]:
        """Let all write for `least` seconds; return the number of messages, and their seconds."""
        started = time.perf_counter()

        def write(writer: int) -> int:
            sent = 0
            while time.perf_counter() < started + least:
                self.commit(writer, sent)
                sent += 1
            return sent

        writers = [gevent.spawn(write, writer) for writer in range(len(self._connections))]
        heard, last = 0, started
        while heard < sum(one.get() for one in writers):
            _number, last = self.heard.get(timeout=60)
            heard += 1
        return heard, last - started


def measure(
    way: str, url: str, redis_url: str, writers: int, *, alone_writes: int, seconds: float
) -> Figures:
    """Return the figures of one way in this process.

    First one writes `alone_writes` times, then `writers` write for these `seconds`.
    """
    one = _Measurement(way, url, redis_url, writers)
    while True:  # until both ends are connected
        one.commit(0, -1)
        try:
            one.heard.get(timeout=1)
            break
        except Empty:
            continue
    alone = one.alone(alone_writes)
    before = time.process_time()
    heard, took = one.together(seconds)
    return {
        "p50_ms": round(1000 * percentile(alone, 0.5), 2),
        "p95_ms": round(1000 * percentile(alone, 0.95), 2),
        "messages_per_s": round(heard / took),
        "cpu_ms_per_message": round(1000 * (time.process_time() - before) / heard, 2),
    }


if __name__ == "__main__":
    _way, _url, _redis_url, _writers, _writes, _seconds = sys.argv[1:]
    _figures = measure(
        *(_way, _url, _redis_url, int(_writers)),
        alone_writes=int(_writes),
        seconds=float(_seconds),
    )
    sys.stdout.write(json.dumps(_figures))
