"""The registry is complete: these tests fail if a rule lacks a part."""

import dataclasses
from pathlib import Path

import pytest
from flask import Flask

from polling.contests.results.option_labels import score_words
from polling.setup.rule_descriptions import KIND_WORDS, RULE_WORDS
from polling.voting.ballots import BallotKind
from polling.voting.retired_rules import RETIRED, SUCCESSORS
from polling.voting.rules import DESCRIPTIONS, OFFERED, RULES, offered_rule
from polling.voting.voting_rule import Description, Unit
from tests.verifier import verifier

METHODS = Path(__file__).parents[2] / "docs" / "methods" / "rules.md"

each_rule = pytest.mark.parametrize("rule_id", RULES)
each_description = pytest.mark.parametrize("rule_id", DESCRIPTIONS)


@each_description
def test_a_rule_has_a_title_an_explanation_a_unit_and_a_ballot(rule_id: str) -> None:
    rule = DESCRIPTIONS[rule_id]
    assert rule.id == rule_id
    assert rule.title
    assert rule.explanation.endswith(".")
    assert rule.unit in Unit
    assert rule.ballot_kind in KIND_WORDS
    assert RULE_WORDS[rule_id].name


@each_rule
def test_the_verifier_counts_every_rule_of_the_registry(rule_id: str) -> None:
    assert rule_id in verifier().RULES


def test_the_verifier_counts_no_rule_that_the_registry_lacks() -> None:
    assert set(verifier().RULES) == set(RULES)


def test_the_verifier_knows_which_rules_are_retired() -> None:
    assert set(verifier().RETIRED) == set(RETIRED)


@each_rule
def test_the_methods_describe_every_rule(rule_id: str) -> None:
    assert f"`{rule_id}`" in METHODS.read_text()


@pytest.mark.parametrize("rule_id", RETIRED)
def test_the_methods_do_not_offer_a_retired_rule(rule_id: str) -> None:
    assert f"**`{rule_id}`" not in METHODS.read_text()


@each_description
def test_a_score_has_the_unit_of_its_rule(rule_id: str, app: Flask) -> None:
    with app.test_request_context():
        words = score_words(rule_id, 1)
    expected = {
        Unit.POINTS: "1 point",
        Unit.WINS: "1 win",
        Unit.VOTES: "1 vote",
        Unit.APPROVALS: "1 approval",
        Unit.SHARE: "100%",
        Unit.MEAN: "1 of 5",
    }
    assert words == expected[DESCRIPTIONS[rule_id].unit]


def test_a_score_by_an_unknown_rule_has_no_unit() -> None:
    with pytest.raises(KeyError):
        score_words("unheard-of", 1)


def test_every_field_of_a_description_is_required() -> None:
    assert all(field.default is dataclasses.MISSING for field in dataclasses.fields(Description))


def test_a_retired_rule_counts_nothing() -> None:
    assert not set(RETIRED) & set(RULES)


@pytest.mark.parametrize("rule_id", SUCCESSORS)
def test_a_successor_is_offered_and_takes_the_same_ballots(rule_id: str) -> None:
    successor = OFFERED[offered_rule(rule_id)]
    assert rule_id not in OFFERED
    assert successor.ballot_kind is DESCRIPTIONS[rule_id].ballot_kind


def test_every_kind_of_ballot_has_a_rule_that_organizers_can_choose() -> None:
    assert {rule.ballot_kind for rule in OFFERED.values()} == set(BallotKind)
