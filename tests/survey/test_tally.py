"""Counting answers: every option, in order, with shares that add up to 100."""

from typing import Any

import pytest

from polling.survey.question_types.base import AnswerCount, AnswerOption, QuestionView, tally
from polling.survey.questions import Kind, Question


def asked(kind: Kind, *values: str, **more: Any) -> QuestionView:
    options = [AnswerOption(value, value, value.title()) for value in values]
    return QuestionView(Question(key="q", type=kind, text="Which?", **more), options)


def given(*answers: Any) -> list[dict[str, Any]]:
    return [{"q": answer} for answer in answers]


def test_a_choice_counts_each_option_in_its_order() -> None:
    counted = tally(asked("single", "tea", "coffee", "water"), given("coffee", "tea", "coffee"))
    assert counted.answered == 3
    assert counted.bars == [
        AnswerCount("Tea", 1, 33),
        AnswerCount("Coffee", 2, 67),
        AnswerCount("Water", 0, 0),
    ]


def test_equal_counts_have_equal_shares_even_if_they_do_not_sum_to_a_hundred() -> None:
    counted = tally(asked("single", "a", "b", "c"), given("a", "b", "c"))
    assert [bar.percent for bar in counted.bars] == [33, 33, 33]


def test_a_multiple_choice_is_in_parts_of_those_who_answered() -> None:
    counted = tally(asked("multiple", "a", "b"), given(["a", "b"], ["a"], ["a"]))
    assert [(bar.count, bar.percent) for bar in counted.bars] == [(3, 100), (1, 33)]


def test_who_leaves_a_question_out_is_not_among_those_who_answered() -> None:
    counted = tally(asked("single", "a", "b"), [*given("a", "b"), {"another": "a"}])
    assert counted.answered == 2


def test_a_deleted_option_is_no_answer() -> None:
    counted = tally(asked("multiple", "a"), given(["a", "gone"], ["gone"]))
    assert (counted.answered, counted.counts) == (1, {"a": 1})


def test_a_scale_has_an_average() -> None:
    counted = tally(asked("scale", "1", "2", "3", "4", "5"), given("4", "5", "3", "4"))
    assert counted.mean == 4.0


@pytest.mark.parametrize("kind", ["single", "text", "yes_no"])
def test_nothing_else_has_one(kind: Kind) -> None:
    assert tally(asked(kind, "1"), given("1")).mean is None


def test_texts_are_in_alphabetical_order_which_tells_nobodys_turn() -> None:
    assert tally(asked("text"), given("Tea", "Coffee")).texts == ["Coffee", "Tea"]


def test_nobodys_answers_are_zeros() -> None:
    assert tally(asked("yes_no", "yes", "no"), []).bars == [
        AnswerCount("Yes", 0, 0),
        AnswerCount("No", 0, 0),
    ]
