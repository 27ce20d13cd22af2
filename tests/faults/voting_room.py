"""A workshop with open votes, its server process, and people who can join at once."""

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
    """A browser's login: the headers of a person who has joined or logged in."""

    role: Role
    person: int
    cookie: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        """The headers for HTTP and the socket."""
        return {
            "Cookie": f"{COOKIE}={self.cookie}",
            "X-CSRFToken": self.token,
            "Accept": "application/json",
        }


@dataclass
class Hall:
    """The room of these runs. `contests` are the open votes."""

    app: Flask
    room: Room
    server: Server
    contests: list[Contest] = field(default_factory=list)
    _browsers: set[aiohttp.ClientSession] = field(default_factory=set)

    @classmethod
    def of(cls, app: Flask) -> "Hall":
        """Create the demo's workshop with all rankings open, and a server that has not started."""
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
        """Let this many people join."""
        return [self.admit(Role.PARTICIPANT, one) for one in self.room.join(count)]

    def organizers(self, count: int) -> list[Pass]:
        """Add this many organizers."""
        with transaction() as database:
            workshop = database.get_one(Workshop, self.room.workshop_id)
            accounts = [people.add_organizer(database, f"{n}@test.example") for n in range(count)]
            for account in accounts:
                people.give_workshop(database, account, workshop)
        return [self.admit(Role.ORGANIZER, one.id) for one in accounts]

    def admit(self, role: Role, target: int) -> Pass:
        """Return a browser's login with this role."""
        with self.app.test_request_context(), transaction() as database:
            admit(database, session, role, self.room.workshop_id, target)
            token = generate_csrf()
            signer = SecureCookieSessionInterface().get_signing_serializer(self.app)
            assert signer
            return Pass(role, target, str(signer.dumps(dict(session))), token)

    def browser(self, mine: Pass, **options: Any) -> aiohttp.ClientSession:
        """Open this person's browser; `run` closes it if necessary."""
        made = aiohttp.ClientSession(headers=mine.headers, **options)
        self._browsers -= {one for one in self._browsers if one.closed}
        self._browsers.add(made)
        return made

    def run(self, fault: Coroutine[Any, Any, Result]) -> Result:
        """Run a coroutine to its end, and close all browsers, even if it fails."""
        return asyncio.run(self._run(fault))

    async def _run(self, fault: Coroutine[Any, Any, Result]) -> Result:
        try:
            return await fault
        finally:
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:  # they would open more browsers
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)
            for browser in self._browsers:
                await browser.close()


@contextmanager
def hall(database_url: str = "") -> Iterator[Hall]:
    """A workshop in a separate folder, for runs outside pytest; on SQLite by default."""
    with TemporaryDirectory() as folder:
        app = create_app(TestConfig(data_dir=Path(folder), database_url=database_url))
        made = Hall.of(app)
        try:
            yield made
        finally:
            made.server.kill()
            close_database(app)
