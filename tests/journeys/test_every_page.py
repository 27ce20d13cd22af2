"""Every page of every role in every state of a workshop, checked with axe-core.

Each role keeps one window, because a new one for each page takes longer. The workshop has all kinds
of groups, but fewer themes, issues and people than the pictures, because axe-core's time grows with
the pages.
"""

from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from polling.demo.content import demo_workshop
from polling.workshop_file.schema import WorkshopFile
from tests.breakouts.drafting.run_in_node import ROOT
from tests.journeys.every_page import SIZES, Day, show, window
from tests.room import Room
from tests.server import Server

pytestmark = pytest.mark.slow
AXE = ROOT / "node_modules/axe-core/axe.min.js"
CONTRAST = {"runOnly": ["color-contrast"]}
# Everything else that axe-core finds is large, and would be sent from the browser to the test.
VIOLATIONS = """async (rules) => {
  const found = await axe.run({ ...rules, resultTypes: ["violations"] });
  return found.violations.map((one) => [one.id, one.nodes.map((node) => node.target)]);
}"""
THEMES, ISSUES = 4, 4
PEOPLE = 24  # three in a group


def small_file() -> WorkshopFile:
    """A part of the demo, with two groups on each theme."""
    file = demo_workshop()
    themes = [
        theme.model_copy(update={"issues": theme.issues[:ISSUES]}) for theme in file.themes[:THEMES]
    ]
    kept = {theme.title for theme in themes}
    groups = [group for group in file.groups if group.theme in kept]
    return file.model_copy(update={"themes": themes, "groups": groups})


def test_no_page_has_a_violation(app: Flask, browser: Browser) -> None:
    day = Day(Room.of(app, small_file()), PEOPLE)
    found: dict[str, Any] = {}
    windows: dict[str, Page] = {}  # by role
    with Server() as server:
        for stop in day.stops():
            if stop.role not in windows:
                visitor, size = day.visitors[stop.role], SIZES[stop.role][0]
                windows[stop.role] = window(browser, server, visitor, size, "light")
                windows[stop.role].add_init_script(path=AXE)
            page = windows[stop.role]
            show(page, server, stop)
            found[stop.name] = violations(page, {})
            page.emulate_media(color_scheme="dark")
            found[f"{stop.name} (dark)"] = violations(page, CONTRAST)
            page.goto("about:blank")  # so that it does not follow the rest of the day
            page.emulate_media(color_scheme="light")
    assert [f"{name}: {wrong}" for name, wrong in found.items() if wrong] == []


def violations(page: Page, rules: dict[str, Any]) -> list[tuple[str, Any]]:
    """Violations, each as its rule and first elements."""
    return [(rule, targets[:3]) for rule, targets in page.evaluate(VIOLATIONS, rules)]
