"""The JSON of socket packets is that of Python's module, but short."""

import json
from typing import Any

import pytest

from polling.live import packet_json


@pytest.mark.parametrize(
    "text",
    ['["ballot",{"contest":"ab","choices":{"ranking":[4,5]}}]', '["ดี 😀",1e3,null]', '"\\ud800"'],
)
def test_packets_are_read_as_python_reads_them(text: str) -> None:
    assert packet_json.loads(text) == json.loads(text)


@pytest.mark.parametrize("text", ["", "[", "1" * 200 + "0" * 5000, "\x01"])
def test_what_is_not_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  the module's errors differ
        packet_json.loads(text)


@pytest.mark.parametrize("data", [{"ok": True, "n": [1, 2.5, None]}, ["ประเทศไทย 😀", '"\n\u2028']])
def test_packets_are_written_without_spaces_and_escapes(data: Any) -> None:
    written = packet_json.dumps(data, separators=(",", ":"))
    assert written == json.dumps(data, separators=(",", ":"), ensure_ascii=False)


def test_half_a_character_is_written_as_python_writes_it() -> None:
    assert packet_json.dumps(["\ud800", 1], separators=(",", ":")) == '["\\ud800",1]'
