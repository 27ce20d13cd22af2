"""What pages need so that a refresh keeps the reader's state."""

import re
from pathlib import Path

import pytest

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
