"""What pages need so that a refresh keeps the reader's state."""

import re
from pathlib import Path

import pytest

from tests.room import Room

TEMPLATES = Path(__file__).parents[1] / "templates"
DISCLOSURE = re.compile(r"<details\b[^>]*>?")


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


def test_templates_share_the_globals_of_their_environment(room: Room) -> None:
    """In a ChainMap, each import of macros would compare all names."""
    environment = room.app.jinja_env
    template = environment.get_template("people/front.html")
    assert template.globals is environment.globals
