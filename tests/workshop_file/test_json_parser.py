"""JSON files: errors of JSON, and valid JSON that we refuse."""

import pytest

from tests.workshop_file.file_problems import problems_of

NOT_JSON = [
    pytest.param(
        '{"title": "Tru',
        ("line 1, column 11", "The end of the file is missing."),
        id="truncated in a text",
    ),
    pytest.param(
        '{"title": "T",\n"themes": [{}',
        ("line 2, column 14", "The end of the file is missing."),
        id="truncated in a list",
    ),
    pytest.param(
        '{"title": "T",}',
        (
            "line 1, column 15",
            "This is not valid JSON: Expecting property name enclosed in double quotes.",
        ),
        id="comma too many",
    ),
    pytest.param(
        '{"title": NaN}',
        ("", "Invalid number: NaN, Infinity, or too long."),
        id="not a number",
    ),
    pytest.param(
        '{"title": [1, -1e999]}',
        ("", "Invalid number: NaN, Infinity, or too long."),
        id="more than a number can be",
    ),
    pytest.param(
        '{"title": ' + "9" * 5_000 + "}",
        ("", "Invalid number: NaN, Infinity, or too long."),
        id="five thousand digits",
    ),
    pytest.param(
        "[" * 100_000,
        ("", "The brackets are nested too deeply: at most 40 levels."),
        id="bottomless",
    ),
    pytest.param(
        '{"title": ' + "[" * 60 + "]" * 60 + "}",
        ("", "The brackets are nested too deeply: at most 40 levels."),
        id="sixty deep",
    ),
    pytest.param("[]", ("", "This must be an object in braces: {…}."), id="a list"),
]


@pytest.mark.parametrize("text, problem", NOT_JSON)
def test_text_that_is_no_json_object_is_refused(text: str, problem: tuple[str, str]) -> None:
    assert problems_of(text) == [problem]


def test_a_key_that_is_given_twice_is_named() -> None:
    text = '{"title": "T", "themes": [{"title": "A", "title": "B"}]}'

    assert problems_of(text) == [("themes[0].title", "This key appears twice.")]


@pytest.mark.parametrize(
    "text, place",
    [
        pytest.param('{"title": "T", "actors": ["\\ud83d"]}', "actors[0]", id="in a text"),
        pytest.param(
            '{"title": "T", "settings": {"quorum": "\\udfff"}}', "settings.quorum", id="elsewhere"
        ),
        pytest.param(
            '{"title": "T", "registration": {"\\ud83d": 1}}', "registration", id="in a key"
        ),
    ],
)
def test_half_a_character_is_named(text: str, place: str) -> None:
    message = "The text contains an invalid character. Delete that character and try again."

    assert (place, message) in problems_of(text)


def test_the_name_json_asks_for_json() -> None:
    assert problems_of("theme,issue\n", "w.json") == [
        ("line 1, column 1", "This is not valid JSON: Expecting value.")
    ]
