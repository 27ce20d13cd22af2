"""Near-duplicates are found in any word order; merely related recommendations are not."""

import threading
from typing import Any

import pytest
from rapidfuzz import process

from polling.duplicates import similarity
from polling.duplicates.similarity import ALIKE, LONGEST_COMPARED, near_duplicates
from tests.duplicates.recall import demo_sentences


@pytest.mark.parametrize(
    "one, other",
    [
        pytest.param(
            "Governments should set up a joint task force on cybercrime by 2027.",
            "National governments should create a joint cybercrime task force by the end of 2027.",
            id="reworded",
        ),
        pytest.param(
            "Law enforcement should share information across borders by a common platform.",
            "Police and customs should use a common platform to share information across borders.",
            id="another order",
        ),
        pytest.param(
            "ASEAN should establish a regional database of convicted wildlife traffickers.",
            "ASEAN MEMBER STATES should establish a shared regional database of “wildlife"
            " traffickers” and their networks by 2028!",
            id="contained, in other case and marks",
        ),
        pytest.param(
            "ธนาคารควรแจ้งธุรกรรมที่น่าสงสัยภายในหนึ่งวัน",
            "ธนาคารควรแจ้งธุรกรรมน่าสงสัยภายในสองวัน",
            id="Thai, without spaces",
        ),
    ],
)
def test_what_says_nearly_the_same_is_found(one: str, other: str) -> None:
    (pair,) = near_duplicates({"one": one, "other": other})
    assert (pair.first, pair.second) == ("one", "other")
    assert pair.likeness >= ALIKE


@pytest.mark.parametrize(
    "one, other",
    [
        pytest.param(
            "Governments should train police in digital forensics by 2027.",
            "Governments should train prosecutors in wildlife law by 2027.",
            id="one kind, another subject",
        ),
        pytest.param(
            "ASEAN should establish a regional database of convicted wildlife traffickers.",
            "ASEAN should establish a regional fund for victims of trafficking.",
            id="one actor, another deed",
        ),
        pytest.param(
            "Các chính phủ cần thành lập một cơ sở dữ liệu về những kẻ buôn người trước năm 2027.",
            "Các chính phủ cần thành lập một quỹ hỗ trợ cho những nạn nhân trước năm 2027.",
            id="Vietnamese, of one kind",
        ),
        pytest.param("Banks should", "The banks should", id="hardly begun"),
        pytest.param("", "", id="empty"),
        pytest.param(
            "ธนาคารควรแจ้งธุรกรรมที่น่าสงสัยภายในหนึ่งวัน",
            "ตำรวจควรฝึกอบรมเจ้าหน้าที่ด้านพยานหลักฐานดิจิทัล",
            id="Thai, without spaces",
        ),
    ],
)
def test_what_says_something_else_is_not(one: str, other: str) -> None:
    assert near_duplicates({"one": one, "other": other}) == []


def test_the_demo_has_four_pairs_across_its_themes_and_no_false_one() -> None:
    said = dict(enumerate(demo_sentences()))
    pairs = near_duplicates(said)
    opening = {said[pair.first].partition(" should ")[0] for pair in pairs}
    assert len(pairs) == 4
    assert opening == {
        "Company registries",
        "Immigration services and police",
        "National police",
        "Public prosecutors",
    }


def test_the_most_alike_come_first() -> None:
    texts = {
        1: "Banks should report suspicious transfers to the police within a day.",
        2: "Banks should report suspicious transfers to the tax office within a day.",
        3: "Banks should report suspicious transfers to the police within one day.",
    }
    pairs = near_duplicates(texts)
    assert (pairs[0].first, pairs[0].second) == (1, 3)
    assert [pair.likeness for pair in pairs] == sorted((p.likeness for p in pairs), reverse=True)


def test_the_pairs_of_some_are_asked_for_and_each_is_named_once() -> None:
    texts = dict.fromkeys("abcd", "Banks should report transfers to the police within a day.")
    pairs = near_duplicates(texts, of={"b", "c"})
    named = {(pair.first, pair.second) for pair in pairs}
    assert named == {("b", "a"), ("b", "c"), ("b", "d"), ("c", "a"), ("c", "d")}
    assert near_duplicates(texts, of=set()) == []


def test_many_texts_are_compared_outside_the_event_loop_and_few_pairs_returned(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    threads, compare = set(), process.cdist

    def note(*texts: Any, **more: Any) -> Any:
        threads.add(threading.get_ident())
        return compare(*texts, **more)

    monkeypatch.setattr(process, "cdist", note)
    texts = {number: f"Banks report fraud monthly {number}" for number in range(120)}
    assert len(near_duplicates(texts)) == similarity.MOST_PAIRS
    assert threading.get_ident() not in threads
    few = near_duplicates({number: texts[number] for number in range(3)})
    assert [(pair.first, pair.second) for pair in few] == [(0, 1), (0, 2), (1, 2)]


def test_a_long_text_is_not_compared_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    lengths: set[int] = set()
    compare = process.cdist

    def note(asked: Any, words: Any, **more: Any) -> Any:
        lengths.update(map(len, words))
        return compare(asked, words, **more)

    monkeypatch.setattr(process, "cdist", note)
    assert near_duplicates({1: "bank fraud " * 1_000, 2: "bank fraud " * 900})
    assert max(lengths) == LONGEST_COMPARED


def test_texts_that_have_not_changed_are_not_compared_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = {1: "Banks report fraud every month", 2: "Banks report fraud every week"}
    found = near_duplicates(texts)
    monkeypatch.setattr(process, "cdist", None)
    assert near_duplicates(texts) == found
