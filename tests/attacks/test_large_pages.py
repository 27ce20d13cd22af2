"""In a workshop with many issues, the console renders the parts of one theme at a time."""

from flask import Flask

from polling.core.db import reading
from polling.ranking import pages as ranking
from polling.setup.sections import MOST_ISSUES
from polling.workshop.models import Theme
from polling.workshop_file.schema import WorkshopFile
from tests.room import Room


def crowded(app: Flask) -> Room:
    issues = [{"headline": f"Issue {number}"} for number in range(MOST_ISSUES // 2 + 1)]
    themes = [{"title": title, "issues": issues} for title in ("First", "Second")]
    return Room.of(app, WorkshopFile.model_validate({"title": "Crowded", "themes": themes}))


def test_the_setup_has_the_forms_of_one_theme(app: Flask) -> None:
    room = crowded(app)
    console = room.organizer_visitor()
    with reading() as session:
        ids = [theme.id for theme in session.query(Theme).order_by(Theme.position)]
    for number, asked in enumerate(["", f"?details={ids[1]}"]):
        page = console.get(f"/console/{room.code}/setup{asked}").text
        assert page.count('name="second_headline"') == MOST_ISSUES // 2 + 1
        assert f'id="add-issues-{ids[number]}"' in page
        assert f'id="add-issues-{ids[1 - number]}"' not in page
        assert f"setup?details={ids[1 - number]}#theme-{ids[1 - number]}" in page


def test_the_ranking_draws_the_result_of_one_theme(app: Flask) -> None:
    assert ranking.MOST_DRAWN == MOST_ISSUES
    room = crowded(app)
    room.go("lobby")
    room.join(6)
    room.go("ranking")
    room.rank_everything()
    console = room.organizer_visitor()
    page = console.get(f"/console/{room.code}/ranking").text
    assert "<svg" not in page.split("<main")[1]
    first, second = (contest.id for contest in room.contests())
    page = console.get(f"/console/{room.code}/ranking?details={first}").text
    assert f'id="numbers-{first}"' in page
    assert f'id="numbers-{second}"' not in page
    assert f"ranking?details={second}#numbers-{second}" in page
