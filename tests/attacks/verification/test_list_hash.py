"""The hash of a vote's list covers the choices, the options' names, the rule and the turnout.

Nothing else in a file connects the numbers on the ballots with the names of options.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.attacks.verification.test_altered_figures import with_vote
from tests.verifier import (
    as_in_an_earlier_version,
    findings,
    rehash,
    run_verifier,
    verifier,
)

pytestmark = pytest.mark.slow


def test_two_issues_that_exchange_their_names_and_priorities_are_found(
    ranking: dict[str, Any], tmp_path: Path
) -> None:
    exchange_a_winner(ranking)
    status, said = run_verifier(tmp_path, ranking)
    assert (status, "contests[0].result.ballots_hash" in said) == (1, True)


def exchange_a_winner(ranking: dict[str, Any]) -> dict[str, Any]:
    """Exchange the first winner with an option that did not win; everything else agrees."""
    contest, issues = ranking["results"]["contests"][0], ranking["themes"][0]["issues"]
    winners = contest["result"]["outcome"]["winners"]
    won = next(one for one in contest["options"] if one["id"] == winners[0])
    lost = next(one for one in contest["options"] if one["id"] not in winners)
    for issue in issues:
        if issue["headline"] == won["name"]:
            priority = issue.pop("priority")
    next(one for one in issues if one["headline"] == lost["name"])["priority"] = priority
    won["name"], lost["name"] = lost["name"], won["name"]
    return dict(contest)


@pytest.mark.parametrize("forge", [rehash, as_in_an_earlier_version])
def test_exchanged_names_with_a_matching_hash_show_in_the_printed_hash(
    ranking: dict[str, Any], tmp_path: Path, forge: Callable[[dict[str, Any]], str]
) -> None:
    published = ranking["results"]["contests"][0]["result"]["ballots_hash"]
    assert f"hash         {published}" in run_verifier(tmp_path, ranking)[1]
    forged = forge(exchange_a_winner(ranking))
    _, said = run_verifier(tmp_path, ranking)
    assert (f"hash         {forged}" in said, published in said) == (True, False)


@pytest.mark.parametrize("kind", ["rankings", "one_stage", "two_stages"])
def test_other_choices_of_a_ballot_under_its_hash_are_found(
    kind: str, request: pytest.FixtureRequest
) -> None:
    export = request.getfixturevalue(kind)
    for at, contest in enumerate(export["results"]["contests"]):
        one, other = two_different(contest["ballots"])
        one["choices"], other["choices"] = (
            other["choices"],
            one["choices"],
        )  # nothing is counted anew
        votes = verifier().check(with_vote(export, at, contest))
        vote = next(one for one in votes if one.contest is contest)
        found = [finding.place for finding in vote.findings]
        assert found == ["result.ballots_hash"], contest["kind"]
        assert rehash(contest) == vote.hash


def two_different(ballots: list[dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    other = next(one for one in ballots if one["choices"] != ballots[0]["choices"])
    return ballots[0], other


@pytest.mark.parametrize(
    "place",
    [
        *[("rule", "rule"), ("rule", "places"), ("rule", "tie_policy"), ("kind",), ("id",)],
        *[("present",), ("voted",), ("paper",), ("withdrawn",), ("reopened",)],
        ("removed",),
        *[("result", "eligible"), ("result", "electorate"), ("options",)],
    ],
)
def test_the_hash_of_a_list_covers_all_that_its_result_depends_on(
    ranking: dict[str, Any], place: tuple[str, ...]
) -> None:
    contest = ranking["results"]["contests"][0]
    before = rehash(contest)
    new: dict[str, Any] = {"kind": "final", "reopened": ["2026-11-28T12:00:00+00:00"]}
    new |= {"paper": 1, "withdrawn": 1, "removed": 1}
    old = contest
    for step in place[:-1]:
        old = old[step]
    if place[-1] in ("eligible", "electorate"):
        old[place[-1]].popitem()
    elif place[-1] == "options":
        old["options"].reverse()
    else:
        old[place[-1]] = new.get(str(place[-1])) or another(old[place[-1]])
    assert rehash(contest) != before


def another(value: int | str) -> int | str:
    return value + 1 if isinstance(value, int) else f"{value}x"


def test_a_vote_of_an_earlier_version_passes_and_its_names_are_listed_as_unprovable(
    rankings: dict[str, Any], tmp_path: Path
) -> None:
    for contest in rankings["results"]["contests"]:
        as_in_an_earlier_version(contest)
    status, said = run_verifier(tmp_path, rankings)
    names = sum(len(contest["options"]) for contest in rankings["results"]["contests"])
    assert status == 0, said
    assert f"options.name ({names}): the hash of version 1.0 does not cover it" in said
    assert "ballots.choices.ranking (" in said
    once = said.count("counted by version 1.0: the hash covers only the ballots' lines")
    assert once == len(rankings["results"]["contests"])


def test_a_recommendation_with_another_name_among_the_finalists_is_found(
    two_stages: dict[str, Any],
) -> None:
    *_, last = two_stages["results"]["contests"]
    one, other, *_ = last["options"]
    one["name"], other["name"] = other["name"], one["name"]
    as_in_an_earlier_version(last)
    assert any(found.endswith(":options[0].name") for found in findings(two_stages))


def test_a_receipt_is_answered_with_the_names_of_the_options(
    ranking: dict[str, Any], tmp_path: Path
) -> None:
    receipt = "a" * 32
    contest = ranking["results"]["contests"][0]
    option = contest["options"][1]
    choices = {"ranking": [option["id"]]}
    line = verifier().line_of(contest["id"], receipt, {"choices": choices})
    contest["ballots"][0] = {"choices": choices, "hash": line}
    _, said = run_verifier(tmp_path, ranking, receipt)
    assert f'is counted as {choices}, {option["id"]} is "{option["name"]}"' in said
