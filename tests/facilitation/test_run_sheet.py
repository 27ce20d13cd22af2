"""The printed run sheet: buttons by stage, planned times, and who is where."""

import re

from polling import stages
from polling.core.paths import TEMPLATES
from polling.facilitation.run_sheet import FACILITATOR, FINAL_VOTE, ORGANIZER
from tests.room import Room


def sheet(room: Room) -> str:
    """The page for an organizer."""
    return room.organizer_visitor().get(f"/console/{room.code}/run-sheet").text


def test_it_calls_every_button_by_a_label_that_is_on_a_page() -> None:
    votes = [way for _title, way in FINAL_VOTE.values()]
    ways = [*ORGANIZER.values(), *FACILITATOR.values(), *votes]
    labels = {str(label) for way in ways for label in way}
    templates = "".join(
        path.read_text() for path in TEMPLATES.rglob("*.html") if path.name != "run_sheet.html"
    )
    assert [label for label in labels if f'_("{label}")' not in templates] == []


def test_it_has_every_stage_from_the_lobby_on_with_its_time(room: Room) -> None:
    rows = re.findall(r"<tr>.*?</tr>", sheet(room), re.DOTALL)
    named = re.findall(r'<th scope="row">(.*?)</th>', "".join(rows[1:9]))
    assert named == [str(stage.title) for stage in stages.STAGES[1:]]
    assert "+0:30" in rows[3]  # the breakouts, after 10 minutes of lobby and 20 of ranking
    room.go("lobby")
    assert "<local-time" in sheet(room)


def test_its_first_button_in_the_survey_is_on_the_page_when_the_stage_begins(room: Room) -> None:
    room.go("survey")
    page = room.organizer_visitor().get(f"/console/{room.code}/survey").text
    first = ORGANIZER["survey"][0]
    assert re.search(rf">\s*{first}\s*</button>", page)


def test_it_says_where_each_group_is(room: Room) -> None:
    page = sheet(room)
    assert "Teak Hall, table 1" in page
    assert "Facilitator 1" in page


def test_only_organizers_see_it(room: Room) -> None:
    room.go("lobby")
    room.join(1)
    answer = room.participant_visitor().client.get(f"/console/{room.code}/run-sheet")
    assert answer.status_code == 303
