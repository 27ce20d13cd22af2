"""Files that attack the verifier or the reader of its output."""

import random
from itertools import combinations, islice
from pathlib import Path
from typing import Any

import pytest

from tests.verifier import findings, run_verifier, run_verifier_alone, verifier

pytestmark = pytest.mark.slow


def test_a_file_cannot_control_the_terminal_or_imitate_lines(
    rankings: dict[str, Any], tmp_path: Path
) -> None:
    title = "\x1b[2J\x9b31m\u202e\ud800\n9 votes, 0 wrong"
    rankings["themes"][0]["title"] = rankings["results"]["contests"][0]["theme"] = title
    rankings["results"]["contests"][1]["\x1b]0;title\x07"] = 1
    rankings["results"]["contests"][2]["rule"]["rule"] = "\x1b[31m"
    said = run_verifier_alone(tmp_path, rankings)[1]
    assert all(letter.isprintable() or letter == "\n" for letter in said)
    assert said.count("\n9 votes") == 1


def test_a_deeply_nested_file_is_called_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "deep.json"
    path.write_text("[" * 200_000)
    assert verifier().main(str(path), []) == 3


def test_a_receipt_is_looked_up_in_broken_lists(rankings: dict[str, Any], tmp_path: Path) -> None:
    first, second, third, *_ = rankings["results"]["contests"]
    del first["ballots"], second["id"]
    third["ballots"] = [5]
    status, said = run_verifier(tmp_path, rankings, "f" * 32)
    assert (status, "is in no list of ballots" in said) == (1, True)


@pytest.mark.parametrize("rule", ["schulze", "approval"])
def test_a_vote_with_too_many_options_to_count_is_found(
    rankings: dict[str, Any], rule: str
) -> None:
    contests = rankings["results"]["contests"]
    vote = next(one for one in contests if one["rule"]["rule"] == rule)
    vote["options"] = [{"id": option, "name": str(option)} for option in range(2000)]
    assert any(found.endswith(":result") for found in findings(rankings))


def test_a_vote_with_too_many_ties_to_count_is_not_called_wrong(
    rankings: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    contests = rankings["results"]["contests"]
    contests[:] = [one for one in contests if one["rule"]["rule"] == "equal-shares"]
    monkeypatch.setattr(verifier(), "MOST_PRICES", 0)
    [vote] = verifier().check(rankings)
    assert "result" in [one.place for one in vote.findings]
    assert {one.verdict for one in vote.findings} == {verifier().MISSED}


@pytest.mark.parametrize(
    "limit, rule",
    [
        ("MOST_BALLOTS", "schulze"),
        ("MOST_PATHS", "schulze"),
        ("MOST_PAIRS", "schulze"),
        ("MOST_CELLS", "score"),
        ("MOST_MARGINS", "borda"),
    ],
)
def test_a_vote_that_is_too_large_to_count_is_not_called_wrong(
    rankings: dict[str, Any], monkeypatch: pytest.MonkeyPatch, limit: str, rule: str
) -> None:
    contests = rankings["results"]["contests"]
    contests[:] = [one for one in contests if one["rule"]["rule"] == rule]
    monkeypatch.setattr(verifier(), limit, 1)
    [vote] = verifier().check(rankings)
    too_large = [one.place for one in vote.findings if "too large" in one.sentence]
    assert too_large == ["ballots", "result"]
    assert {one.verdict for one in vote.findings} == {verifier().MISSED}


def test_a_tie_of_too_many_options_is_not_compared_in_pairs() -> None:
    script, options = verifier(), list(range(1000))
    piles = [(dict.fromkeys(options[at:], 1), 1) for at in range(5)]
    with pytest.raises(script.TooLarge):
        script.decision(script.RULES["approval"], piles, options, 10, policy="default")


def test_honest_votes_are_not_too_large() -> None:
    voters, options = 2_000, 40
    assert voters <= verifier().MOST_BALLOTS
    assert voters * options**2 <= verifier().MOST_PAIRS
    assert voters * options <= verifier().MOST_CELLS
    assert voters * (options // 2) ** 2 <= verifier().MOST_MARGINS
    assert options**3 <= verifier().MOST_PATHS


def test_a_constructed_tie_is_given_up_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    script, read = verifier(), []
    price = script._price

    def count(piles: Any, purses: Any, option: Any) -> Any:
        read.append(len(piles))
        return price(piles, purses, option)

    monkeypatch.setattr(script, "_price", count)
    options = list(range(40))
    piles = [(frozenset(pair), 1) for pair in islice(combinations(options, 2), 400)]
    with pytest.raises(script.TooLarge):
        script.equal_shares(
            piles, options, 20, lambda best, _free: {"admitted": [], "unresolved": best}
        )
    assert sum(read) <= script.MOST_PRICES


def test_the_points_of_a_ballot_are_read_few_times(monkeypatch: pytest.MonkeyPatch) -> None:
    script, read = verifier(), []
    rule = script.RULES["borda"]

    def count(ballot: Any, options: Any) -> Any:
        read.append(ballot)
        return rule.points(ballot, options)

    monkeypatch.setitem(script.RULES, "borda", rule._replace(points=count))
    options, chance = list(range(1, 21)), random.Random(1)
    ballots = [script._ranked(chance.sample(options, 20)) for _ in range(30)]
    counted = script.Count("borda", ballots, options, 10, most=20, seed="00ff")
    counted.margin(20)
    counted.chances(20)
    assert len(read) <= 2 * len(ballots)


def test_a_recommendation_that_is_too_long_to_compare_is_not_called_wrong(
    one_stage: dict[str, Any],
) -> None:
    contests = one_stage["results"]["contests"]
    contests[:] = [next(one for one in contests if one["kind"] == "final")]
    [theme] = [one for one in one_stage["themes"] if one["title"] == contests[0]["theme"]]
    issue = next(one for one in theme["issues"] if one.get("recommendations"))
    issue["recommendations"][0]["action"] = "should " * 16_000
    [vote] = verifier().check(one_stage)
    assert [one for one in vote.findings if "recommendation is too long" in one.sentence]
    assert {one.verdict for one in vote.findings} == {verifier().MISSED}


def test_several_votes_read_a_recommendation_once(monkeypatch: pytest.MonkeyPatch) -> None:
    script, read = verifier(), list[str]()
    plain = script.plain

    def count(text: str) -> Any:
        read.append(text)
        return plain(text)

    monkeypatch.setattr(script, "plain", count)
    for _ in range(3):
        script.sentences_of({"actors": ["Banks"], "action": "act only once"}, exact=True)
    assert read == ["Banks should act only once."]
