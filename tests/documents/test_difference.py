"""The changes between two texts, word by word."""

from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, Text

from polling.core.text_diff import Change, difference
from polling.documents.shared_document import SharedDocument

WORDS = st.text(alphabet="ab é😀ก\n", max_size=12)


@given(WORDS, WORDS)
def test_the_change_makes_one_text_the_other(before: str, after: str) -> None:
    changed = before
    for change in reversed(difference(before, after)):
        changed = changed[: change.start] + change.words + changed[change.stop :]
    assert changed == after


def test_equal_text_around_a_change_is_not_touched() -> None:
    assert difference("open a registry", "open two registries") == [
        Change(5, 6, "two"),
        Change(7, 15, "registries"),
    ]
    assert difference("one two three", "one 2 three") == [Change(4, 7, "2")]
    assert difference("the same", "the same") == []


@given(WORDS, WORDS)
def test_a_document_is_rewritten_to_what_a_column_says(before: str, after: str) -> None:
    shared = SharedDocument("any")
    copy: Doc[Text] = Doc()
    copy.apply_update(shared.rewrite("summary", before) or shared.since())
    copy.apply_update(shared.rewrite("summary", after) or shared.since())
    assert shared.text("summary") == after
    assert str(copy.get("summary", type=Text)) == after
