"""How the browser's code turns typing into an edit."""

import json
import random

from polling.core.text import clean_while_typed
from tests.breakouts.drafting.run_in_node import in_node

IMPORT = 'import { clean, difference } from "./static/js/drafting/difference.js";'


def differences(cases: list[tuple[str, str, int]]) -> list[tuple[int, int, str] | None]:
    """For each (before, after, caret): (at, remove, insert), or None."""
    told = in_node(
        f"{IMPORT} const cases = {json.dumps(cases)};"
        "console.log(JSON.stringify(cases.map((one) => difference(...one))));"
    )
    return [one and (one["at"], one["remove"], one["insert"]) for one in told]


def cleaned(text: str, *, one_line: bool) -> str:
    """The text as accepted by a field."""
    said: str = in_node(
        f"{IMPORT} console.log(JSON.stringify(clean({json.dumps(text)}, {json.dumps(one_line)})));"
    )
    return said


def test_the_smallest_change_is_found() -> None:
    assert differences(
        [
            ("same", "same", 4),
            ("", "a", 1),
            ("abc", "abXc", 3),
            ("abc", "ac", 1),
            ("abc", "", 0),
            ("teh cat", "the cat", 7),
            ("one two three", "one 2 three", 5),
        ]
    ) == [
        None,
        (0, 0, "a"),
        (2, 0, "X"),
        (1, 1, ""),
        (0, 3, ""),
        (1, 2, "he"),
        (4, 3, "2"),
    ]


def test_the_caret_tells_which_of_equal_letters_is_new() -> None:
    assert differences([("aaa", "aaaa", 1), ("aaa", "aaaa", 4), ("aaa", "aa", 1)]) == [
        (0, 0, "a"),
        (3, 0, "a"),
        (1, 1, ""),
    ]


def test_the_halves_of_an_emoji_are_never_parted() -> None:
    assert differences([("a😀b", "a😁b", 3), ("😀", "😀😀", 2), ("🏠😀", "🏠", 2)]) == [
        (1, 2, "😁"),
        (0, 0, "😀"),
        (2, 2, ""),
    ]


def test_the_change_always_makes_the_new_text_of_the_old() -> None:
    chance = random.Random(3)
    letters = ["a", "b", "é", "กำ", "😀", "😁", "🏠", " "]

    def text() -> str:
        return "".join(chance.choices(letters, k=chance.randrange(8)))

    cases = [(text(), text(), chance.randrange(9)) for _ in range(1_000)]
    for (before, after, _caret), found in zip(cases, differences(cases), strict=True):
        at, remove, insert = found or (0, 0, "")
        units = before.encode("utf-16-le")
        made = units[: 2 * at] + insert.encode("utf-16-le") + units[2 * (at + remove) :]
        assert made.decode("utf-16-le") == after


def test_characters_that_cannot_be_seen_do_not_get_in() -> None:
    assert cleaned("a\u202eb\x00c\ufeff\u2066d", one_line=False) == "abcd"


def test_joiners_stay_because_scripts_are_spelled_with_them() -> None:
    assert cleaned("ក\u200cខ\u200dគ\u200b", one_line=True) == "ក\u200cខ\u200dគ\u200b"


def test_a_pasted_paragraph_becomes_one_line_where_a_field_is_one() -> None:
    assert cleaned("one\r\ntwo\tthree", one_line=True) == "one two three"
    assert cleaned("one\r\ntwo", one_line=False) == "one\ntwo"


def test_the_same_characters_are_dropped_here_as_on_the_server() -> None:
    blocks = [range(0x3200), range(0xFB00, 0x10000), range(0xE0000, 0xE1000)]
    blocks += [range(0x13400, 0x13460), range(0x1BC90, 0x1BCB0), range(0x1D150, 0x1D180)]
    for block in [*blocks, range(0x16FE0, 0x16FF0), range(0x1FFF0, 0x20000)]:
        every = "".join(map(chr, block))
        assert cleaned(every, one_line=False) == clean_while_typed(every)
