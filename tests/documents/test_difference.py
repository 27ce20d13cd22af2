"""The smallest change between two texts."""

from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, Text

from polling.documents.difference import difference
from polling.documents.shared import SharedDocument

WORDS = st.text(alphabet="ab é😀ก\n", max_size=12)


@given(WORDS, WORDS)
def test_the_change_makes_one_text_the_other(before: str, after: str) -> None:
    change = difference(before, after)
    assert before[: change.start] + change.words + before[change.stop :] == after


def test_what_is_equal_around_it_is_left_alone() -> None:
    change = difference("open a registry", "open two registries")
    assert (change.start, change.stop, change.words) == (5, 15, "two registries")
    change = difference("one two three", "one 2 three")
    assert (change.start, change.stop, change.words) == (4, 7, "2")


@given(WORDS, WORDS)
def test_a_document_is_rewritten_to_what_a_column_says(before: str, after: str) -> None:
    shared = SharedDocument("any")
    copy: Doc[Text] = Doc()
    copy.apply_update(shared.rewrite("summary", before) or shared.since())
    copy.apply_update(shared.rewrite("summary", after) or shared.since())
    assert shared.text("summary") == after
    assert str(copy.get("summary", type=Text)) == after
