"""Mixed languages: texts have their own direction and language attribute."""

import re

import pytest

from polling.breakouts.models import Group
from polling.core.db import transaction
from polling.core.paths import TEMPLATES
from tests.breakouts import full_room
from tests.room import Room

FIELD, TEXT = r"<textarea\b[^>]*", r'<[a-z]+ [^>]*class="said\b[^>]*>.?<?\w*'
OUR_WORDS = {"contests/turnout.html": 1, "final_vote/screen.html": 1}  # in the reader's language
REPORT = "report/html_blocks.html"  # a document has one language
SOURCES = {
    str(path.relative_to(TEMPLATES)): path.read_text() for path in sorted(TEMPLATES.rglob("*.html"))
}


@pytest.mark.parametrize("kind", [FIELD, TEXT], ids=["field", "text"])
def test_whatever_people_write_takes_the_direction_of_its_script(kind: str) -> None:
    plain = {name: re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", s) for name, s in SOURCES.items()}
    places = {name: re.findall(kind, source) for name, source in plain.items()}
    assert sum(map(len, places.values())) > 15
    undirected = {
        name: sum('dir="auto"' not in one and not one.endswith(("<bdi", "<span")) for one in found)
        for name, found in places.items()
    }
    expected = OUR_WORDS if kind == TEXT else {}
    assert {name: count for name, count in undirected.items() if count} == expected


@pytest.mark.parametrize("name", [n for n, s in SOURCES.items() if 'dir="auto"' in s])
def test_whatever_people_write_says_its_language(name: str) -> None:
    after = re.findall(r'dir="auto"(.{9})', SOURCES[name], re.DOTALL)
    unmarked = [one for one in after if not one.startswith("{{ lang")]
    assert len(unmarked) == (name == REPORT)


def test_a_draft_says_the_language_of_its_group(at_work: Room) -> None:
    full_room.draft(at_work)
    with transaction() as session:
        session.get_one(Group, full_room.group(at_work, 1).id).language = "km"
    page = at_work.facilitator_visitor().get(f"/w/{at_work.code}/facilitator").text
    fields = re.findall(r"<textarea[^>]*data-field[^>]*>", page)
    assert fields
    assert all('lang="km"' in field for field in fields)
