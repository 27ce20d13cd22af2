"""Each hint appears where it helps, and good recommendations get none."""

from dataclasses import replace

import pytest

from polling.breakouts.drafting.wording_checks import Hint, hints
from polling.demo.content import recommendation_bank
from polling.recommendations.sentence import take_apart
from polling.recommendations.wording import Wording


@pytest.mark.parametrize(
    "text, expected",
    [
        pytest.param(
            "Strengthen regional cooperation by sharing case files",
            [Hint.ACTOR],
            id="does not say who should act",
        ),
        pytest.param(
            "Banks must report suspicious transfers within a day",
            [Hint.ACTOR, Hint.SHOULD],
            id="must",
        ),
        pytest.param(
            "Banks should should report suspicious transfers within a day.",
            [Hint.SHOULD],
            id="should twice",
        ),
        pytest.param(
            "Ministries should draft a model law and train prosecutors by 2028.",
            [Hint.ACTIONS],
            id="two actions",
        ),
        pytest.param(
            "Ministries should draft a model law; publish it by 2028.",
            [Hint.ACTIONS],
            id="two actions, one sentence mark",
        ),
        pytest.param(
            "Governments should strengthen cooperation with their neighbours.",
            [Hint.VAGUE],
            id="vague",
        ),
        pytest.param(
            "Governments should further enhance awareness of the risks before 2028.",
            [Hint.VAGUE],
            id="vague, with a date",
        ),
        pytest.param("Police should keep a register of seizures.", [Hint.MEANS], id="no means"),
        pytest.param(
            "Police should keep a register of " + "seized " * 46 + "goods by 2028.",
            [Hint.LONG],
            id="55 words",
        ),
    ],
)
def test_a_hint_where_it_helps(text: str, expected: list[Hint]) -> None:
    assert hints(take_apart(text), "en") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Police should keep a register of seizures by the end of 2027.",
        "Banks and the police should share reports and requests through one platform.",
        "Governments should strengthen cooperation by seconding two officers to each other.",
        "Customs should set and review targets every year.",
        "Border police should report and record seizures within a day.",
        "Police should keep a register of " + "seized " * 39 + "goods by 2028.",
    ],
)
def test_no_hint_where_nothing_is_amiss(text: str) -> None:
    assert hints(take_apart(text), "en") == []


@pytest.mark.parametrize("action", ["", "train", "open a registr"])
def test_somebody_who_has_only_begun_is_left_alone(action: str) -> None:
    assert hints(Wording((), action), "en") == []


def test_the_parts_of_the_form_count_as_the_sentence_does() -> None:
    vague = Wording(("Governments",), "improve the exchange of evidence")
    assert hints(vague, "en") == [Hint.VAGUE]
    assert hints(replace(vague, by="through a joint portal"), "en") == []
    assert hints(replace(vague, by="by March 2028"), "en") == [Hint.VAGUE]


@pytest.mark.parametrize(
    "wording, expected",
    [
        pytest.param(
            Wording(("Les banques",), "signaler les virements et must should adopt publish"),
            [Hint.MEANS],
            id="English words mean nothing",
        ),
        pytest.param(
            Wording(("Les banques",), "signaler les virements suspects d’ici à 2028"),
            [],
            id="a year is a year",
        ),
        pytest.param(
            Wording((), "ธนาคารควรแจ้งธุรกรรมที่น่าสงสัย", "ภายในปี 2571"), [Hint.ACTOR], id="Thai"
        ),
        pytest.param(
            Wording(("ธนาคาร",), "แจ้งธุรกรรมที่น่าสงสัยภายในปี๒๕๗๑"), [], id="a Thai year in Thai digits"
        ),
        pytest.param(
            Wording(("Les banques",), "former 2570 agents à la surveillance"),
            [Hint.MEANS],
            id="a number that is a year in Thai only",
        ),
        pytest.param(
            Wording(("ธนาคาร",), "ควรแจ้งธุรกรรมที่น่าสงสัย", "ภายในปี 2571"),
            [Hint.SHOULD],
            id="should, twice in Thai",
        ),
        pytest.param(
            Wording(("Ngân hàng",), "cần báo cáo những giao dịch đáng ngờ", "trước năm 2028"),
            [Hint.SHOULD],
            id="should, twice in Vietnamese",
        ),
        pytest.param(Wording(("A",), "mot " * 51, "en 2028"), [Hint.LONG], id="long"),
    ],
)
def test_in_another_language_only_what_makes_sense_is_asked(
    wording: Wording, expected: list[Hint]
) -> None:
    assert hints(wording, "fr") == expected


def test_few_of_the_demo_s_recommendations_get_a_hint() -> None:
    """They are good ones; people would ignore hints that appear too often."""
    bank = [
        one
        for issues in recommendation_bank().values()
        for given in issues.values()
        for one in given
    ]
    complained = [one for one in bank if hints(one, "en")]
    assert len(bank) == 194
    assert len(complained) <= 14


def test_a_second_action_follows_soon_after_the_word_that_joins_it() -> None:
    """Otherwise, each of many such words would be a reason to read all others again."""
    for often, expected in [(3, [Hint.ACTIONS]), (4, [])]:
        action = f"draft a law and{' also' * often} publish it"
        assert hints(Wording(actors=("Police",), action=action, by="now"), "en") == expected
