"""A workshop whose votes are open, its server process, and people who can come in at once."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import aiohttp
from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf

from config import TestConfig
from polling.app import close_database, create_app
from polling.contests.models import Contest
from polling.core import db
from polling.core.access import Role
from polling.core.db import transaction
from polling.people.actions import organizers as people
from polling.people.identity import admit
from polling.workshop.models import Workshop
from tests.room import Room
from tests.server import COOKIE, Server

Result = TypeVar("Result")


@dataclass(frozen=True)
class Pass:
    """What lets a browser in: the headers of somebody who has joined or logged in already."""

    role: Role
    person: int
    cookie: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        """For HTTP and for the socket."""
        return {
            "Cookie": f"{COOKIE}={self.cookie}",
            "X-CSRFToken": self.token,
            "Accept": "application/json",
        }


@dataclass
class Hall:
    """The room as these runs need it. `contests` are the open votes."""

    app: Flask
    room: Room
    server: Server
    contests: list[Contest] = field(default_factory=list)
    _browsers: set[aiohttp.ClientSession] = field(default_factory=set)

    @classmethod
    def of(cls, app: Flask) -> "Hall":
        """The demo's workshop with every theme's ranking open, on a server not yet started."""
        room = Room.of(app)
        room.go("lobby")
        room.join(1)
        room.go("ranking")
        return cls(app, room, Server(), room.open_ranking())

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return Path(db.engine().url.database or "")

    def voters(self, count: int) -> list[Pass]:
        """So many people who join now."""
        return [self.admit(Role.PARTICIPANT, one) for one in self.room.join(count)]

    def organizers(self, count: int) -> list[Pass]:
        """So many people who run this workshop."""
        with transaction() as database:
            workshop = database.get_one(Workshop, self.room.workshop_id)
            accounts = [people.add_organizer(database, f"{n}@test.example") for n in range(count)]
            for account in accounts:
                people.give_workshop(database, account, workshop)
        return [self.admit(Role.ORGANIZER, one.id) for one in accounts]

    def admit(self, role: Role, target: int) -> Pass:
        """A browser that holds this role."""
        with self.app.test_request_context(), transaction() as database:
            admit(database, session, role, self.room.workshop_id, target)
            token = generate_csrf()
            signer = SecureCookieSessionInterface().get_signing_serializer(self.app)
            assert signer
            return Pass(role, target, str(signer.dumps(dict(session))), token)

    def browser(self, mine: Pass, **options: Any) -> aiohttp.ClientSession:
        """What this person opens; `run` closes it if nobody else does."""
        made = aiohttp.ClientSession(headers=mine.headers, **options)
        self._browsers -= {one for one in self._browsers if one.closed}
        self._browsers.add(made)
        return made

    def run(self, fault: Coroutine[Any, Any, Result]) -> Result:
        """Run it to its end, and leave no browser open, even if it fails."""
        return asyncio.run(self._run(fault))

    async def _run(self, fault: Coroutine[Any, Any, Result]) -> Result:
        try:
            return await fault
        finally:
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:  # they would open more
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)
            for browser in self._browsers:
                await browser.close()


@contextmanager
def hall(database_url: str = "") -> Iterator[Hall]:
    """A hall in a folder of its own, for runs outside pytest; on SQLite if nothing else is said."""
    with TemporaryDirectory() as folder:
        app = create_app(TestConfig(data_dir=Path(folder), database_url=database_url))
        made = Hall.of(app)
        try:
            yield made
        finally:
            made.server.kill()
            close_database(app)
