"""What servers on one database say to each other, as one of them hears it."""

import json
from typing import Any

from polling import redis_client
from polling.live.peers import Peers


def test_what_cannot_be_done_keeps_a_server_from_hearing_nothing_else() -> None:
    done: list[str] = []

    def obey(kind: str, said: dict[str, Any]) -> None:
        if kind == "of a newer build":
            raise TypeError("an argument that is not known here")
        done.append(kind)

    nowhere = redis_client.connect("redis://127.0.0.1:1")
    peers = Peers(nowhere, "servers", obey, lambda: None)
    for kind in ("of a newer build", "sent-away"):
        peers._hear(json.dumps({"from": "another", "kind": kind, "said": {}}).encode())
    assert done == ["sent-away"]
