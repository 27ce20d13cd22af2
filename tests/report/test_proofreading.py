"""Proofreading: each check finds its mistake, and accepts good sentences."""

from collections import Counter
from dataclasses import replace
from typing import Any, NoReturn

import pytest
from flask import Flask
from rapidfuzz import process

from polling.report import proofreading
from polling.report.data.report_data import Recommendation, Report
from polling.report.options import ReportProse
from polling.report.proofreading import MOST_FINDINGS, names, proofread, wrong_figures
from tests.report.conftest import report_of
from tests.report.small_workshop import small_room
from tests.room import Room


def remarks(report: Report, *people: str) -> list[str]:
    return [finding.text for finding in proofread(report, people)]


def about(report: Report, text: str) -> list[str]:
    return remarks(replace(report, prose=ReportProse(summary=text)))


def test_a_sound_report_gives_nothing_to_ask(made: Report) -> None:
    assert remarks(made) == []


@pytest.mark.parametrize(
    "text, begins",
    [
        ("In {{ all }} we met.", "Unknown placeholder: “all”."),
        (
            "The sectors were 46/35/9/5/1% of us.",
            "46, 35, 9, 5, and 1 add up to 96.",
        ),
        ("46 % government, 35 % NGO and 24% media.", "46, 35, and 24 add up to 105."),
        ("We spoke on six topics.", "You wrote “six topics”, but the total is 2."),
        (
            "The 16 priority issues stand below.",
            "You wrote “16 priority issues”, but the total is 4.",
        ),
        (
            "67% of participants learned a lot.",
            "“67% of participants learned a lot.”: add “of those who answered”",
        ),
        (
            "{{ survey.recommend.yes }} of participants would recommend it.",
            "“{{ survey.recommend.yes }} of participants would recommend it.”: add “of",
        ),
    ],
)
def test_a_mistake_is_found(made: Report, text: str, begins: str) -> None:
    (found,) = about(made, text)
    assert found.startswith(begins)


@pytest.mark.parametrize(
    "text",
    [
        "46 % government, 34 % NGO and 20 % media.",
        "67 % learned a lot, 87 % would use it and 97 % would recommend it.",
        "We spoke on two themes, and wrote 8 recommendations.",
        "Each theme has its recommendations.",
        "67% of those who answered learned a lot.",
        "Half of the participants came by boat.",
        "We spoke on sıx topics, or on six topicſ.",
    ],
)
def test_a_good_sentence_is_left_alone(made: Report, text: str) -> None:
    assert about(made, text) == []


def test_each_theme_is_too_much_where_one_has_no_recommendation(app: Flask) -> None:
    made = report_of(small_room(app))
    (found,) = about(made, "Each theme was answered.")
    without = "Corruption and Coordination"
    assert found == f"The text says “Each theme”, but there is no recommendation for {without}."


def test_a_long_chain_of_slashes_is_read_once() -> None:
    """The search for a chain starts once, not at each of its numbers."""
    chain = "/".join(["1"] * 5_000)
    assert wrong_figures._SLASHED.search(f"{chain}%")
    starts = [at for at in range(100) if wrong_figures._SLASHED.match(f"{chain}%", at)]
    assert starts == [0]


def test_few_placeholders_get_a_suggestion(made: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    guessed: list[str] = []
    find = process.extractOne

    def note(name: str, known: Any, **more: Any) -> Any:
        guessed.append(name)
        return find(name, known, **more)

    monkeypatch.setattr(process, "extractOne", note)
    text = " ".join(f"{{{{ theme{number} }}}}" for number in range(300))
    (first, *_more) = found = about(made, text)
    assert first == "Unknown placeholder: “theme0”. Did you mean “{{ themes }}”?"
    assert len(guessed) == wrong_figures.MOST_GUESSES
    assert len(found) == MOST_FINDINGS + 1
    assert found[-1] == "There are more findings than shown here."


def test_each_unknown_placeholder_of_a_text_is_reported_once(made: Report) -> None:
    assert about(made, "{{ all }} and {{ all }}") == ["Unknown placeholder: “all”."]


def test_texts_in_another_language_are_read_for_figures_only(made: Report) -> None:
    in_thai = replace(made, language="th")
    assert about(in_thai, "six topics") == []
    assert about(in_thai, "{{ six }}") == ["Unknown placeholder: “six”."]


@pytest.mark.parametrize(
    "actors, alike",
    [
        (["The police", "police"], True),
        (["UNODC", "United Nations Office on Drugs and Crime (UNODC)"], True),
        (["Ministries of Justice", "Ministry of Justice"], True),
        (["Ministries", "Donors"], False),
        (["Park rangers", "park rangers"], False),  # one name in the index already
        (["ASEAN", "ASEM"], False),
    ],
)
def test_one_actor_in_two_spellings_is_found(made: Report, actors: list[str], alike: bool) -> None:
    found = remarks(_asking(made, actors))
    assert len(found) == alike


def _asking(report: Report, actors: list[str]) -> Report:
    """The report with one recommendation, addressed to these actors."""
    asked = Recommendation(
        text="Text", actors=tuple(actors), action="act", group=None, standing=None
    )
    first = report.themes[0]
    issue = replace(first.issues[0], recommendations=[asked])
    return replace(report, themes=[replace(first, issues=[issue])], prose=ReportProse())


def test_many_names_are_compared_once_and_within_limits(
    made: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    read: Counter[str] = Counter()
    compare, words_of = process.cdist, names._words

    def note(some: list[str], others: list[str], **more: Any) -> Any:
        sizes.extend([len(some), len(others), *map(len, some)])
        return compare(some, others, **more)

    def counted(text: str) -> tuple[str, ...]:
        read[text] += 1
        return words_of(text)

    monkeypatch.setattr(process, "cdist", note)
    monkeypatch.setattr(names, "_words", counted)
    names.bare.cache_clear()
    monkeypatch.setattr(names, "MOST_COMPARED", 50)
    long = "x" * 150
    found = remarks(_asking(made, [f"{long} {number}" for number in range(60)]))
    assert max(sizes) == names.LONGEST_COMPARED
    assert sizes[:2] == [50, 50]
    assert max(read.values()) == 1
    assert found[0].startswith("There are more than 50 names of actors")
    assert found[-1] == "There are more findings than shown here."


def test_the_same_spelling_is_found_among_any_number_of_names(
    made: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(names, "MOST_COMPARED", 1)
    office = "United Nations Office on Drugs and Crime (UNODC)"
    _limit, *found = remarks(_asking(made, ["The police", "UNODC", "Banks", "police", office]))
    assert found == [
        "Are “The police” (1×) and “police” (1×) the same actor?",
        f"Are “UNODC” (1×) and “{office}” (1×) the same actor?",
    ]


def test_freezing_only_looks_for_errors(day: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_args: object) -> NoReturn:
        raise AssertionError

    monkeypatch.setattr(proofreading, "two_spellings", never)
    monkeypatch.setattr(proofreading, "wrong_sums", never)
    frozen = day.organizer_visitor().post(f"/console/{day.code}/report/freeze")
    assert frozen.status_code == 200


def test_a_failing_check_does_not_prevent_freezing(
    day: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(*_args: object) -> NoReturn:
        raise KeyError

    monkeypatch.setattr(proofreading, "unknown_placeholders", failing)
    frozen = day.organizer_visitor().post(f"/console/{day.code}/report/freeze")
    assert frozen.status_code == 200
    assert "without proofreading" in caplog.text


def test_a_person_named_in_a_recommendation_is_found(made: Report) -> None:
    asked = Recommendation(text="Somchai Example should resign.", group=None, standing=None)
    first = made.themes[0]
    issue = replace(first.issues[0], recommendations=[asked])
    named = replace(made, themes=[replace(first, issues=[issue])], prose=ReportProse())
    assert remarks(named, "Somchai Example", "Anna") == ["Is “Somchai Example” a person’s name?"]


def test_an_office_that_is_asked_something_is_no_person(made: Report) -> None:
    asked = _asking(made, ["The regional secretariat"])
    issue = replace(asked.themes[0].issues[0], rationale="The regional secretariat is small.")
    named = replace(asked, themes=[replace(asked.themes[0], issues=[issue])])
    assert remarks(named, "Regional secretariat") == []
