"""The dress rehearsal of a part of the demo: everything acknowledged is in the export."""

import subprocess
import sys
from typing import Literal

import pytest
from flask import Flask
from sqlalchemy import select

from config import TestConfig
from polling.core import db
from polling.core.db import reading
from polling.core.errors import CannotServe
from polling.demo.content import demo_workshop
from polling.people import queries as people
from polling.rehearsal.acts import drafting
from polling.rehearsal.command import run
from polling.report.document import publication as document
from polling.report.models import ReportVersion
from polling.report.versions import serialization
from polling.workshop.models import Workshop
from tests.databases import on_postgresql
from tests.room import Room
from tests.server import Server, environment

PEOPLE = 6


def two_themes(app: Flask, stages: Literal["one", "two"]) -> Room:
    """Two themes with two priority issues, and two groups on each theme."""
    file = demo_workshop()
    file.themes = file.themes[-2:]
    file.settings.cut_places = 2
    file.settings.vote_stages = stages
    kept = {theme.title for theme in file.themes}
    file.groups = [group for group in file.groups if group.theme in kept]
    return Room.of(app, file)


def test_a_small_room_goes_through_the_whole_workshop_and_loses_nothing(app: Flask) -> None:
    room = two_themes(app, "two")
    command = [sys.executable, "-m", "polling.cli", "rehearse", room.code]
    with Server() as server:
        done = subprocess.run(
            [*command, "--participants", str(PEOPLE), "--url", server.address],
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
    print(done.stdout)  # shown if it fails
    assert done.stdout.splitlines()[0] == "2 themes, 4 priority issues, 16 recommendations"
    assert "coverage        each rated by" in done.stdout  # as in a vote in two stages
    assert [line for line in done.stdout.splitlines() if line.startswith(("errors", "lost"))] == [
        "errors          0",
        "lost            0",
    ]
    assert done.returncode == 0
    with reading() as session:
        frozen = session.scalars(select(ReportVersion)).one()
        printed = str(document(serialization.load(serialization.Frozen.of(frozen))))
        copy = session.scalars(select(Workshop).where(Workshop.id != room.workshop_id)).one()
        runners = [account.email for account in people.organizers_of(session, copy.id)]
        everybody = [account.email for account in people.organizers(session)]
    assert copy.title.startswith("Practice run: ")
    assert copy.published
    assert f"We thank the {PEOPLE} participants, and the facilitators of the 4 groups." in printed
    assert runners == everybody == ["organizer@test.example"]


def test_a_login_that_is_refused_ends_the_rehearsal_in_plain_words(app: Flask) -> None:
    room = two_themes(app, "one")
    config = TestConfig(database_url=db.engine().url.render_as_string())
    # Its cookies are only for HTTPS, so they do not arrive at this URL.
    refused = pytest.raises(CannotServe, match=r"cannot log in at http://127.*, set --url\.")
    with Server(PUBLIC_URL="https://workshop.example") as server, refused:
        run(config, room.code, url=server.address, participants=2, seed=1, tell=print)
    with reading() as session:
        emails = [account.email for account in people.organizers(session)]
    assert emails == ["organizer@test.example"]


@on_postgresql
def test_fast_typists_lose_nothing_on_postgresql(
    app: Flask, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafting, "PAUSE_SECONDS", 0.3)
    room = two_themes(app, "one")
    config = TestConfig(database_url=database)
    with Server() as server:
        done = run(config, room.code, url=server.address, participants=PEOPLE, seed=1, tell=print)
    assert done.text.startswith("2 themes, ")
    assert done.passed, done.text
