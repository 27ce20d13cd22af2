"""Entries with a kind of actor and its examples."""

import pytest

from polling.recommendations.actor_splitting import each_actor
from polling.recommendations.sentence import take_apart


@pytest.mark.parametrize(
    "entry, actors",
    [
        ("INTERPOL", ["INTERPOL"]),
        ("Such as INTERPOL,", ["INTERPOL"]),
        ("As well as civil society organizations", ["civil society organizations"]),
        (
            "international organizations such as INTERPOL",
            ["international organizations", "INTERPOL"],
        ),
        ("Platforms (like Telegram)", ["Platforms", "Telegram"]),
        (
            "UN agencies, including UNODC and IOM, as well as the World Bank",
            ["UN agencies", "UNODC", "IOM", "the World Bank"],
        ),
        (
            "States such as Thailand, Cambodia, and Lao PDR",
            ["States", "Thailand", "Cambodia", "Lao PDR"],
        ),
        ("States such as Thailand and Cambodia", ["States", "Thailand", "Cambodia"]),
        (
            "line ministries, such as the Ministry of Justice and Interior",
            ["line ministries", "the Ministry of Justice and Interior"],
        ),
        ("banks together with the police", ["banks", "the police"]),
        ("INTERPOL, for example, INTERPOL", ["INTERPOL"]),
        ("องค์กรระหว่างประเทศเช่นอินเตอร์โพล", ["องค์กรระหว่างประเทศ", "อินเตอร์โพล"]),
        ("các tổ chức quốc tế, chẳng hạn như INTERPOL", ["các tổ chức quốc tế", "INTERPOL"]),
    ],
)
def test_a_kind_and_its_examples_are_separate_actors(entry: str, actors: list[str]) -> None:
    assert each_actor(entry) == actors


@pytest.mark.parametrize(
    "entry",
    [
        "Like-minded States",
        "Ministries of Justice and Interior",
        "United Nations Office on Drugs and Crime (UNODC)",
        "States, regional bodies and banks",
    ],
)
def test_other_entries_stay_whole(entry: str) -> None:
    assert each_actor(entry) == [entry]


def test_an_entry_with_very_many_names_stays_whole() -> None:
    few = "States such as A, B, C"
    assert each_actor(few) == ["States", "A", "B", "C"]
    many = f"States such as {', '.join('ABCDEFGHIJKLMNOPQRST')}"
    assert each_actor(many) == [many]


def test_a_sentence_that_was_taken_apart_leaves_no_joint_in_an_actor() -> None:
    text = "The police, as well as civil society organizations, such as ECPAT, should act."
    named = [one for actor in take_apart(text).actors for one in each_actor(actor)]
    assert named == ["The police", "civil society organizations", "ECPAT"]
