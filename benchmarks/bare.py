"""The bare engine that the bench compares this server with: the least that counts a ballot.

Flask-SocketIO on gevent, as its documentation has it. The handler does one parameterised upsert
with a synchronous commit, and acknowledges: no sessions, no checks, no receipts, no turnout. Its
journal is the fastest that survives a power cut, while ours must also be safe from a bug that
SQLite's write-ahead log had for years (`polling.core.engines.journal_mode`).
"""

import json
import sqlite3
import sys
import time
from pathlib import Path
from typing import Any

TABLE = """
create table if not exists ballot (
    contest text, phone text, choices text, primary key (contest, phone)
) without rowid
"""
UPSERT = """
insert into ballot (contest, phone, choices) values (?, ?, ?)
on conflict (contest, phone) do update set choices = excluded.choices
"""


def connect(path: Path) -> sqlite3.Connection:
    """The engine's database: each statement is a transaction, on disk when it returns."""
    database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    database.execute("pragma journal_mode = wal")
    database.execute("pragma synchronous = full")
    database.execute("pragma busy_timeout = 10000")
    database.execute(TABLE)
    return database


def main(port: int, path: Path) -> None:
    """Serve until killed."""
    from gevent import monkey

    monkey.patch_all()
    from flask import Flask
    from flask_socketio import SocketIO

    app, database = Flask(__name__), connect(path)
    socketio = SocketIO(app, async_mode="gevent")

    @socketio.on("ballot")  # type: ignore[untyped-decorator]
    def _ballot(data: dict[str, Any]) -> dict[str, bool]:
        answer = (data["contest"], data["receipt"], json.dumps(data["choices"]))
        database.execute(UPSERT, answer)
        return {"ok": True}

    @socketio.on("clock")  # type: ignore[untyped-decorator]
    def _clock(_data: Any) -> dict[str, float]:
        return {"now": time.time()}

    socketio.run(app, host="127.0.0.1", port=port)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
