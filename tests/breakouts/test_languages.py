"""Mixed languages: texts have their own direction and language attribute."""

import re
from pathlib import Path

import pytest

from polling.breakouts.models import Group
from polling.core.db import transaction
from polling.core.paths import TEMPLATES
from tests.breakouts import full_room
from tests.room import Room

PLACES = {"field": r"<textarea\b[^>]*", "text": r'<[a-z]+ [^>]*class="said\b[^>]*'}


@pytest.mark.parametrize("kind", PLACES)
def test_whatever_people_write_takes_the_direction_of_its_script(kind: str) -> None:
    sources = [path.read_text() for path in TEMPLATES.rglob("*.html")]
    plain = [re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", source) for source in sources]
    places = [place for source in plain for place in re.findall(PLACES[kind], source)]
    assert len(places) > 15
    assert [place for place in places if 'dir="auto"' not in place] == []


@pytest.mark.parametrize(
    "path",
    [
        path
        for folder in ("breakouts", "final_vote", "notes", "presentations", "ranking", "setup")
        for path in sorted((TEMPLATES / folder).rglob("*.html"))
    ]
    + sorted((TEMPLATES / "survey").rglob("*.html")),
    ids=lambda path: str(path.relative_to(TEMPLATES)),
)
def test_whatever_people_write_says_its_language(path: Path) -> None:
    said = re.findall(r'class="said\b[^{]*dir="auto".{,90}', path.read_text())
    unmarked = [place for place in said if "lang(" not in place]
    assert [place for place in unmarked if not re.search(r"ngettext|one\.value", place)] == []


def test_a_draft_says_the_language_of_its_group(at_work: Room) -> None:
    full_room.draft(at_work)
    with transaction() as session:
        session.get_one(Group, full_room.group(at_work, 1).id).language = "km"
    page = at_work.facilitator_visitor().get(f"/w/{at_work.code}/facilitator").text
    fields = re.findall(r"<textarea[^>]*data-field[^>]*>", page)
    assert fields
    assert all('lang="km"' in field for field in fields)
