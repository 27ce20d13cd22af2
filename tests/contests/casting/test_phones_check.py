"""What a phone makes of published lists (static/js/contests/published-list.js)."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from polling.contests.casting.published_list import VERSION, ballot_lines, list_digest
from polling.contests.casting.receipts import canonical, digest
from tests.breakouts.drafting.run_in_node import in_node

CONTEST, RECEIPT = "0123456789abcdef", "ab" * 16
HEAD = ['{"id":"0123456789abcdef"}', '{"id":9,"name":"ทดสอบ 👍 \\u2028"}']
# As a phone sends them; JavaScript puts 9 before 100, and canonical text "100" before "9".
KINDS: dict[str, dict[str, Any]] = {
    "abstention": {"abstain": True},
    "ranking": {"ranking": [100, 9, 10]},
    "approval": {"approved": [9, 10, 100]},
    "scores": {"scores": {"9": 0, "10": 5, "100": 3}},
    "points": {"points": {"9": 60, "100": 40}},
    "rating": {"rated": {"not_now": [], "priority": [9], "support": [10, 100]}},
}
LOOK = """
import {{ hasBallot }} from "./static/js/contests/published-list.js";
const [lists, ballot] = {};
console.log(JSON.stringify(lists.map((list) => hasBallot(list, ballot))));
"""
Listed = dict[str, Any]


def listed(choices: dict[str, Any], version: int = VERSION) -> Listed:
    """A list as served, with this ballot and three others."""
    ballots = [(digest(CONTEST, RECEIPT, canonical(choices)), canonical(choices))]
    for other in range(3):
        text = canonical({"abstain": True})
        ballots.append((digest(CONTEST, f"{other:032}", text), text))
    ballots.sort()
    head = HEAD if version == VERSION else []
    lines = [*head, *ballot_lines({"list_version": version}, ballots)]
    hashes, texts = ([ballot[at] for ballot in ballots] for at in (0, 1))
    return {"head": head, "hashes": hashes, "choices": texts, "hash": list_digest(lines)}


def found_in(lists: list[Listed], choices: dict[str, Any]) -> list[bool]:
    ballot = {"contest": CONTEST, "receipt": RECEIPT, "choices": choices, "state": "counted"}
    found: list[bool] = in_node(LOOK.format(json.dumps([lists, ballot])))
    return found


def rehashed(one: Listed) -> Listed:
    lines = [f"{line} {text}" for line, text in zip(one["hashes"], one["choices"], strict=False)]
    return one | {"hash": list_digest([*one["head"], *lines])}


@pytest.mark.parametrize("kind", KINDS)
def test_it_finds_its_own_ballot(kind: str) -> None:
    choices = KINDS[kind]
    assert found_in([listed(choices), listed(choices, version=1)], choices) == [True, True]


def with_other_choices(one: Listed) -> Listed:
    return rehashed(one | {"choices": ['{"ranking":[9]}'] * 4})


def with_another_head(one: Listed) -> Listed:
    return one | {"head": one["head"][:1]}


def with_changed_choices_of_others(one: Listed) -> Listed:
    own = canonical(KINDS["ranking"])
    return one | {"choices": [text if text == own else own[:-3] + "]}" for text in one["choices"]]}


def with_a_ballot_twice(one: Listed) -> Listed:
    twice = {name: [line for line in one[name] for _ in range(2)] for name in ("hashes", "choices")}
    return rehashed(one | twice)


def with_more_choices_than_hashes(one: Listed) -> Listed:
    return one | {"choices": [*one["choices"], '{"ranking":[9]}']}


def without_the_ballot(one: Listed) -> Listed:
    at = one["choices"].index(canonical(KINDS["ranking"]))
    rest = {name: one[name][:at] + one[name][at + 1 :] for name in ("hashes", "choices")}
    return rehashed(one | rest)


@pytest.mark.parametrize(
    "change",
    [
        with_other_choices,
        with_another_head,
        with_changed_choices_of_others,
        with_a_ballot_twice,
        with_more_choices_than_hashes,
        without_the_ballot,
    ],
)
def test_it_does_not_confirm_a_changed_list(change: Callable[[Listed], Listed]) -> None:
    choices = KINDS["ranking"]
    assert found_in([change(listed(choices))], choices) == [False]
