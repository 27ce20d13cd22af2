"""The environment of a scenario: both servers, an open vote, and a login for each phone."""

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
from benchmarks.server_processes import Process, reserved_port, running
from polling.contests.models import Ballot, Turnout
from polling.core import db
from polling.core.access import Role
from polling.core.migrate import upgrade

Entry = tuple[dict[str, Any], str]


@dataclass
class Engine:
    """A server under test: its process, its phones' logins, and their ballots."""

    name: str
    process: Process
    entries: list[Entry]
    ballots: list[list[str]]  # the events of each phone


@dataclass
class Stand:
    """Both servers, and our server's room."""

    room: Room
    ours: Engine
    bare: Engine
    secret: str
    _bare_database: sqlite3.Connection

    @property
    def engines(self) -> tuple[Engine, Engine]:
        """The servers in the order of their turns."""
        return self.ours, self.bare

    def empty(self) -> None:
        """Delete the ballots, so that the next round starts without any."""
        with db.transaction() as session:
            session.execute(delete(Ballot))
            session.execute(delete(Turnout))
        self._bare_database.execute("delete from ballot")

    def entry(self, role: Role, target: int) -> Entry:
        """Return the login of a person with this `role`."""
        return _auth(self.room, role), cookie(self.secret, role, self.room.workshop_id, target)


@contextmanager
def stand(phones: int) -> Iterator[Stand]:
    """Start both servers with `phones` voters, in a separate folder."""
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
    """Start our server, on SQLite in this folder unless `settings` name another database."""
    usual = {"HOST": "127.0.0.1", "DATA_DIR": str(folder), "SECRET_KEY": secret}
    usual |= {"DATABASE_URL": "", "REDIS_URL": "", "PUBLIC_URL": ""}
    with (
        reserved_port() as port,
        running("polling.cli", port, ["serve"], PORT=str(port), **(usual | settings)) as process,
    ):
        yield process


@contextmanager
def _bare(path: Path) -> Iterator[Process]:
    with (
        reserved_port() as port,
        running("benchmarks.bare_engine", port, [str(port), str(path)]) as process,
    ):
        yield process


def voters(name: str, process: Process, room: Room, secret: str) -> Engine:
    """Return one of our servers with the people of this room."""
    return Engine(name, process, _entries(room, secret), _ballots(room))


def _entries(room: Room, secret: str) -> list[Entry]:
    auth = _auth(room, Role.PARTICIPANT)
    return [
        (auth, cookie(secret, Role.PARTICIPANT, room.workshop_id, person)) for person in room.people
    ]


def _auth(room: Room, role: Role) -> dict[str, Any]:
    return {"workshop": room.code, "role": role}


def _ballots(room: Room) -> list[list[str]]:
    """Return three slightly different ballots of each phone, encoded for the network."""
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
