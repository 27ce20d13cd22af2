"""What the servers on one database tell each other through Redis.

Socket.IO's own queue carries every message to the pages of all of them. Here travels what the
servers themselves must know: who is connected to each, and what all have to do
(`live.everywhere`). What a server has last said of its connections holds for LOST_SECONDS, so that
one which was killed is forgotten.
"""

import json
import logging
from collections.abc import Callable
from time import monotonic
from typing import Any
from uuid import uuid4

import gevent
from redis import Redis, RedisError
from redis.client import PubSub

from polling.live import rooms

log = logging.getLogger(__name__)
SPEAK_SECONDS = 2.0
LOST_SECONDS = 10.0
RETRY_SECONDS = 1.0

Obey = Callable[[str, dict[str, Any]], None]


class Peers:
    """This server among the others on `channel`; it does what they say (`live.everywhere.obey`)."""

    def __init__(self, redis_url: str, channel: str, obey: Obey) -> None:
        self._redis = Redis.from_url(redis_url)
        self._channel = channel
        self._obey = obey
        self._me = uuid4().hex

    def start(self) -> None:
        """Listen and speak for as long as the process lives."""
        gevent.spawn(self._listen)
        gevent.spawn(self._speak)

    def tell(self, kind: str, said: dict[str, Any]) -> None:
        """Let the other servers do the same with the connections that they have."""
        self._tell(kind=kind, said=said)

    def _speak(self) -> None:
        while True:
            self._tell(kind="connected", connected=rooms.connected_here())
            rooms.forget_silent(monotonic() - LOST_SECONDS)
            gevent.sleep(SPEAK_SECONDS)

    def _tell(self, **said: Any) -> None:
        try:
            self._redis.publish(self._channel, json.dumps({"from": self._me, **said}))
        except RedisError as error:
            log.warning("the other servers cannot be told: %s", error)

    def _listen(self) -> None:
        while True:
            try:
                with PubSub(self._redis.connection_pool, ignore_subscribe_messages=True) as heard:
                    heard.subscribe(self._channel)
                    while True:
                        message = heard.get_message(timeout=LOST_SECONDS)
                        if message:
                            self._hear(message["data"])
            except RedisError as error:
                log.warning("the other servers cannot be heard: %s", error)
                gevent.sleep(RETRY_SECONDS)

    def _hear(self, data: bytes) -> None:
        """Whatever a server of another build may say, or fails here, the next is heard again."""
        try:
            self._take(json.loads(data))
        except Exception:
            log.exception("what another server said could not be done")

    def _take(self, said: dict[str, Any]) -> None:
        if said["from"] == self._me:
            return
        if said["kind"] == "connected":
            rooms.heard(said["from"], said["connected"], monotonic())
        else:
            self._obey(said["kind"], said["said"])
