"""Messages through Redis between the servers on one database.

They report the connections of each server, and what all servers must do (`live.on_all_servers`),
such as sending a message to pages. A server's report of its connections is valid for LOST_SECONDS,
so that a killed server is forgotten.

Redis may disconnect or hang. Nobody waits for it: messages that cannot be sent are dropped. Once a
server has subscribed again, it recovers as after missed messages. Until then, and for any other
lost message, each server checks the database (`catch_up`).
"""

import json
import logging
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import gevent
from gevent.event import Event
from gevent.queue import Queue
from redis import RedisError
from redis.client import PubSub

from polling.live import announce, connection_registry

if TYPE_CHECKING:
    from redis import Redis

log = logging.getLogger(__name__)
SPEAK_SECONDS = 2.0
LOST_SECONDS = 10.0
RETRY_SECONDS = 1.0
MISSED = "missed"

Obey = Callable[[str, dict[str, Any]], None]


class Peers:
    """This server among the others on `channel`; it runs their messages (`on_all_servers.obey`)."""

    def __init__(
        self, redis: "Redis", channel: str, obey: Obey, catch_up: Callable[[], None]
    ) -> None:
        self._redis = redis
        self._channel = channel
        self._obey = obey
        self._catch_up = catch_up
        self._me = uuid4().hex
        self._outgoing: Queue[str] = Queue()
        self._dumb = self._deaf = False
        self._has_tried = Event()  # to subscribe

    def start(self) -> None:
        """Receive and send for as long as the process lives.

        Returns once it has subscribed, or could not within SPEAK_SECONDS, so that the first pages
        miss no message.
        """
        for work in (self._listen, self._send, self._speak, self._look):
            gevent.spawn(work)
        self._has_tried.wait(SPEAK_SECONDS)
        self._has_tried.set()

    def tell(self, kind: str, said: dict[str, Any]) -> None:
        """Send a message to the other servers."""
        self._outgoing.put(self._words(kind=kind, said=said))

    def _words(self, **said: Any) -> str:
        return json.dumps({"from": self._me, **said})

    def _speak(self) -> None:
        while True:
            self._outgoing.put(
                self._words(kind="connected", connected=connection_registry.connected_here())
            )
            connection_registry.forget_silent(monotonic() - LOST_SECONDS)
            self._tell_consoles()
            gevent.sleep(SPEAK_SECONDS)

    def _look(self) -> None:
        """Catch up in a separate greenlet, so that a slow database does not stop the reports."""
        while True:
            self._do(self._catch_up)
            gevent.sleep(SPEAK_SECONDS)

    def _send(self) -> None:
        while True:
            words = self._outgoing.get()
            try:
                if self._dumb:
                    self._publish(self._words(kind=MISSED, said={}))
                self._publish(words)
                self._dumb = False
            except RedisError as error:
                if not self._dumb:
                    log.warning("cannot send to the other servers: %s", error)
                self._dumb = True
                while not self._outgoing.empty():
                    self._outgoing.get()

    def _publish(self, words: str) -> None:
        self._redis.publish(self._channel, words)

    def _listen(self) -> None:
        while True:
            try:
                self._listen_until_silence()
                error = "Redis does not answer"
            except RedisError as reason:
                error = str(reason)
            if not self._deaf:
                log.warning("cannot receive from the other servers: %s", error)
            self._deaf = True
            self._has_tried.set()
            gevent.sleep(RETRY_SECONDS)

    def _listen_until_silence(self) -> None:
        """Return at the latest after a silence; a server also receives its own messages."""
        with PubSub(self._redis.connection_pool) as heard:
            heard.subscribe(self._channel)
            last = monotonic()
            while monotonic() - last < LOST_SECONDS:
                message = heard.get_message(timeout=SPEAK_SECONDS)
                if not message:
                    continue
                last = monotonic()
                if message["type"] == "message":
                    self._hear(message["data"])
                else:
                    self._subscribed()

    def _subscribed(self) -> None:
        """Recover from the time without a subscription; the client also renews it by itself."""
        self._deaf = False
        if self._has_tried.is_set():
            self._do(lambda: self._obey(MISSED, {}))
        self._has_tried.set()

    def _hear(self, data: bytes) -> None:
        self._do(lambda: self._take(json.loads(data)))

    def _take(self, said: dict[str, Any]) -> None:
        if said["from"] == self._me:
            return
        if said["kind"] == "connected":
            connection_registry.heard(said["from"], said["connected"], monotonic())
            self._tell_consoles()
        else:
            self._obey(said["kind"], said["said"])

    def _tell_consoles(self) -> None:
        for workshop in connection_registry.workshops_here():
            announce.connections_changed(workshop)

    def _do(self, do: Callable[[], None]) -> None:
        """Run a message; a failure, or one of another version, does not stop the next ones."""
        try:
            do()
        except Exception:
            log.exception("cannot process changes of other servers")
