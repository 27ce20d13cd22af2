"""Every error in a workshop file is reported with its place."""

import base64
import json
from typing import Any

import pytest

from polling.voting.rules import OFFERED
from polling.workshop_file.problems import MOST_PROBLEMS, BadWorkshopFile
from polling.workshop_file.read import read
from tests.workshop_file.file_problems import problems_of

PNG = b"\x89PNG\r\n\x1a\n"


def picture(kind: str, content: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def issues(*headlines: object) -> dict[str, Any]:
    return {
        "title": "T",
        "themes": [{"title": "A", "issues": [{"headline": h} for h in headlines]}],
    }


MERGED_TWICE = {
    "action": "a",
    "merged_from": [{"action": "b", "merged_from": [{"action": "c", "group": 4}]}],
}
WRONG = [
    pytest.param({}, ("title", "This is required."), id="no title"),
    pytest.param({"title": "\0 \u202e"}, ("title", "This is required."), id="unseen title"),
    pytest.param({"title": 7}, ("title", "This must be text in quotation marks."), id="number"),
    pytest.param(
        {"title": "T", "subtitel": ""},
        ("subtitel", "Unknown key. Did you mean “subtitle”?"),
        id="misspelled key",
    ),
    pytest.param(
        {"title": "T", "themes": [{"title": "A", "issues": [{"headline": "h", "sorces": []}]}]},
        (
            "themes[0].issues[0].sorces",
            "Unknown key. Did you mean “sources”?",
        ),
        id="misspelled key far down",
    ),
    pytest.param({"title": "T", "a b": 1}, ('["a b"]', "Unknown key."), id="odd key"),
    pytest.param(
        {"title": "T", "format": "synthesis-workshop/2"},
        ("format", "Only the format “synthesis-workshop/1” can be read."),
        id="another format",
    ),
    pytest.param(
        {"title": "T", "settings": {"cut_places": "3"}},
        ("settings.cut_places", "This must be a whole number."),
        id="number in quotation marks",
    ),
    pytest.param(
        {"title": "T", "settings": {"rule": "loudest-voice"}},
        ("settings.rule", "This must be one of: {rules}."),
        id="unknown rule",
    ),
    pytest.param(
        {"title": "T", "settings": {"group_min": 9}},
        ("settings.group_min", "The minimum group size is larger than the maximum."),
        id="contradictory group sizes",
    ),
    pytest.param(
        {"title": "T", "settings": {"badges": 1}},
        ("settings.badges", "This must be true or false."),
        id="no truth value",
    ),
    pytest.param(
        {"title": "T", "themes": {}},
        ("themes", "This must be a list in brackets: […]."),
        id="no list",
    ),
    pytest.param(
        {"title": "T", "accent": "red"},
        ("accent", "This must be a colour such as “#0b6e69”."),
        id="colour",
    ),
    pytest.param(
        {"title": "T", "languages": ["english please"]},
        ("languages[0]", "This must be a language tag such as “en” or “km”."),
        id="language",
    ),
    pytest.param(
        {"title": "T", "languages": []},
        ("languages", "Too few items. Enter at least 1."),
        id="no language",
    ),
    pytest.param(
        {"title": "T", "sessions": [{"title": "S", "starts": "25:00"}]},
        ("sessions[0].starts", "This must be a time of day such as “13:30”."),
        id="time",
    ),
    pytest.param(
        issues("x" * 3_000),
        ("themes[0].issues[0].headline", "This is too long. Use at most 300 characters."),
        id="headline of 3,000 characters",
    ),
    pytest.param(
        issues(*map(str, range(41))),
        ("themes[0].issues", "Too many items. Enter no more than 40."),
        id="41 issues",
    ),
    pytest.param(
        {"title": "T", "themes": [{"title": str(n)} for n in range(21)]},
        ("themes", "Too many items. Enter no more than 20."),
        id="21 themes",
    ),
    pytest.param(
        issues("Bribes", "  bribes"),
        ("themes[0].issues[1].headline", "“bribes” appears twice."),
        id="issue twice in a theme",
    ),
    pytest.param(
        {"title": "T", "themes": [{"title": "A"}, {"title": "a"}]},
        ("themes[1].title", "“a” appears twice."),
        id="theme twice",
    ),
    pytest.param(
        {
            "title": "T",
            "themes": [{"title": "A", "reference": "1"}, {"title": "B", "reference": "1"}],
        },
        (
            "themes[1].reference",
            "“1” appears twice.",
        ),
        id="reference of two themes",
    ),
    pytest.param(
        {
            "title": "T",
            "themes": [
                {
                    "title": "A",
                    "issues": [
                        {
                            "headline": "B",
                            "recommendations": [
                                {"text": "Do it.", "reference": "1.1.1"},
                                {
                                    "text": "Do both.",
                                    "merged_from": [{"text": "Do that.", "reference": "1.1.1"}],
                                },
                            ],
                        }
                    ],
                }
            ],
        },
        (
            "themes[0].issues[0].recommendations[1].merged_from[0].reference",
            "“1.1.1” appears twice.",
        ),
        id="reference of a recommendation and of one that was merged",
    ),
    pytest.param(
        {"title": "T", "sessions": [{"code": "A1", "title": "x"}, {"code": "A1", "title": "y"}]},
        ("sessions[1].code", "“A1” appears twice."),
        id="session code twice",
    ),
    pytest.param(
        {
            "title": "T",
            "themes": [{"title": "A"}],
            "groups": [{"number": 1, "theme": "A"}, {"number": 1, "theme": "A"}],
        },
        ("groups[1].number", "“1” appears twice."),
        id="group number twice",
    ),
    pytest.param(
        {"title": "T", "attributes": [{"key": "a", "label": "x"}, {"key": "a", "label": "y"}]},
        ("attributes[1].key", "“a” appears twice."),
        id="attribute twice",
    ),
    pytest.param(
        {"title": "T", "attributes": [{"key": "a", "label": "x", "options": ["Yes", "yes"]}]},
        ("attributes[0].options[1]", "“yes” appears twice."),
        id="option twice",
    ),
    pytest.param(
        {
            "title": "T",
            "attributes": [
                {"key": "a", "label": "x", "segment": True},
                {"key": "b", "label": "y", "segment": True},
            ],
        },
        ("attributes[1].segment", "Only one attribute can have “segment”: true."),
        id="two segments",
    ),
    pytest.param(
        {"title": "T", "survey": [{"key": "q", "type": "single", "text": "Which?"}]},
        ("survey[0]", "Add possible answers to this question."),
        id="question without options",
    ),
    pytest.param(
        {"title": "T", "survey": [{"key": "Best one", "type": "text", "text": "Which?"}]},
        (
            "survey[0].key",
            "A key consists of lowercase letters, digits and underscores, such as “best_sessions”.",
        ),
        id="key with a space",
    ),
    pytest.param(
        {
            "title": "T",
            "themes": [{"title": "Corruption"}],
            "groups": [{"number": 1, "theme": "Coruption"}],
        },
        (
            "groups[0].theme",
            "No theme has the title “Coruption”. Did you mean “Corruption”?",
        ),
        id="group of no theme",
    ),
    pytest.param(
        {
            "title": "T",
            "themes": [
                {
                    "title": "A",
                    "issues": [
                        {"headline": "h", "merged_from": [{"headline": "i", "came_with": 1}]}
                    ],
                }
            ],
        },
        (
            "themes[0].issues[0].merged_from[0].came_with",
            "This must be the number of a later entry in “merged_from”. The first entry is 1.",
        ),
        id="merged with itself",
    ),
    pytest.param(
        {
            "title": "T",
            "themes": [
                {
                    "title": "A",
                    "issues": [{"headline": "h", "notes": [{"headline": "n", "came_with": 1}]}],
                }
            ],
        },
        (
            "themes[0].issues[0].notes[0].came_with",
            "This must be the number of a later entry in “merged_from”. The first entry is 1.",
        ),
        id="note that came with nothing",
    ),
    pytest.param(
        {"title": "T", "notes": [{"headline": "n", "theme": "Corruption"}]},
        ("notes[0].theme", "No theme has the title “Corruption”."),
        id="note of no theme",
    ),
    pytest.param(
        {
            "title": "T",
            "themes": [
                {
                    "title": "A",
                    "issues": [
                        {"headline": "h", "recommendations": [{"action": "act", "group": 4}]}
                    ],
                }
            ],
        },
        (
            "themes[0].issues[0].recommendations[0].group",
            "There is no group 4.",
        ),
        id="recommendation of no group",
    ),
    pytest.param(
        {
            "title": "T",
            "themes": [
                {
                    "title": "A",
                    "issues": [
                        {
                            "headline": "h",
                            "recommendations": [MERGED_TWICE],
                        }
                    ],
                }
            ],
        },
        (
            "themes[0].issues[0].recommendations[0].merged_from[0].merged_from[0].group",
            "There is no group 4.",
        ),
        id="what was merged twice is of no group",
    ),
    pytest.param(
        {
            "title": "T",
            "themes": [
                {
                    "title": "A",
                    "issues": [
                        {"headline": str(n), "recommendations": [{"action": "act"}] * 200}
                        for n in range(3)
                    ],
                }
            ],
        },
        (
            "themes[0].issues[2].recommendations[0]",
            "Too many items. Enter no more than 400.",
        ),
        id="600 recommendations",
    ),
    pytest.param(
        {"title": "T", "logo": "data:image/svg+xml;base64,PHN2Zz4="},
        ("logo", "A picture must be a PNG, JPEG or WebP file, embedded as a data URL."),
        id="SVG logo",
    ),
    pytest.param(
        {"title": "T", "logo": picture("png", b"<svg onload=alert(1)>")},
        ("logo", "The picture is damaged. Save it again as PNG, JPEG or WebP."),
        id="disguised logo",
    ),
    pytest.param(
        {"title": "T", "logo": picture("png", PNG + b"0" * 200_000)},
        ("logo", "A picture can be at most 200 KB."),
        id="large logo",
    ),
    pytest.param(
        {"title": "T", "logo": "data:image/png;base64,abc"},
        ("logo", "The picture is damaged. Save it again as PNG, JPEG or WebP."),
        id="damaged logo",
    ),
]


@pytest.mark.parametrize("tree, problem", WRONG)
def test_errors_are_listed_with_their_place(tree: dict[str, Any], problem: tuple[str, str]) -> None:
    place, message = problem
    assert problems_of(tree) == [(place, message.replace("{rules}", ", ".join(OFFERED)))]


def test_every_problem_is_listed_at_once() -> None:
    tree = issues("x" * 301, "b", "B") | {"groups": [{"number": 0, "theme": "Z"}], "colour": 1}

    assert [place for place, _message in problems_of(tree)] == [
        "themes[0].issues[0].headline",
        "groups[0].number",
        "colour",
        "themes[0].issues[2].headline",
        "groups[0].theme",
    ]


def test_a_refusal_can_be_sent_whatever_the_file_had_in_it() -> None:
    with pytest.raises(BadWorkshopFile) as refusal:
        read('{"title": "T", "\\ud800\\u0000\u202e": 1}'.encode())

    assert json.dumps(refusal.value.as_dict(), ensure_ascii=False).encode()
    assert "\u202e" not in str(refusal.value)


def test_a_hostile_file_gets_a_short_answer() -> None:
    found = problems_of({"title": "T"} | {f"k{n}": n for n in range(3_000)})

    assert len(found) == MOST_PROBLEMS + 1
    assert found[-1] == ("", "There are more problems.")
