"""A small workshop, its server, and a browser, for journeys."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from polling.workshop_file.schema import WorkshopFile
from tests.journeys.browsers import Company
from tests.room import Room
from tests.server import Server

THEMES = {
    "Corruption": ("Permits can be bought", "Nobody reads declarations", "Scanners stand still"),
    "Coordination": ("Nobody answers at night", "Every agency has its form", "Lists are secret"),
}
SMALL = {
    "title": "What should be done next",
    "event": "River Days",
    "settings": {
        "rank_places": 2,
        "cut_places": 1,
        "approvals_per_theme": 1,
        "group_min": 2,
        "group_max": 8,
    },
    "attributes": [{"key": "sector", "label": "Your sector", "options": ["NGO", "Media"]}],
    "themes": [
        {"title": title, "issues": [{"headline": headline} for headline in headlines]}
        for title, headlines in THEMES.items()
    ],
    "groups": [
        {"number": 1, "theme": "Corruption", "place": "Boat House"},
        {"number": 2, "theme": "Coordination", "place": "Ferry"},
    ],
    "survey": [
        {"key": "learned", "type": "scale", "text": "How much did you learn?"},
        {"key": "better", "type": "text", "text": "What should be better?"},
    ],
}


@pytest.fixture
def small(app: Flask) -> Room:
    """Two themes of three issues, one with a group."""
    return Room.of(app, WorkshopFile.model_validate(SMALL))


@pytest.fixture
def company(small: Room, browser: Browser) -> Iterator[Company]:
    """No browsers yet, and a server."""
    with Server() as server:
        gathered = Company(browser, server)
        yield gathered
        gathered.leave()
