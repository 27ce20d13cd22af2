"""The cost of pages: processor time and database queries, for each stage and role.

Each page is requested like a live page after a change. This happens in one process, so that only
the server's own work is counted, without sending and morphing the page.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from flask import Flask
from werkzeug.test import EnvironBuilder

from benchmarks import breakout_groups
from benchmarks.cookies import cookie
from benchmarks.counted_queries import counted_queries
from benchmarks.figures import Figures, Scenario
from benchmarks.room import Room, fill
from config import Config
from polling.app import close_database, create_app
from polling.breakouts.queries import groups
from polling.cli.garbage_collection import keep_what_exists
from polling.core import db
from polling.core.access import Role
from polling.stages import PLANNED_MINUTES

RECOMMENDATIONS = 2  # by each group on each issue: 72 in total
TIMES = 25
SECRET = "only for the bench"  # noqa: S105  of a database that is thrown away


async def pages(people: int) -> Scenario:
    """Figures are named `<stage>_<role>_ms` and `…_queries`."""
    figures: Figures = {}
    with _app() as app:
        room = fill(people)
        with db.transaction() as session:
            breakout_groups.seat(session, room, on_each_issue=RECOMMENDATIONS)
        for stage in PLANNED_MINUTES:
            with db.transaction() as session:
                breakout_groups.go(session, room, stage)
            for role, (path, entry) in _addresses(room, stage).items():
                figures |= _cost(app, f"{stage}_{role}", path, entry)
    return Scenario("pages", people, figures)


@contextmanager
def _app() -> Iterator[Flask]:
    with TemporaryDirectory(prefix="polling-bench-") as folder:
        app = create_app(Config(data_dir=Path(folder), secret_key=SECRET, database_url=""))
        keep_what_exists()  # as in the server
        yield app
        close_database(app)


def _addresses(room: Room, stage: str) -> dict[Role, tuple[str, str]]:
    """Return {role: (the path of its page, its cookie)}."""
    with db.reading() as session:
        group = groups(session, room.workshop_id)[0].id
    who = {
        Role.PARTICIPANT: (f"/w/{room.code}", room.people[0]),
        Role.FACILITATOR: (f"/w/{room.code}/facilitator", group),
        Role.SCREEN: (f"/w/{room.code}/screen", room.workshop_id),
        Role.ORGANIZER: (f"/console/{room.code}/{stage}", room.organizer_id),
    }
    return {
        role: (path, cookie(SECRET, role, room.workshop_id, target))
        for role, (path, target) in who.items()
    }


def _cost(app: Flask, name: str, path: str, entry: str) -> Figures:
    def ask() -> None:
        headers = {"X-Fragment": "1", "Cookie": entry, "Accept-Encoding": "gzip"}
        environ = EnvironBuilder(path=path, headers=list(headers.items())).get_environ()
        statuses: list[str] = []
        b"".join(app(environ, lambda status, *_rest: statuses.append(status)))  # type: ignore[arg-type]
        if not statuses[0].startswith("200"):
            raise RuntimeError(f"{path}: {statuses[0]}")

    ask()  # templates are compiled and statements cached
    with counted_queries() as queries:
        took = median(_seconds(ask) for _ in range(TIMES))
    return {
        f"{name}_ms": round(took * 1000, 1),
        f"{name}_queries": round(len(queries) / TIMES),
    }


def _seconds(do: Callable[[], None]) -> float:
    started = time.process_time()
    do()
    return time.process_time() - started
