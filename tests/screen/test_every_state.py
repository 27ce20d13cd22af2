"""Every state of the screen is readable from 20 m, in three scripts."""

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.breakouts import full_room
from tests.browser_page import opened
from tests.room import Room
from tests.screen.every_state import Tour
from tests.screen.layout_problems import trouble
from tests.server import Server

pytestmark = pytest.mark.slow
# In plenary, the screen shows the report's tables and charts as printed.
AS_PRINTED = "report-"
# As after a change that the server announces, which takes less time than loading the page again.
REFRESH = """async () => {
  let isShown = false;
  addEventListener("refreshed", () => (isShown = true), { once: true });
  await document.querySelector("live-page").refresh();
  document.body.getBoundingClientRect(); // lays the page out, for which the browser loads fonts
  await document.fonts.ready;
  return isShown;
}"""


@pytest.mark.parametrize("language, stages", [("en", 1), ("th", 2), ("km", 2)])
def test_text_is_large_enough_and_nothing_is_cut_off(
    app: Flask, browser: Browser, tmp_path: Path, language: str, stages: int
) -> None:
    room = Room.of(app, full_room.with_eleven_groups())
    found: dict[str, list[str]] = {}
    with Server() as server:
        page = opened(browser, server, room.screen_visitor(), f"/w/{room.code}/screen")
        page.set_viewport_size({"width": 1920, "height": 1080})
        for state in Tour(room, language).states(stages):
            if state.startswith(AS_PRINTED):
                break
            assert page.evaluate(REFRESH), state
            if wrong := trouble(page):
                found[state] = wrong
                page.screenshot(path=tmp_path / f"{language}-{state}.png")
    assert found == {}, tmp_path
