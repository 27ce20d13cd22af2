"""What stands ready before a scenario: both servers, an open vote, and a way in for each phone."""

import json
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import delete

from benchmarks import bare_engine
from benchmarks.cookies import cookie
from benchmarks.room import Room, fill
from benchmarks.server_processes import Process, free_port, running
from polling.contests.models import Ballot, Turnout
from polling.core import db
from polling.core.access import Role
from polling.core.migrate import upgrade

Entry = tuple[dict[str, Any], str]


@dataclass
class Engine:
    """One server under test: its process, its phones' ways in, and the ballots they cast."""

    name: str
    process: Process
    entries: list[Entry]
    ballots: list[list[str]]  # for each phone, its events


@dataclass
class Stand:
    """Both servers and the room that ours holds."""

    room: Room
    ours: Engine
    bare: Engine
    secret: str
    _bare_database: sqlite3.Connection

    @property
    def engines(self) -> tuple[Engine, Engine]:
        """In the order in which they take turns."""
        return self.ours, self.bare

    def empty(self) -> None:
        """Throw away what was cast, so that the next round's ballots are first ones again."""
        with db.transaction() as session:
            session.execute(delete(Ballot))
            session.execute(delete(Turnout))
        self._bare_database.execute("delete from ballot")

    def entry(self, role: Role, target: int) -> Entry:
        """The way in of somebody who holds `role`."""
        return _auth(self.room, role), cookie(self.secret, role, self.room.workshop_id, target)


@contextmanager
def stand(phones: int) -> Iterator[Stand]:
    """Both servers with `phones` people who may vote, in a folder of their own."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="polling-bench-")))
        secret = secrets.token_hex(32)
        upgrade(db.connect(f"sqlite:///{folder / 'workshop.sqlite'}"))
        room = fill(phones)
        ours = stack.enter_context(our_server(folder, secret))
        plain = stack.enter_context(_bare(folder / "bare.sqlite"))
        yield Stand(
            room,
            voters("ours", ours, room, secret),
            Engine("bare", plain, [({}, "")] * phones, _ballots(room)),
            secret,
            bare_engine.connect(folder / "bare.sqlite"),
        )


@contextmanager
def our_server(folder: Path, secret: str, **settings: str) -> Iterator[Process]:
    """Ours, on the SQLite file in this folder unless `settings` name another database."""
    port = free_port()
    usual = {"HOST": "127.0.0.1", "PORT": str(port), "DATA_DIR": str(folder)}
    usual |= {"SECRET_KEY": secret, "DATABASE_URL": "", "REDIS_URL": "", "PUBLIC_URL": ""}
    with running("polling.cli", port, ["serve"], **(usual | settings)) as process:
        yield process


@contextmanager
def _bare(path: Path) -> Iterator[Process]:
    port = free_port()
    with running("benchmarks.bare_engine", port, [str(port), str(path)]) as process:
        yield process


def voters(name: str, process: Process, room: Room, secret: str) -> Engine:
    """One of our servers, whose phones are the people of this room."""
    return Engine(name, process, _entries(room, secret), _ballots(room))


def _entries(room: Room, secret: str) -> list[Entry]:
    auth = _auth(room, Role.PARTICIPANT)
    return [
        (auth, cookie(secret, Role.PARTICIPANT, room.workshop_id, person)) for person in room.people
    ]


def _auth(room: Room, role: Role) -> dict[str, Any]:
    return {"workshop": room.code, "role": role}


def _ballots(room: Room) -> list[list[str]]:
    """Three ballots of each phone, a little different each, as they go over the wire."""
    return [
        [_ballot(contest, options, number) for contest, options in room.contests]
        for number in range(len(room.people))
    ]


def _ballot(contest: str, options: list[int], number: int) -> str:
    turned = number % len(options)
    payload = {
        "contest": contest,
        "receipt": f"{number:032x}",
        "revision": 1,
        "choices": {"ranking": (options[turned:] + options[:turned])[:3]},
    }
    return json.dumps(["ballot", payload], separators=(",", ":"))
