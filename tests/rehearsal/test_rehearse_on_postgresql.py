"""The dress rehearsal on PostgreSQL, with a smaller workshop and fast typists."""

import pytest
from flask import Flask

from config import TestConfig
from polling.demo.content import demo_workshop
from polling.rehearsal.acts import drafting
from polling.rehearsal.command import run
from tests.databases import on_postgresql
from tests.room import Room
from tests.server import Server

PEOPLE = 6


@on_postgresql
def test_a_room_of_two_themes_loses_nothing_on_postgresql(
    app: Flask, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafting, "PAUSE_SECONDS", 0.3)
    file = demo_workshop()
    file.themes = file.themes[-2:]
    kept = {theme.title for theme in file.themes}
    file.groups = [group for group in file.groups if group.theme in kept]
    room = Room.of(app, file)
    config = TestConfig(database_url=database)
    with Server() as server:
        done = run(config, room.code, url=server.address, participants=PEOPLE, seed=1, tell=print)
    assert done.text.startswith("2 themes, ")
    assert done.passed, done.text
