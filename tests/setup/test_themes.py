"""Adding, editing, ordering and removing themes."""

import pytest
from sqlalchemy import delete

from polling.breakouts.models import Group
from polling.core.db import transaction
from polling.core.errors import Conflict, NotFound
from polling.recommendations.models import Recommendation
from polling.setup.actions import themes as actions
from polling.setup.forms import ThemeText
from polling.setup.list_fields import outline_as_markdown
from polling.workshop_file.read import read
from tests.room import Room
from tests.setup.conftest import Desk, form


def titles(desk: Desk) -> list[str]:
    return [theme.title for theme in desk.themes()]


def without_groups() -> None:
    with transaction() as session:
        session.execute(delete(Group))


def test_a_new_theme_comes_last(desk: Desk) -> None:
    before = titles(desk)
    desk.do(actions.add, read(outline_as_markdown("A new theme").encode()))
    assert titles(desk) == [*before, "A new theme"]


def test_a_theme_that_is_there_already_gains_the_issues(desk: Desk) -> None:
    before = titles(desk)
    assert desk.do(
        actions.add, read(outline_as_markdown(f"{before[0]}\nA new issue").encode())
    ) == (0, 1)
    assert titles(desk) == before


def test_a_theme_moves_down(desk: Desk) -> None:
    before = titles(desk)
    desk.do(actions.move, desk.themes()[0].id, "down")
    assert titles(desk) == [before[1], before[0], *before[2:]]


def test_a_theme_can_have_its_own_cut(desk: Desk) -> None:
    theme = desk.themes()[0]
    desk.do(actions.edit, theme.id, form(ThemeText, theme, cut_places="2"))
    assert desk.themes()[0].cut_places == 2
    desk.do(actions.edit, theme.id, form(ThemeText, desk.themes()[0], cut_places=""))
    assert desk.themes()[0].cut_places is None


def test_once_opened_the_words_can_change_but_not_the_cut(desk: Desk) -> None:
    desk.open_ranking()
    theme = desk.themes()[0]
    with pytest.raises(Conflict, match="Voting has begun"):
        desk.do(actions.edit, theme.id, form(ThemeText, theme, cut_places=5))
    desk.do(actions.edit, theme.id, form(ThemeText, theme, description="With a typo less"))
    assert desk.themes()[0].description == "With a typo less"


def test_a_theme_can_have_its_own_rules_until_it_opens(desk: Desk) -> None:
    theme, other = desk.themes()[:2]
    own = {"rule": "schulze", "rank_places": "4", "tie_policy": "lot", "quorum": "0"}
    desk.do(actions.edit, theme.id, form(ThemeText, theme, **own))
    desk.open_ranking()
    rules = {contest.theme_id: contest.rule for contest in desk.room.contests()}
    assert (rules[theme.id]["rule"], rules[theme.id]["most"]) == ("schulze", 4)
    assert (rules[theme.id]["tie_policy"], rules[theme.id]["quorum"]) == ("lot", 0)
    assert (rules[other.id]["rule"], rules[other.id]["tie_policy"]) == ("top-three", "default")
    with pytest.raises(Conflict, match="Voting has begun"):
        desk.do(actions.edit, theme.id, form(ThemeText, desk.themes()[0], rule=""))


@pytest.mark.parametrize(
    "name, value", [("rule", "approval-share"), ("tie_policy", "x"), ("quorum", "-1")]
)
def test_a_rule_that_there_is_not_is_refused(desk: Desk, name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name):
        form(ThemeText, desk.themes()[0], **{name: value})


def test_a_disabled_field_is_not_changed(desk: Desk) -> None:
    theme = desk.themes()[0]
    desk.do(actions.edit, theme.id, form(ThemeText, theme, cut_places=4))
    sent = form(ThemeText, desk.themes()[0], title="Renamed").model_dump(exclude={"cut_places"})
    desk.do(actions.edit, theme.id, ThemeText.model_validate(sent))
    assert (desk.themes()[0].title, desk.themes()[0].cut_places) == ("Renamed", 4)


def test_a_theme_goes_with_its_issues(desk: Desk) -> None:
    without_groups()
    rest = titles(desk)[1:]
    desk.do(actions.remove, desk.themes()[0].id)
    assert titles(desk) == rest


def test_a_theme_with_groups_stays(desk: Desk) -> None:
    with pytest.raises(Conflict, match="another theme first: 1, 2"):
        desk.do(actions.remove, desk.themes()[0].id)


def test_a_theme_with_recommendations_stays(desk: Desk) -> None:
    without_groups()
    with transaction() as session:
        issue_id = desk.issues()[0].id
        session.add(Recommendation(issue_id=issue_id, position=1, action="act"))
    with pytest.raises(Conflict, match="This theme has recommendations"):
        desk.do(actions.remove, desk.themes()[0].id)


def test_no_theme_comes_or_goes_while_people_rank(desk: Desk) -> None:
    desk.open_ranking()
    with pytest.raises(Conflict, match="Go back to the lobby"):
        desk.do(actions.add, read(b"# Too late"))
    with pytest.raises(Conflict, match="Voting has begun"):
        desk.do(actions.remove, desk.themes()[0].id)


def test_a_theme_of_another_workshop_is_not_found(desk: Desk) -> None:
    strange = Desk(Room.of(desk.room.app)).themes()[0]
    with pytest.raises(NotFound):
        desk.do(actions.edit, strange.id, form(ThemeText, strange, title="Stolen"))
    with pytest.raises(NotFound):
        desk.do(actions.move, strange.id, "down")
    with pytest.raises(NotFound):
        desk.do(actions.remove, strange.id)


def test_a_sheet_adds_issues_to_the_themes_that_are_there(desk: Desk) -> None:
    known, theme = desk.headlines()[0], titles(desk)[0]
    sheet = f'theme,issue\n{theme},"{known}"\n{theme},From the sheet\nAnother theme,And another\n'
    assert desk.do(actions.add_from_file, read(sheet.encode(), "notes.csv")) == (1, 2)
    assert desk.headlines()[-1] == "From the sheet"
    assert titles(desk)[-1] == "Another theme"


def test_a_sheet_is_refused_where_people_have_ranked(desk: Desk) -> None:
    desk.open_ranking()
    desk.room.go("lobby")
    sheet = read(b"theme,issue\nA theme,An issue\n", "notes.csv")
    with pytest.raises(Conflict, match="Ranking has begun"):
        desk.do(actions.add_from_file, sheet)
