"""What pages need so that a refresh keeps the reader's state and is announced."""

import re
from pathlib import Path

import pytest

from tests.room import Room

TEMPLATES = Path(__file__).parents[1] / "templates"
DISCLOSURE = re.compile(r"<details\b[^>]*>?")
SOMETIMES = re.compile(
    r"{% (?:if|elif|else|for)\b[^%]*%}\s*"
    r"<(?![^>]*data-news)[^>]*role=\"status\"[^>]*>(?!</)"  # not an empty one
)
# No refresh inserts these.
LOADED = {"partials/built_in_browser.html", "partials/flashes.html", "people/join.html"}


@pytest.mark.parametrize(
    "template",
    [
        pytest.param(path, id=str(path.relative_to(TEMPLATES)))
        for path in sorted(TEMPLATES.rglob("*.html"))
        if "<details" in path.read_text()
    ],
)
def test_every_disclosure_has_an_id_by_which_a_refresh_finds_it(template: Path) -> None:
    disclosures = DISCLOSURE.findall(template.read_text())
    assert [one for one in disclosures if " id=" not in one] == []


def test_no_refresh_inserts_a_status_together_with_its_text() -> None:
    """Screen readers would not announce it; data-news is announced by announcer.js."""
    found = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if SOMETIMES.search(path.read_text())
    }
    assert found == LOADED


def test_templates_share_the_globals_of_their_environment(room: Room) -> None:
    """In a ChainMap, each import of macros would compare all names."""
    environment = room.app.jinja_env
    template = environment.get_template("people/front.html")
    assert template.globals is environment.globals
