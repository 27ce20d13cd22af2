"""A server that sends large messages to all connections: `flooding_server.py safe|plain`.

`plain` is the original Engine.IO, without our WebSocket and bounded buffer.
"""

from gevent import monkey

monkey.patch_all()  # before anything else is loaded, as in `polling serve`

import gc
import socket
import sys
from typing import Any

from engineio.socket import Socket
from flask import Flask
from flask_socketio import SocketIO
from gevent import pywsgi

from polling.live import backpressure, websocket

PING_SECONDS = 120  # longer than any test waits


def flood(socketio: SocketIO, asked: dict[str, Any]) -> bool:
    """Send `count` messages of `size` equal letters to everybody."""
    for number in range(asked["count"]):
        socketio.emit("big", chr(97 + number % 26) * asked["size"])
        socketio.sleep(0)
    return True


def waiting(socketio: SocketIO) -> int:
    """The largest number of messages waiting for any connection."""
    sockets = socketio.server.eio.sockets.values()
    return max(getattr(one, "waiting_bytes", 0) for one in sockets)


def in_memory() -> int:
    """The number of connections in memory, including closed ones."""
    gc.collect()
    return sum(isinstance(one, Socket) for one in gc.get_objects())


def main(kind: str) -> None:
    """Serve on a free port, and print it."""
    if kind == "safe":
        websocket.install()
        backpressure.install()
    app = Flask("flooding")
    socketio = SocketIO(app, async_mode="gevent", ping_interval=PING_SECONDS)
    socketio.on_event("flood", lambda asked: flood(socketio, asked))
    socketio.on_event("waiting", lambda _: waiting(socketio))
    socketio.on_event("connected", lambda _: len(socketio.server.eio.sockets))
    socketio.on_event("in-memory", lambda _: in_memory())
    listener = socket.create_server(("127.0.0.1", 0))
    # Use a small system buffer, so that a stalled reader is noticed early.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65_536)
    server = pywsgi.WSGIServer(listener, app, log=None)
    server.start()
    print(listener.getsockname()[1], flush=True)
    server.serve_forever()


main(sys.argv[1])
