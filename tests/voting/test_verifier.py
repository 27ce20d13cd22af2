"""The published verifier and our rules are independent programs that agree on all ballots."""

import random
from typing import Any

import pytest

from polling.contests.counting.result_statistics import explain, support
from polling.contests.forms import as_ballot
from polling.recommendations.sentence import sentence
from polling.recommendations.wording import Wording
from polling.voting.ballots import BallotKind, Number, OptionId
from polling.voting.kemeny import MOST_OPTIONS
from polling.voting.rules import RULES, count
from polling.voting.stability import draws_of
from polling.voting.ties import TiePolicy
from tests.verifier import verifier

ROUNDS = 60
SEED = "00000000000000ff"

each_rule = pytest.mark.parametrize("rule_id", RULES)


def drawn_choices(
    chance: random.Random, kind: BallotKind, options: list[int], most: int
) -> dict[str, Any]:
    """The published choices of one ballot: few options, so that ties are common."""
    some = chance.sample(options, chance.randint(0, min(most, len(options))))
    if chance.random() < 0.1:
        return {"abstain": True}
    if kind is BallotKind.RANKING:
        return {"ranking": some}
    if kind is BallotKind.APPROVAL:
        return {"approved": sorted(some)}
    if kind is BallotKind.SCORE:
        return {"scores": {str(option): chance.randint(0, 5) for option in some}}
    return {"points": {str(option): chance.choice([0, 10, 20, 33]) for option in some}}


@each_rule
def test_both_find_the_same_outcome_by_every_tie_policy(rule_id: str) -> None:
    chance = random.Random(rule_id)
    for _ in range(ROUNDS):
        ours, theirs = counted_by_both(chance, rule_id, chance.choice(list(TiePolicy)))
        assert theirs.outcome() == ours["outcome"]
        assert theirs.support() == ours["support"]
        beside = theirs.explained()
        assert {name: ours["explained"][name] for name in beside} == beside


@each_rule
def test_both_draw_the_same_chances(rule_id: str) -> None:
    if not RULES[rule_id].redrawn:
        return
    chance = random.Random(rule_id)
    for _ in range(3):
        ours, theirs = counted_by_both(chance, rule_id, TiePolicy.DEFAULT)
        found = {option: float(one) for option, one in theirs.chances(draws_of(rule_id)).items()}
        assert found == pytest.approx(ours["explained"]["probability"], abs=0.000051)


def counted_by_both(
    chance: random.Random, rule_id: str, policy: TiePolicy
) -> tuple[dict[str, Any], Any]:
    """A random vote, counted by our rules and by the verifier."""
    kind = RULES[rule_id].ballot_kind
    options = list(range(11, 11 + chance.randint(1, 7)))
    places = chance.randint(1, len(options))
    most = chance.randint(1, 3)
    choices = [drawn_choices(chance, kind, options, most) for _ in range(chance.randint(0, 9))]
    ballots = [as_ballot(one, kind) for one in choices]
    supported = support(options, ballots)
    able: dict[OptionId, Number] = {
        one: supported[str(one)]["named"] + chance.randint(0, 3) for one in options
    }
    outcome = count(
        rule_id,
        ballots,
        options,
        places,
        tie_policy=policy,
        seed=SEED if policy is TiePolicy.LOT else None,
        able=able,
    )
    theirs = verifier().Count(
        rule_id,
        [verifier().read_ballot(one, kind.value, options) for one in choices],
        options,
        places,
        most=most,
        policy=policy.value,
        seed=SEED,
        able=able,
    )
    explained = explain(ballots, options, outcome, seed=SEED, most=most, able=able)
    ours = {"outcome": outcome.as_dict(), "support": supported, "explained": explained}
    return ours, theirs


def test_both_compare_by_the_same_rule_up_to_the_same_number_of_options() -> None:
    assert verifier().MOST_FOR_KEMENY == MOST_OPTIONS


@pytest.mark.parametrize("comma", [",", ""], ids=["now", "in files of version 1.0"])
def test_a_recommendation_is_known_by_its_sentence(comma: str) -> None:
    parts = {"actors": ["banks", "ASEAN"], "action": "refund victims", "by": "by 2027"}
    name = f"Banks and ASEAN should refund victims{comma} by 2027."
    assert name in verifier().sentences_of(parts, exact=False)
    assert (name in verifier().sentences_of(parts, exact=True)) == bool(comma)


PARTS = {
    "actors": ["banks", "the police", "Bộ Tài chính", "กระทรวงการคลัง", "UNODC", "ธนาคาร"],
    "action": [
        *["refund victims", "say “stop.”", "wait,", "visit Đà Nẵng soon please now", "refund ß"],
        *["đóng cửa các sòng bạc", "เปิดเผยข้อมูล", "ປົກປ້ອງ", "បើក", ""],
    ],
    "by": ["by 2027", "; later", "— now", "trước năm 2027", "ภายในปี 2570", "បើក", ""],
}


def test_it_composes_the_same_sentences() -> None:
    chance = random.Random(SEED)
    for _ in range(1_000):
        action, by = (chance.choice(PARTS[name]) for name in ("action", "by"))
        actors = chance.sample(PARTS["actors"], chance.randint(0, 4))
        ours = sentence(Wording(actors=tuple(actors), action=action, by=by))
        parts = {"actors": actors, "action": action, "by": by}
        theirs = verifier().sentences_of(parts, exact=True)
        assert theirs == ({verifier().plain(ours)} if action or by else set()), parts
