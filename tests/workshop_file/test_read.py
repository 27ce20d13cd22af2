"""Every way in which a file can be wrong, and that each is named with its place."""

import base64
import json
from typing import Any

import pytest

from polling.voting.rules import RULES
from polling.workshop_file.problems import MOST_PROBLEMS, BadWorkshopFile
from polling.workshop_file.read import read

PNG = b"\x89PNG\r\n\x1a\n"


def problems_of(data: bytes | str | dict[str, Any], filename: str = "") -> list[tuple[str, str]]:
    raw = json.dumps(data) if isinstance(data, dict) else data
    with pytest.raises(BadWorkshopFile) as refusal:
        read(raw if isinstance(raw, bytes) else raw.encode(), filename)
    return [(problem["place"], problem["message"]) for problem in refusal.value.problems]


def picture(kind: str, content: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def issues(*headlines: object) -> dict[str, Any]:
    return {
        "title": "T",
        "themes": [{"title": "A", "issues": [{"headline": h} for h in headlines]}],
    }


NOT_TEXT = [
    pytest.param(
        '{"title": "x"}'.encode("utf-16"),
        ("", "The text is in UTF-16 or UTF-32. Save it as UTF-8."),
        id="UTF-16",
    ),
    pytest.param(
        '{"title": "x"}'.encode("utf-16-be"),
        ("", "The text is in UTF-16 or UTF-32. Save it as UTF-8."),
        id="UTF-16 without a mark",
    ),
    pytest.param(
        '{"title":\n "café"}'.encode("latin-1"),
        (
            "line 2, column 6",
            "The text is not UTF-8 here. Save it as UTF-8 (in a spreadsheet: “CSV UTF-8”).",
        ),
        id="Latin-1",
    ),
    pytest.param(
        b"PK\x03\x04\x14\x00\x06\x00",
        (
            "",
            "This is a spreadsheet or another packed file. Save the sheet as “CSV UTF-8”.",
        ),
        id="spreadsheet",
    ),
    pytest.param(b"\xef\xbb\xbf \n", ("", "The file is empty."), id="empty"),
    pytest.param(
        b" " * 5_000_001, ("", "The file is too large: at most 5 MB can be read."), id="too large"
    ),
]

NOT_JSON = [
    pytest.param(
        '{"title": "Tru',
        ("line 1, column 11", "The file breaks off here; its end is missing."),
        id="truncated in a text",
    ),
    pytest.param(
        '{"title": "T",\n"themes": [{}',
        ("line 2, column 14", "The file breaks off here; its end is missing."),
        id="truncated in a list",
    ),
    pytest.param(
        '{"title": "T",}',
        (
            "line 1, column 15",
            "This is not JSON: Expecting property name enclosed in double quotes.",
        ),
        id="comma too many",
    ),
    pytest.param(
        '{"title": NaN}',
        ("", "A number in this file is not one: NaN, Infinity, or far too long."),
        id="not a number",
    ),
    pytest.param(
        '{"title": ' + "9" * 5_000 + "}",
        ("", "A number in this file is not one: NaN, Infinity, or far too long."),
        id="five thousand digits",
    ),
    pytest.param(
        "[" * 100_000, ("", "The brackets are nested more than 40 deep."), id="bottomless"
    ),
    pytest.param(
        '{"title": ' + "[" * 60 + "]" * 60 + "}",
        ("", "The brackets are nested more than 40 deep."),
        id="sixty deep",
    ),
    pytest.param("[]", ("", "This must be an object in braces: {…}."), id="a list"),
]

WRONG = [
    pytest.param({}, ("title", "This is missing."), id="no title"),
    pytest.param({"title": "\0 \u202e"}, ("title", "This is empty."), id="unseen title"),
    pytest.param({"title": 7}, ("title", "This must be text in quotation marks."), id="number"),
    pytest.param(
        {"title": "T", "subtitel": ""},
        ("subtitel", "No such key is known here. Did you mean “subtitle”?"),
        id="misspelled key",
    ),
    pytest.param(
        {"title": "T", "themes": [{"title": "A", "issues": [{"headline": "h", "sorces": []}]}]},
        (
            "themes[0].issues[0].sorces",
            "No such key is known here. Did you mean “sources”?",
        ),
        id="misspelled key far down",
    ),
    pytest.param({"title": "T", "a b": 1}, ('["a b"]', "No such key is known here."), id="odd key"),
    pytest.param(
        {"title": "T", "format": "synthesis-workshop/2"},
        ("format", "Only the format “synthesis-workshop/1” can be read."),
        id="another format",
    ),
    pytest.param(
        {"title": "T", "settings": {"cut_places": "3"}},
        ("settings.cut_places", "This must be a whole number, without quotation marks."),
        id="number in quotation marks",
    ),
    pytest.param(
        {"title": "T", "settings": {"rule": "loudest-voice"}},
        ("settings.rule", "This must be one of: {rules}."),
        id="unknown rule",
    ),
    pytest.param(
        {"title": "T", "settings": {"group_min": 9}},
        ("settings.group_min", "The smallest size of a group is over the largest."),
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
        ("languages", "This list needs at least 1 entry."),
        id="no language",
    ),
    pytest.param(
        {"title": "T", "sessions": [{"title": "S", "starts": "25:00"}]},
        ("sessions[0].starts", "This must be a time of day such as “13:30”."),
        id="time",
    ),
    pytest.param(
        issues("x" * 3_000),
        ("themes[0].issues[0].headline", "This is too long: at most 300 characters fit."),
        id="headline of 3,000 characters",
    ),
    pytest.param(
        issues(*map(str, range(41))),
        ("themes[0].issues", "This list is too long: at most 40 entries are allowed."),
        id="41 issues",
    ),
    pytest.param(
        {"title": "T", "themes": [{"title": str(n)} for n in range(21)]},
        ("themes", "This list is too long: at most 20 entries are allowed."),
        id="21 themes",
    ),
    pytest.param(
        issues("Bribes", "  bribes"),
        ("themes[0].issues[1].headline", "“bribes” is given twice."),
        id="issue twice in a theme",
    ),
    pytest.param(
        {"title": "T", "themes": [{"title": "A"}, {"title": "a"}]},
        ("themes[1].title", "“a” is given twice."),
        id="theme twice",
    ),
    pytest.param(
        {"title": "T", "sessions": [{"code": "A1", "title": "x"}, {"code": "A1", "title": "y"}]},
        ("sessions[1].code", "“A1” is given twice."),
        id="session code twice",
    ),
    pytest.param(
        {
            "title": "T",
            "themes": [{"title": "A"}],
            "groups": [{"number": 1, "theme": "A"}, {"number": 1, "theme": "A"}],
        },
        ("groups[1].number", "“1” is given twice."),
        id="group number twice",
    ),
    pytest.param(
        {"title": "T", "attributes": [{"key": "a", "label": "x"}, {"key": "a", "label": "y"}]},
        ("attributes[1].key", "“a” is given twice."),
        id="attribute twice",
    ),
    pytest.param(
        {"title": "T", "attributes": [{"key": "a", "label": "x", "options": ["Yes", "yes"]}]},
        ("attributes[0].options[1]", "“yes” is given twice."),
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
        ("attributes[1].segment", "Only one attribute can be the segment."),
        id="two segments",
    ),
    pytest.param(
        {"title": "T", "survey": [{"key": "q", "type": "single", "text": "Which?"}]},
        ("survey[0]", "This question needs options to choose from."),
        id="question without options",
    ),
    pytest.param(
        {"title": "T", "survey": [{"key": "Best one", "type": "text", "text": "Which?"}]},
        (
            "survey[0].key",
            "A key is a word of small letters, digits and underscores, such as “best_sessions”.",
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
                        {"headline": "h", "recommendations": [{"action": "act", "group": 4}]}
                    ],
                }
            ],
        },
        (
            "themes[0].issues[0].recommendations[0].group",
            "No group has the number 4.",
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
                        {"headline": str(n), "recommendations": [{"action": "act"}] * 200}
                        for n in range(3)
                    ],
                }
            ],
        },
        (
            "themes[0].issues[2].recommendations[0]",
            "A workshop has at most 400 recommendations.",
        ),
        id="600 recommendations",
    ),
    pytest.param(
        {"title": "T", "logo": "data:image/svg+xml;base64,PHN2Zz4="},
        ("logo", "A logo is a PNG, JPEG or WebP picture as a data: address."),
        id="SVG logo",
    ),
    pytest.param(
        {"title": "T", "logo": picture("png", b"<svg onload=alert(1)>")},
        ("logo", "The picture is not of the kind that it says."),
        id="disguised logo",
    ),
    pytest.param(
        {"title": "T", "logo": picture("png", PNG + b"0" * 200_000)},
        ("logo", "A logo can have at most 200 KB."),
        id="large logo",
    ),
    pytest.param(
        {"title": "T", "logo": "data:image/png;base64,abc"},
        ("logo", "The picture is damaged: its base64 text cannot be decoded."),
        id="damaged logo",
    ),
]


@pytest.mark.parametrize("data, problem", NOT_TEXT)
def test_bytes_that_are_no_text_are_refused(data: bytes, problem: tuple[str, str]) -> None:
    assert problems_of(data) == [problem]


@pytest.mark.parametrize("text, problem", NOT_JSON)
def test_text_that_is_no_json_object_is_refused(text: str, problem: tuple[str, str]) -> None:
    assert problems_of(text) == [problem]


@pytest.mark.parametrize("tree, problem", WRONG)
def test_what_is_wrong_is_named_with_its_place(
    tree: dict[str, Any], problem: tuple[str, str]
) -> None:
    place, message = problem
    assert problems_of(tree) == [(place, message.replace("{rules}", ", ".join(RULES)))]


def test_every_problem_is_listed_at_once() -> None:
    tree = issues("x" * 301, "b", "B") | {"groups": [{"number": 0, "theme": "Z"}], "colour": 1}

    assert [place for place, _message in problems_of(tree)] == [
        "themes[0].issues[0].headline",
        "groups[0].number",
        "colour",
        "themes[0].issues[2].headline",
        "groups[0].theme",
    ]


def test_a_key_that_is_given_twice_is_named() -> None:
    text = '{"title": "T", "themes": [{"title": "A", "title": "B"}]}'

    assert problems_of(text) == [("themes[0].title", "This key is given twice.")]


@pytest.mark.parametrize(
    "text, place",
    [
        pytest.param('{"title": "T", "actors": ["\\ud83d"]}', "actors[0]", id="in a text"),
        pytest.param(
            '{"title": "T", "settings": {"quorum": "\\udfff"}}', "settings.quorum", id="elsewhere"
        ),
    ],
)
def test_half_a_character_is_named(text: str, place: str) -> None:
    message = "This text has half a character in it (a lone surrogate)."

    assert (place, message) in problems_of(text)


def test_a_refusal_can_be_sent_whatever_the_file_had_in_it() -> None:
    with pytest.raises(BadWorkshopFile) as refusal:
        read('{"title": "T", "\\ud800\\u0000\u202e": 1}'.encode())

    assert json.dumps(refusal.value.as_dict(), ensure_ascii=False).encode()
    assert "\u202e" not in str(refusal.value)


def test_a_hostile_file_gets_a_short_answer() -> None:
    found = problems_of({"title": "T"} | {f"k{n}": n for n in range(3_000)})

    assert len(found) == MOST_PROBLEMS + 1
    assert found[-1] == ("", "There are more problems after these.")


def test_unseen_characters_are_dropped_without_a_word() -> None:
    file = read(b'\xef\xbb\xbf{"title": "a\\u0000\x01\\u202eb"}')

    assert file.title == "ab"


@pytest.mark.parametrize(
    "data, filename, title",
    [
        pytest.param(b'{"title": "T"}', "notes.txt", "T", id="JSON under another name"),
        pytest.param(b"theme,issue\nA,b\n", "", "Workshop", id="a sheet without a name"),
        pytest.param(
            b"theme\tissue\nA\tb\n", "x/notes.txt", "notes", id="a sheet by its first line"
        ),
        pytest.param(b"# A\n- b\n", "plan.txt", "plan", id="an outline by its marks"),
    ],
)
def test_the_content_tells_the_format(data: bytes, filename: str, title: str) -> None:
    assert read(data, filename).title == title


def test_anything_else_is_told_what_could_be_read() -> None:
    [(place, message)] = problems_of("Dear all, see you on Monday.", "mail.txt")

    assert place == ""
    assert message == (
        "This is not a workshop file: neither JSON, nor a CSV sheet whose first row names the "
        "columns theme and issue, nor a Markdown outline of “# theme” and “- issue”."
    )


def test_the_name_json_asks_for_json() -> None:
    assert problems_of("theme,issue\n", "w.json") == [
        ("line 1, column 1", "This is not JSON: Expecting value.")
    ]
