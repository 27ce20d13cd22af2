"""A score in words: its unit, singular and plural."""

import pytest
from flask import Flask

from polling.contests.results.option_labels import score_words


@pytest.mark.parametrize(
    "rule, score, words",
    [
        ("top-three", 1, "1 point"),
        ("top-three", 0, "0 points"),
        ("borda", "1/2", "0.5 points"),
        ("schulze", 1, "1 win"),
        ("schulze", "13/2", "6.5 wins"),
        ("stv", 1, "1 vote"),
        ("approval", 2, "2 approvals"),
        ("mean-score", "33/8", "4.12 of 5"),
        ("instant-runoff", 2, "2 votes"),
        ("approval-share", "5/9", "56%"),
    ],
)
def test_a_score_says_what_it_counts(app: Flask, rule: str, score: int | str, words: str) -> None:
    with app.test_request_context():
        assert score_words(rule, score) == words
