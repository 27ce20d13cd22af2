"""Pairs for organizers to review: ranked, and fewer with each decision."""

import threading
from collections import Counter
from typing import Any

import pytest

from polling.duplicates import pairs, similarity
from polling.duplicates.pairs import SimilarPair, waiting_pairs
from polling.duplicates.similarity import ALIKE, MANY, ranked
from tests.duplicates.recall import demo_sentences, labelled, share_shown

TEXTS = {
    1: "Banks should report suspicious transfers to the police within a day.",
    2: "The police should hear from banks about suspicious transfers within a day.",
    3: "Parliaments should fine platforms that ignore a lawful order.",
    4: "Legislatures should set a fine for platforms which do not obey a legal order.",
    5: "Schools should admit children without documents.",
}


def waiting(*settled: tuple[int, int], most: int = 0) -> list[SimilarPair[str]]:
    return waiting_pairs(TEXTS, TEXTS, settled, alike=ALIKE, most=most)


def test_what_says_the_same_in_other_words_is_found_by_its_rank() -> None:
    assert [pair.both for pair in waiting()] == [(TEXTS[1], TEXTS[2])]
    found = waiting(most=2)
    assert [pair.both for pair in found] == [(TEXTS[1], TEXTS[2]), (TEXTS[3], TEXTS[4])]
    assert [pair.percent is None for pair in found] == [False, True]


def test_a_decision_makes_the_list_shorter_and_no_other_pair_moves_up() -> None:
    assert [pair.both for pair in waiting((1, 2), most=2)] == [(TEXTS[3], TEXTS[4])]
    assert waiting((1, 2), (3, 4), most=2) == []


def test_a_rank_is_asked_of_no_more_pairs_than_there_are() -> None:
    assert len(ranked(TEXTS, 99)) == 10
    assert ranked({1: TEXTS[1]}, 99) == ranked({}, 99) == []
    assert ranked({1: "Banks", 2: "Banks"}, 99) == []  # too short


def test_nothing_is_ranked_if_no_pair_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "ranked", None)
    assert waiting() == waiting(most=1)


def test_the_table_of_words_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similarity, "MOST_CELLS", 100)
    words = [f"word{number}" for number in range(500)]
    table = similarity._tf_idf([Counter(words), Counter(words), Counter([*words, "own"])])
    assert table.shape == (3, 33)
    own = [Counter(["bank", "fraud", f"own{number}"]) for number in range(3)]
    assert similarity._tf_idf(own).shape == (3, 2)


def test_many_texts_are_ranked_once_and_outside_the_event_loop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    threads: list[int] = []
    table = similarity._tf_idf

    def note(counts: Any) -> Any:
        threads.append(threading.get_ident())
        return table(counts)

    monkeypatch.setattr(similarity, "_tf_idf", note)
    texts = {number: f"Courts rank {number} cases every month" for number in range(70)}
    assert len(texts) ** 2 > MANY
    assert ranked(texts, 9) == ranked(texts, 9)
    assert len(threads) == 1
    assert threading.get_ident() not in threads


def test_a_script_without_spaces_is_compared_too() -> None:
    texts = {
        1: "ธนาคารควรแจ้งธุรกรรมที่น่าสงสัยภายในหนึ่งวัน",
        2: "ตำรวจควรฝึกอบรมเจ้าหน้าที่ด้านพยานหลักฐานดิจิทัล",
        3: "ภายในหนึ่งวันธนาคารต้องรายงานธุรกรรมที่น่าสงสัย",
    }
    best = ranked(texts, 1)[0]
    assert (best.first, best.second) == (1, 3)


def test_half_of_the_labelled_pairs_are_the_demos_own_and_half_are_reworded() -> None:
    own = {*demo_sentences()}
    assert {pair.first for pair in labelled()} <= own
    reworded = [pair for pair in labelled() if pair.second not in own]
    assert all(pair.same for pair in reworded)
    assert 40 <= len(reworded) <= len(labelled()) / 2


def test_the_rank_finds_most_of_what_the_threshold_misses() -> None:
    threshold, ten, many = (share_shown(per_theme, same=True) for per_theme in (0, 10, 25))
    assert threshold < 0.2
    assert ten >= 0.6
    assert many >= 0.8
    assert share_shown(10, same=False) <= 0.1
