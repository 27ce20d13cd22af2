"""The bare engine for comparison: the minimum that can count a ballot.

It is Flask-SocketIO on gevent, as in its documentation. The handler does one parameterised upsert
with a synchronous commit, and acknowledges: no sessions, checks, receipts or turnout. People join
with one insert and a signed cookie, on a page with only a form. Its journal is the fastest that
survives a loss of power, while ours must also be safe from an old bug in SQLite's write-ahead log
(`polling.core.engines.journal_mode`).
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
PEOPLE = "create table if not exists person (number integer primary key, sector text)"
UPSERT = """
insert into ballot (contest, phone, choices) values (?, ?, ?)
on conflict (contest, phone) do update set choices = excluded.choices
"""


def connect(path: Path) -> sqlite3.Connection:
    """Return the engine's database: each statement is a transaction, on disk when it returns."""
    database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    database.execute("pragma journal_mode = wal")
    database.execute("pragma synchronous = full")
    database.execute("pragma busy_timeout = 10000")
    database.execute(TABLE)
    database.execute(PEOPLE)
    return database


def main(port: int, path: Path) -> None:
    """Serve until killed."""
    from gevent import monkey

    monkey.patch_all()
    from flask import Flask, redirect, request, session
    from flask_socketio import SocketIO

    app, database = Flask(__name__), connect(path)
    socketio = SocketIO(app, async_mode="gevent")

    @socketio.on("ballot")  # type: ignore[untyped-decorator]
    def _ballot(data: dict[str, Any]) -> dict[str, bool]:
        answer = (data["contest"], data["receipt"], json.dumps(data["choices"]))
        database.execute(UPSERT, answer)
        return {"ok": True}

    @socketio.on("tell")  # type: ignore[untyped-decorator]
    def _tell(data: dict[str, int]) -> None:
        socketio.emit("page", {"html": "x" * data["bytes"]})

    @socketio.on("clock")  # type: ignore[untyped-decorator]
    def _clock(_data: Any) -> dict[str, float]:
        return {"now": time.time()}

    app.secret_key = "of a bench"  # noqa: S105

    @app.get("/join")
    def _form() -> str:
        return '<form method="post"><input name="sector"><button>Join</button></form>'

    @app.post("/join")
    def _join() -> Any:
        made = database.execute("insert into person (sector) values (?)", [request.form["sector"]])
        session["person"] = made.lastrowid
        return redirect("/joined", code=303)

    @app.get("/joined")
    def _joined() -> str:
        return f"<p>You are number {session['person']}.</p>"

    socketio.run(app, host="127.0.0.1", port=port)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
