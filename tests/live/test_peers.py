"""Messages between servers on one database, as received by one of them."""

import json
import subprocess
import sys
from typing import Any
from uuid import uuid4

import gevent
import pytest
from gevent.event import Event
from gevent.pool import Group
from gevent.queue import Queue

from polling.core import redis_client
from polling.live import peers as telling
from polling.live.peers import Peers
from tests import databases
from tests.patience import PATIENCE_SECONDS

START_AND_HEAR = """
from gevent import monkey
monkey.patch_all()
import json, sys
import gevent
from gevent.queue import Queue
from polling.core import redis_client
from polling.live.peers import Peers

url, channel, patience = sys.argv[1], sys.argv[2], float(sys.argv[3])
other, heard = redis_client.connect(url), Queue()
other.ping()  # is connected already
peers = Peers(redis_client.connect(url), channel, lambda kind, _said: heard.put(kind), lambda: None)
peers.start()
other.publish(channel, json.dumps({"from": "another", "kind": "moved", "said": {}}))
with gevent.Timeout(patience):
    print(heard.get())
"""

NOWHERE = redis_client.connect("redis://127.0.0.1:1")


def test_a_failing_message_does_not_stop_a_server_from_receiving_others() -> None:
    done: list[str] = []

    def obey(kind: str, said: dict[str, Any]) -> None:
        if kind == "of a newer build":
            raise TypeError("an argument that is not known here")
        done.append(kind)

    peers = Peers(NOWHERE, "servers", obey, lambda: None)
    for kind in ("of a newer build", "sent-away"):
        peers._hear(json.dumps({"from": "another", "kind": kind, "said": {}}).encode())
    assert done == ["sent-away"]


def wait_for_ever() -> None:
    Event().wait()


def test_who_waits_for_the_database_still_says_who_is_connected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: Queue[str] = Queue()
    at_work = Group()
    monkeypatch.setattr(telling, "SPEAK_SECONDS", 0.01)
    monkeypatch.setattr(gevent, "spawn", at_work.spawn)
    peers = Peers(NOWHERE, "servers", lambda _kind, _said: None, wait_for_ever)
    monkeypatch.setattr(peers, "_publish", said.put)
    peers.start()
    with gevent.Timeout(PATIENCE_SECONDS):
        kinds = [json.loads(said.get())["kind"] for _ in range(2)]
    at_work.kill()
    assert kinds == ["connected", "connected"]


def test_a_server_that_has_started_misses_no_message_of_others() -> None:
    databases.require_redis()
    given = (databases.REDIS, f"servers-{uuid4().hex}", str(PATIENCE_SECONDS))
    ran = subprocess.run(
        [sys.executable, "-c", START_AND_HEAR, *given], capture_output=True, text=True, check=False
    )
    assert (ran.stdout, ran.stderr) == ("moved\n", "")


def test_a_server_that_cannot_subscribe_at_its_start_recovers_when_it_can(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    obeyed: list[str] = []
    at_work = Group()
    monkeypatch.setattr(telling, "SPEAK_SECONDS", 0.01)
    monkeypatch.setattr(gevent, "spawn", at_work.spawn)
    peers = Peers(NOWHERE, "servers", lambda kind, _said: obeyed.append(kind), wait_for_ever)
    monkeypatch.setattr(peers, "_listen", wait_for_ever)
    with gevent.Timeout(PATIENCE_SECONDS):
        peers.start()
    at_work.kill()
    assert obeyed == []
    peers._subscribed()
    assert obeyed == ["missed"]


def test_only_the_first_subscription_has_missed_nothing() -> None:
    obeyed: list[str] = []
    peers = Peers(NOWHERE, "servers", lambda kind, _said: obeyed.append(kind), lambda: None)
    peers._subscribed()
    assert obeyed == []
    peers._subscribed()
    assert obeyed == ["missed"]
