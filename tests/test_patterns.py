"""No regular expression tries a long text again from each of its characters.

A search with \\w*x reads the rest of a long word at each of its letters, so its time grows with the
square of the length. Everybody waits meanwhile.
"""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _constants as opcodes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import polling

REPEATS = {opcodes.MAX_REPEAT, opcodes.MIN_REPEAT, opcodes.POSSESSIVE_REPEAT}
GROUPS = {opcodes.SUBPATTERN, opcodes.ATOMIC_GROUP}
# These are only matched at the beginning of a text.
MATCHED = {
    "polling.breakouts.drafting.wording_checks._INTENT",
    "polling.guides.markdown._GUIDE",
    "polling.workshop_file.csv_sheet._CODES",
    "polling.workshop_file.markdown_outline._BULLET",
    "polling.workshop_file.markdown_outline._RULE",
    "polling.report.formats.word.captions._COUNTED",
    "polling.setup.registration.file_reader._SEPARATOR",
}


def patterns() -> Iterator[tuple[str, re.Pattern[Any]]]:
    for module in pkgutil.walk_packages(polling.__path__, "polling."):
        if not module.name.endswith("__main__"):
            for name, value in vars(importlib.import_module(module.name)).items():
                if type(value) is re.Pattern:
                    yield f"{module.name}.{name}", value


def starts_long(parts: Any) -> bool:
    """Whether a repeat without limit comes first, and something that may be missing follows."""
    for at, (kind, about) in enumerate(parts):
        needs_more = any(width(part) for part in parts[at + 1 :])
        if kind in REPEATS:
            least, most, _repeated = about
            if most is opcodes.MAXREPEAT and needs_more:
                return True
            if least:
                return False
        elif kind in GROUPS:
            inner = about[-1] if kind is opcodes.SUBPATTERN else about
            return starts_long([*inner, *parts[at + 1 :]])
        elif kind is opcodes.BRANCH:
            return any(starts_long([*one, *parts[at + 1 :]]) for one in about[1])
        elif kind is not opcodes.AT or about in {
            opcodes.AT_BEGINNING,
            opcodes.AT_BEGINNING_STRING,
        }:
            return False
    return False


def width(part: Any) -> bool:
    """Whether the part needs a character, or a place such as the end of the text."""
    kind, about = part
    if kind in REPEATS:
        return bool(about[0])
    return True


@pytest.mark.parametrize(
    "pattern, slow",
    [
        (r"\w+", False),
        (r"\w*x", True),
        (r"\w*[xy]\w*", True),
        (r",?\s*\bsuch as", True),
        (r"(\s*x|y)", True),
        (r"y|\s+$", True),
        (r"^\s*x", False),
        (r"x\w*y", False),
        (r"\s+|\S+", False),
        (r"\d{1,3}%", False),
    ],
)
def test_the_check_finds_slow_patterns(pattern: str, slow: bool) -> None:
    assert starts_long(parser.parse(pattern)) is slow


def test_no_pattern_starts_with_a_repeat_without_limit() -> None:
    found = dict(patterns())
    assert len(found) > 50
    assert found.keys() >= MATCHED
    slow = [
        name for name, one in found.items() if starts_long(parser.parse(one.pattern, one.flags))
    ]
    assert [name for name in slow if name not in MATCHED] == []
