"""The questions asked at joining."""

import pytest

from polling.core.edit_conflicts import mark
from polling.core.errors import BadInput, Conflict, NotFound
from polling.setup import queries
from polling.setup.actions import joining_questions as actions
from polling.setup.forms import AttributeText
from tests.setup.conftest import Desk


def keys(desk: Desk) -> list[str]:
    return desk.ask(lambda _, workshop: [one["key"] for one in workshop.attributes])


def text(desk: Desk, key: str, **changed: object) -> AttributeText:
    shown = queries.attribute_text(desk.ask(lambda _, workshop: queries.attribute(workshop, key)))
    return AttributeText.model_validate(shown | changed | {"seen": mark(shown)})


@pytest.mark.parametrize(
    "label, key",
    [
        pytest.param("Years of experience", "years_of_experience", id="words"),
        pytest.param("Sector", "sector_2", id="a key that is taken"),
        pytest.param("2nd language", "q_2nd_language", id="a digit first"),
        pytest.param("???", "q", id="nothing to spell it with"),
        pytest.param("ประเทศ", "praeths", id="another script"),
    ],
)
def test_a_new_question_gets_a_new_key(desk: Desk, label: str, key: str) -> None:
    before = keys(desk)
    desk.do(actions.add, label=label)
    assert keys(desk) == [*before, key]


def test_a_long_question_gets_a_short_key(desk: Desk) -> None:
    desk.do(actions.add, label="x" * 200)
    assert keys(desk)[-1] == "x" * 36


def test_options_are_one_a_line(desk: Desk) -> None:
    options = "Government\r\n NGO \r\n\r\nNGO\r\n- Other"
    desk.do(actions.edit, "sector", text(desk, "sector", options=options))
    asked = desk.ask(lambda _, workshop: queries.attribute(workshop, "sector"))
    assert asked["options"] == ["Government", "NGO", "- Other"]


def test_only_one_question_is_the_segment(desk: Desk) -> None:
    desk.do(actions.edit, "gender", text(desk, "gender", segment="on"))
    segments = desk.ask(
        lambda _, workshop: [one["key"] for one in workshop.attributes if one["segment"]]
    )
    assert segments == ["gender"]


def test_a_usual_question_comes_back_once(desk: Desk) -> None:
    desk.do(actions.remove, "gender")
    desk.do(actions.add_usual, "gender")
    assert keys(desk)[-1] == "gender"
    with pytest.raises(Conflict, match="already exists"):
        desk.do(actions.add_usual, "gender")


def test_the_sector_comes_back_as_the_segment_unless_another_took_its_place(desk: Desk) -> None:
    desk.do(actions.edit, "gender", text(desk, "gender", segment=True))
    desk.do(actions.remove, "sector")
    desk.do(actions.add_usual, "sector")
    asked = desk.ask(lambda _, workshop: queries.attribute(workshop, "sector"))
    assert asked["segment"] is False


def test_questions_can_be_reordered_and_deleted(desk: Desk) -> None:
    before = keys(desk)
    desk.do(actions.move, before[1], "up")
    desk.do(actions.remove, before[-1])
    assert keys(desk) == [before[1], before[0], *before[2:-1]]


def test_more_questions_than_a_file_holds_are_refused(desk: Desk) -> None:
    for number in range(12 - len(keys(desk))):
        desk.do(actions.add, label=f"Question {number}")
    with pytest.raises(BadInput, match="no more than 12"):
        desk.do(actions.add, label="One too many")


def test_an_unknown_question_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.do(actions.remove, "shoe_size")
